"""Therapy and GlossaryTerm → documents, one per locale that is out: pure reading."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from cms.locales import BY_TAG, TAGS, column
from cms.publishing.addresses import api_url
from cms.publishing.content import digest_of_words, timestamp
from cms.publishing.document import Document, Publication, content_key
from cms.publishing.plain import plain_text
from cms.publishing.rich_text import clean_html
from cms.translation.outlook import AS_IT_IS
from cms.translation.provenance import translation
from cms.translation.texts import Texts
from conditions import clock
from conditions.directory import Directory
from conditions.evidence import cited, facts, reference_document, statement
from conditions.keys import evidence_key
from conditions.models import ConditionEvidence, ConditionPage
from conditions.rights import rights_document
from conditions.snippets import GlossaryTerm, Reference, Therapy
from conditions.targets import Targets
from home.models import SiteProfile

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from cms.translation.outlook import Outlook

THERAPY = "therapy"
GLOSSARY_TERM = "glossary-term"


def build_therapy(therapy: Therapy, *, now: datetime) -> Publication:
    """All documents of a therapy, with the evidence for it of every condition that is out."""
    reading = TherapyReading(therapy, now=now)
    documents = {tag: _therapy_document(reading, tag) for tag in reading.texts.locales(therapy)}
    return _publication(therapy, THERAPY, documents, reading.texts, reads=reading.reads, now=now)


def build_glossary_term(term: GlossaryTerm, *, now: datetime) -> Publication:
    texts = Texts((), whole=[term])
    documents = {tag: _term_document(term, texts, tag) for tag in texts.locales(term)}
    return _publication(term, GLOSSARY_TERM, documents, texts, reads=frozenset(), now=now)


def build_one_therapy(therapy: Therapy, locale: str, *, now: datetime, outlook: Outlook) -> Document | None:
    """What readers of one locale would be given by an outlook; None where nothing of the therapy would be out."""
    reading = TherapyReading(therapy, now=now, outlook=outlook)
    nearest = reading.texts.nearest(therapy, locale)
    return _therapy_document(reading, nearest[0]) if nearest else None


def build_one_term(term: GlossaryTerm, locale: str, *, now: datetime, outlook: Outlook) -> Document | None:
    texts = Texts((), whole=[term], outlook=outlook)
    nearest = texts.nearest(term, locale)
    return _term_document(term, texts, nearest[0]) if nearest else None


class TherapyReading:
    """One therapy, the conditions that give evidence for it, and what its description points at."""

    def __init__(self, therapy: Therapy, *, now: datetime, outlook: Outlook = AS_IT_IS) -> None:
        self.therapy = therapy
        self.rows: dict[int, list[ConditionEvidence]] = defaultdict(list)
        for row in ConditionEvidence.objects.filter(therapy=therapy).order_by("page__path", "sort_order"):
            self.rows[row.page_id].append(row)
        for page in outlook.contents.values():
            if isinstance(page, ConditionPage):
                self.rows[page.pk] = [row for row in page.rows("evidence") if row.therapy_id == therapy.pk]
        self.targets = Targets(Therapy, [], _descriptions(therapy))
        self.directory = Directory(Q(pk__in={*self.rows, *self.targets.pages}), now=now, outlook=outlook)
        self.profile = SiteProfile.objects.filter(site__is_default_site=True).first()
        rows = {
            page.content_id: {"evidence": self.rows[page.pk]}
            for page in self.directory.pages.values()
            if page.pk in self.rows
        }
        self.texts = self.directory.read_texts([self.profile] if self.profile else [], whole=[therapy], rows=rows)
        self.terms = GlossaryTerm.objects.in_bulk(self.targets.terms) if self.targets.terms else {}
        ids = {pk for rows in self.rows.values() for row in rows for pk in row.reference_ids()}
        self.references = Reference.objects.in_bulk(ids) if ids else {}

    @property
    def evidence(self) -> list[ConditionEvidence]:
        """Of the conditions that are out."""
        return [row for key, rows in self.rows.items() if self._is_out(key) for row in rows]

    def _is_out(self, page_id: int) -> bool:
        page = self.directory.get(page_id)
        return page is not None and self.directory.is_out(page)

    @property
    def reads(self) -> frozenset[str]:
        contents: list[Any] = [
            *self.terms.values(),
            *self.references.values(),
            *([self.profile] if self.profile else []),
        ]
        ids = {content.content_id for content in contents} | self.directory.content_ids()
        return frozenset({content_key(content_id) for content_id in ids} | {evidence_key(self.therapy.content_id)})


def _publication(
    content: Any, type_: str, documents: Mapping[str, Document], texts: Texts, *, reads: frozenset[str], now: datetime
) -> Publication:
    cards = {tag: document.card for tag, document in documents.items()}
    return Publication(
        content_id=content.content_id,
        type=type_,
        documents=documents,
        reads=reads,
        announces={content_key(content.content_id): digest_of_words(cards)} if documents else {},
        gone_reason="expired" if content.expired else "unpublished",
        gone_reasons=texts.reasons_gone(content),
        next_change_at=clock.next_change(content, texts, now) if documents else clock.next_go_live(content, now),
    )


def _therapy_document(reading: TherapyReading, locale: str) -> Document:
    therapy = reading.therapy
    fields = _own(reading.texts, therapy, locale)
    description = clean_html(fields["description"] or "", links=reading.directory.links(locale, reading.terms))
    body = {
        **_head(therapy, THERAPY, locale),
        "path_segment": str(fields["path_segment"] or therapy.slug),
        "name": fields["name"],
        "other_names": [item["value"] for item in fields["other_names"] or []],
        "summary": fields["summary"] or "",
        "description": description,
        "plain_text": plain_text(description),
        "evidence": _evidence_by_condition(reading, locale),
        "references": [reference_document(reference) for reference in cited(reading.evidence, reading.references)],
        "translation": translation(reading.texts, therapy, locale),
        "alternates": _alternates(reading.texts, therapy, THERAPY),
        "rights": rights_document(reading.profile, reading.texts, locale),
        **_circumstances(),
    }
    card = _card(reading.texts, therapy, THERAPY, locale, summary=fields["summary"] or "")
    return _document(body, card, therapy, locale, segment=body["path_segment"], texts=reading.texts)


def _evidence_by_condition(reading: TherapyReading, locale: str) -> list[dict[str, Any]]:
    found = []
    for page_id, rows in reading.rows.items():
        page = reading.directory.get(page_id)
        mention = reading.directory.mention(page, locale) if page is not None else None
        if page is None or mention is None:
            continue
        for row in rows:
            words, tag = statement(reading.texts, page, row, locale)
            if words:
                shown = facts(row, reading.references)
                found.append({"condition": mention, **shown, "statement": words, "locale": tag})
    return found


def _term_document(term: GlossaryTerm, texts: Texts, locale: str) -> Document:
    fields = _own(texts, term, locale)
    body = {
        **_head(term, GLOSSARY_TERM, locale),
        "name": fields["name"],
        "definition": fields["definition"],
        "translation": translation(texts, term, locale),
        "alternates": _alternates(texts, term, GLOSSARY_TERM),
        **_circumstances(),
    }
    card = _card(texts, term, GLOSSARY_TERM, locale, summary=fields["definition"])
    card["definition"] = fields["definition"]
    return _document(body, card, term, locale, segment="", texts=texts)


def _document(
    body: dict[str, Any], card: dict[str, Any], content: Any, locale: str, *, segment: str, texts: Texts
) -> Document:
    release = texts.release(content, locale)
    return Document(
        locale=locale,
        slug=content.slug,
        path="",
        segment=segment,
        name=str(body["name"]),
        body=body,
        card=card,
        release_number=release.number if release else None,
    )


def _own(texts: Texts, content: Any, locale: str) -> Mapping[str, Any]:
    fields = texts.fields(content, locale)
    assert fields is not None  # noqa: S101 -- only called for locales that are out
    return fields


def _head(content: Any, type_: str, locale: str) -> dict[str, Any]:
    return {
        "id": str(content.content_id),
        "type": type_,
        "locale": locale,
        "requested_locale": locale,
        "dir": BY_TAG[locale].direction,
        "slug": content.slug,
        "path": None,
        "url": api_url(type_, content.slug, locale),
        "web_url": None,
    }


def _circumstances() -> dict[str, None]:
    return dict.fromkeys(("version", "sequence", "change", "superseded", "published_at", "updated_at"))


def _card(texts: Texts, content: Any, type_: str, locale: str, *, summary: str) -> dict[str, Any]:
    return {
        "id": str(content.content_id),
        "type": type_,
        "locale": locale,
        "requested_locale": locale,
        "slug": content.slug,
        "path": None,
        "name": _own(texts, content, locale)["name"],
        "summary": summary,
        "topic": None,
        "image": None,
        "updated_at": timestamp(content.last_published_at) if content.last_published_at else None,
        "translation": {"status": texts.status(content, locale)},
        "review": None,
        "url": api_url(type_, content.slug, locale),
    }


def _alternates(texts: Texts, content: Any, type_: str) -> list[dict[str, Any]]:
    return [
        {
            "locale": tag,
            "dir": BY_TAG[tag].direction,
            "status": texts.status(content, tag),
            "path": None,
            "url": api_url(type_, content.slug, tag) if texts.of(content, tag) is not None else None,
            "web_url": None,
        }
        for tag in TAGS
    ]


def _descriptions(therapy: Therapy) -> list[str]:
    return [text for text in (getattr(therapy, column("description", tag)) for tag in TAGS) if text]
