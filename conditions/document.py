"""ConditionPage → documents, one per locale that is out: pure reading, in the order of the keys that clients see."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Protocol

from cms.locales import BY_TAG, TAGS
from cms.medical_review import policy
from cms.plain_language import readability
from cms.publishing.addresses import api_url, web_url
from cms.publishing.content import digest_of_words, timestamp
from cms.publishing.document import Document, Publication, content_key
from cms.translation.provenance import translation
from conditions import clock, evidence
from conditions.codes import code_document
from conditions.keys import TOPICS_KEY, children_key
from conditions.notices import notice_documents
from conditions.reading import ConditionReading
from conditions.rights import rights_document
from conditions.sections import sections_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cms.translation.outlook import Outlook
    from cms.translation.texts import Texts
    from conditions.directory import Directory
    from conditions.images import Images
    from conditions.models import ConditionPage

TYPE = "condition"


class CardReading(Protocol):
    """What a card is made from."""

    now: datetime
    texts: Texts
    directory: Directory
    images: Images


def build(page: ConditionPage, *, now: datetime) -> Publication:
    """All documents of a page; none where it is unpublished, expired or restricted."""
    reading = ConditionReading(page, now=now)
    documents = {tag: _document(reading, tag) for tag in reading.texts.locales(page)}
    cards = {tag: document.card for tag, document in documents.items()}
    announces = {}
    if documents:
        announces[content_key(page.content_id)] = digest_of_words(cards)
        if parent := next(iter(reversed(reading.ancestors)), None):
            announces[children_key(parent.content_id)] = digest_of_words(cards)
        else:
            announces[TOPICS_KEY] = digest_of_words(cards)
        announces.update(evidence.announced(reading, documents))
    return Publication(
        content_id=page.content_id,
        type=TYPE,
        documents=documents,
        reads=reading.reads,
        announces=announces,
        gone_reason=reading.gone_reason,
        gone_reasons=reading.gone_reasons,
        next_change_at=_next_change(reading, list(documents)) if documents else clock.next_go_live(page, now),
    )


def build_one(page: ConditionPage, locale: str, *, now: datetime, outlook: Outlook) -> Document | None:
    """What readers of one locale would be given by an outlook; None where nothing of the page would be out."""
    reading = ConditionReading(page, now=now, outlook=outlook)
    nearest = reading.texts.nearest(page, locale)
    return _document(reading, nearest[0]) if nearest else None


def card(reading: CardReading, page: ConditionPage, locale: str) -> dict[str, Any] | None:
    """A page as it stands in lists for readers of one locale; None where nothing of it is out."""
    nearest = reading.texts.nearest(page, locale)
    if nearest is None:
        return None
    tag, fields = nearest
    topic = _topic_of(reading, page)
    return {
        "id": str(page.content_id),
        "type": TYPE,
        "locale": tag,
        "requested_locale": locale,
        "slug": page.slug,
        "path": reading.directory.path(page, tag),
        "name": fields["name"],
        "summary": fields["summary"] or "",
        "topic": reading.directory.mention(topic, tag) if topic else None,
        "image": _image(reading, page, fields),
        "updated_at": timestamp(_touched_at(reading, page, tag)),
        "translation": {"status": reading.texts.status(page, tag)},
        "review": {"status": reading.directory.review(page, tag).status(reading.now)},
        "url": api_url(TYPE, page.slug, tag),
    }


def _document(reading: ConditionReading, locale: str) -> Document:
    page = reading.page
    fields = reading.fields(locale)
    is_partial = reading.outlook.may_be_partial(page, locale)
    summary, summary_fallbacks = _summary(reading, locale, is_partial=is_partial)
    sections, section_fallbacks = sections_of(reading, locale, is_partial=is_partial)
    evidence_documents, evidence_fallbacks = evidence.documents(reading, locale, is_partial=is_partial)
    fallbacks = [*summary_fallbacks, *section_fallbacks, *evidence_fallbacks]
    own_card = card(reading, page, locale)
    assert own_card is not None  # noqa: S101 -- the locale is out, so it has a card
    path = reading.directory.path(page, locale)
    body = {
        "id": str(page.content_id),
        "type": TYPE,
        "locale": locale,
        "requested_locale": locale,
        "dir": BY_TAG[locale].direction,
        "slug": page.slug,
        "path": path,
        "url": api_url(TYPE, page.slug, locale),
        "web_url": web_url(path, locale),
        "name": fields["name"],
        "other_names": [item["value"] for item in fields["other_names"] or []],
        "summary": summary,
        "topic": own_card["topic"],
        "breadcrumb": [reading.directory.mention(ancestor, locale) for ancestor in reading.ancestors],
        "children": _cards(reading, reading.directory.below(page), locale),
        "codes": [code_document(code) for code in reading.codes],
        "specialties": page.specialties,
        "audience": page.audience,
        "image": own_card["image"],
        "sections": sections,
        "evidence": evidence_documents,
        "references": [
            evidence.reference_document(reference) for reference in evidence.cited(reading.evidence, reading.references)
        ],
        "related": _cards(reading, reading.related, locale),
        "notices": notice_documents(reading.notices, reading.texts, locale),
        "review": _review(reading, locale),
        "translation": translation(reading.texts, page, locale),
        "fallbacks": fallbacks,
        "alternates": _alternates(reading),
        "readability": _readability(sections, locale),
        "seo": {
            "title": fields["meta_title"] or fields["name"],
            "description": fields["meta_description"] or summary,
        },
        "rights": rights_document(reading.profile, reading.texts, locale),
        "version": None,
        "sequence": None,
        "change": None,
        "superseded": None,
        "published_at": None,
        "updated_at": None,
    }
    release = reading.texts.release(page, locale)
    return Document(
        locale=locale,
        slug=page.slug,
        path=path,
        segment=reading.directory.segment(page, locale),
        name=str(fields["name"]),
        body=body,
        card=own_card,
        facets=_facets(reading),
        is_partial=bool(fallbacks),
        release_number=release.number if release else None,
    )


def _summary(reading: ConditionReading, locale: str, *, is_partial: bool) -> tuple[str, list[dict[str, str]]]:
    for tag in BY_TAG[locale].reading_order if is_partial else (locale,):
        fields = reading.texts.fields(reading.page, tag)
        if fields and fields["summary"]:
            return str(fields["summary"]), [{"part": "summary", "locale": tag}] if tag != locale else []
    return "", []


def _cards(reading: ConditionReading, pages: list[ConditionPage], locale: str) -> list[dict[str, Any]]:
    found = (card(reading, page, locale) for page in pages)
    return [item for item in found if item is not None]


def _topic_of(reading: CardReading, page: ConditionPage) -> ConditionPage | None:
    """The topmost delivered page above; None for a topic itself."""
    return next((other for other in reading.directory.above(page) if reading.directory.is_out(other)), None)


def _image(reading: CardReading, page: ConditionPage, fields: Mapping[str, Any]) -> dict[str, Any] | None:
    image = reading.images.of(page.image_id)
    if image is None:
        return None
    alt = "" if page.image_decorative else fields["image_alt"] or ""
    return {"alt": alt, "decorative": page.image_decorative, **image}


def _touched_at(reading: CardReading, page: ConditionPage, locale: str) -> datetime:
    """When an editor or a reviewer last changed what this locale says;
    in lists the store puts the document's own moment.
    """
    release = reading.texts.release(page, locale)
    moments = [page.last_published_at, release.released_at if release else None]
    return max(moment for moment in (*moments, datetime.min.replace(tzinfo=UTC)) if moment is not None)


def _review(reading: ConditionReading, locale: str) -> dict[str, Any]:
    standing = reading.directory.review(reading.page, locale)
    return {
        "last_reviewed": standing.last.isoformat() if standing.last else None,
        "due": standing.due.isoformat() if standing.due else None,
        "status": standing.status(reading.now),
        "overdue_policy": policy.overdue_policy(),
        "reviewers": [
            {"name": person["name"], "credentials": person["credentials"] or None, "role": person["role"]}
            for person in standing.reviewers
        ],
    }


def _alternates(reading: ConditionReading) -> list[dict[str, Any]]:
    page = reading.page
    found = []
    for tag in TAGS:
        path = reading.directory.path(page, tag) if reading.texts.of(page, tag) is not None else None
        found.append(
            {
                "locale": tag,
                "dir": BY_TAG[tag].direction,
                "status": reading.texts.status(page, tag),
                "path": path,
                "url": api_url(TYPE, page.slug, tag) if path else None,
                "web_url": web_url(path, tag) if path else None,
            }
        )
    return found


def _readability(sections: list[dict[str, Any]], locale: str) -> dict[str, Any] | None:
    """Of the locale's own words; what the chain lends to it is in another language."""
    own = "\n".join(section["plain_text"] for section in sections if section["locale"] == locale)
    found = readability.of(own, locale)
    return asdict(found) if found else None


def _facets(reading: ConditionReading) -> frozenset[tuple[str, str]]:
    """What lists filter by; a topic's filter finds the topic itself and all below it. And what figures count: the
    locales whose text is withdrawn, also one that was never delivered and has left no document.
    """
    topics = {("topic", str(page.content_id)) for page in (*reading.ancestors, reading.page)}
    topics |= {("topic", page.slug) for page in (*reading.ancestors, reading.page)}
    codes = {("code", f"{code.system}:{code.value}".lower()) for code in reading.codes}
    specialties = {("specialty", specialty) for specialty in reading.page.specialties}
    withdrawn = {("withdrawn", tag) for tag in TAGS if reading.texts.status(reading.page, tag) == "withdrawn"}
    return frozenset(topics | codes | specialties | withdrawn)


def _next_change(reading: ConditionReading, locales: Iterable[str]) -> datetime | None:
    """When the clock alone will change an answer: what was scheduled comes or goes, or a review falls due."""
    page, now = reading.page, reading.now
    moments = [clock.next_change(page, reading.texts, now)]
    for tag in locales:
        moments += reading.directory.review(page, tag).changes()
    return min((moment for moment in moments if moment and moment > now), default=None)
