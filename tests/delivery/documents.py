"""What the documents of the tests say: the shape that builders give them, filled from a `Content`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid5

from cms.locales import BY_TAG, SOURCE, TAGS
from cms.publishing.addresses import api_url, web_url
from cms.publishing.document import Document

if TYPE_CHECKING:
    from tests.delivery.factories import Content


_HEADINGS = {
    "en": ("Overview", "Safety"),
    "es": ("Información general", "Seguridad"),
    "es-MX": ("Información general", "Seguridad"),
    "fr": ("Aperçu", "Sécurité"),
    "ar": ("نظرة عامة", "السلامة"),
    "zh-Hans": ("概述", "安全性"),
}


def document(content: Content, locale: str) -> Document:
    text = content.texts[locale]
    build = {"condition": _condition, "therapy": _therapy, "glossary-term": _term, "site": _site}[content.type]
    body = {**_head(content, locale), **build(content, locale), **_tail(content, locale)}
    return Document(
        locale=locale,
        slug=content.slug,
        path=content.path(locale),
        segment=text.segment,
        name=text.name,
        body=body,
        card=_card(content, locale),
        facets=_facets(content),
        is_partial=bool(text.english_parts),
        release_number=None if locale == SOURCE else 1,
    )


def _head(content: Content, locale: str) -> dict[str, Any]:
    path = content.path(locale) or None
    return {
        "id": str(content.id),
        "type": content.type,
        "locale": locale,
        "requested_locale": locale,
        "dir": BY_TAG[locale].direction,
        "slug": content.slug,
        "path": path,
        "url": api_url(content.type, content.slug, locale),
        "web_url": web_url(path or "", locale),
        "name": content.texts[locale].name,
    }


def _tail(content: Content, locale: str) -> dict[str, Any]:
    status = _status(content, locale)
    return {
        "translation": {
            "status": status,
            "source_locale": SOURCE,
            "source_version": None if status == "source" else 1,
            "outdated_since": "2026-10-20T08:00:00Z" if status == "outdated" else None,
            "outdated_parts": ["sections.safety"] if status == "outdated" else [],
            "method": None if status == "source" else "human",
            "released_at": None if status == "source" else "2026-10-01T08:00:00Z",
        },
        "alternates": [_alternate(content, tag) for tag in TAGS],
        **content.extra,
        **dict.fromkeys(("version", "sequence", "change", "superseded", "published_at", "updated_at")),
    }


def _condition(content: Content, locale: str) -> dict[str, Any]:
    text = content.texts[locale]
    mention = _mention(content.topic, locale) if content.topic else None
    return {
        "other_names": [{"text": other, "kind": kind} for kind, other in text.other_names],
        "summary": text.summary,
        "topic": mention,
        "breadcrumb": [mention] if mention else [],
        "children": [],
        "codes": [
            {"system": system, "value": value, "release": "2019", "match": "exact", "url": None}
            for system, value in content.codes
        ],
        "specialties": list(content.specialties),
        "audience": "patient",
        "image": None,
        "sections": [
            _section(content, locale, key=key, position=position) for position, key in enumerate(("overview", "safety"))
        ],
        "evidence": [],
        "references": [
            {
                "key": "asra-2018",
                "title": "Consensus guidelines on the use of intravenous ketamine infusions for chronic pain",
                "authors": ["Cohen SP"],
                "published": "2018",
                "doi": "10.1097/AAP.0000000000000808",
                "pmid": None,
                "pmcid": None,
                "url": "https://doi.org/10.1097/AAP.0000000000000808",
                "accessed": None,
            }
        ],
        "related": [],
        "notices": [
            {
                "kind": "emergency",
                "text": "In an emergency, call your local emergency number.",
                "jurisdiction": None,
                "locale": SOURCE,
            }
        ],
        "review": {
            "last_reviewed": "2026-06-01",
            "due": "2027-06-01",
            "status": content.review_status,
            "overdue_policy": "flag",
            "reviewers": [{"name": "Dr A. Example", "credentials": None, "role": "clinical_reviewer"}],
        },
        "fallbacks": [{"part": f"sections.{key}", "locale": SOURCE} for key in sorted(text.english_parts)],
        "readability": None,
        "seo": {"title": text.name, "description": text.summary},
        "rights": _rights(),
    }


def _section(content: Content, locale: str, *, key: str, position: int) -> dict[str, Any]:
    said_in = SOURCE if key in content.texts[locale].english_parts else locale
    text = content.texts[said_in]
    said = (text.overview if key == "overview" else "") or text.summary
    return {
        "id": str(uuid5(content.id, key)),
        "key": key,
        "heading": _HEADINGS[said_in][position],
        "locale": said_in,
        "dir": BY_TAG[said_in].direction,
        "blocks": [
            {"id": str(uuid5(content.id, f"{key} 0")), "type": "paragraph", "value": {"text": f"<p>{said}</p>"}}
        ],
        "plain_text": said,
    }


def _therapy(content: Content, locale: str) -> dict[str, Any]:
    text = content.texts[locale]
    return {
        "path_segment": text.segment or content.slug,
        "other_names": [{"text": other, "kind": kind} for kind, other in text.other_names],
        "summary": text.summary,
        "description": f"<p>{text.summary}</p>",
        "plain_text": text.summary,
        "evidence": [],
        "references": [],
        "rights": _rights(),
    }


def _term(content: Content, locale: str) -> dict[str, Any]:
    return {"definition": content.texts[locale].summary}


def _site(content: Content, locale: str) -> dict[str, Any]:
    text = content.texts[locale]
    return {
        "summary": text.summary,
        "publisher": {"name": "Sample Health", "url": "https://www.example.org/"},
        "contact": {"text": None, "address": None, "phone": "+1 555 0100", "email": "info@example.org"},
        "opening_hours": [{"days": ["monday", "tuesday"], "opens": "08:30", "closes": "17:00"}],
        "notices": [],
        "navigation": [],
        "rights": {**_rights(), "license_url": None},
    }


def _card(content: Content, locale: str) -> dict[str, Any]:
    text = content.texts[locale]
    card: dict[str, Any] = {
        "id": str(content.id),
        "type": content.type,
        "locale": locale,
        "requested_locale": locale,
        "slug": content.slug,
        "path": content.path(locale) or None,
        "name": text.name,
        "summary": text.summary,
        "topic": _mention(content.topic, locale) if content.topic else None,
        "image": None,
        "updated_at": None,
        "translation": {"status": _status(content, locale)},
        "review": {"status": content.review_status} if content.type == "condition" else None,
        "url": api_url(content.type, content.slug, locale),
    }
    return {**card, "definition": text.summary} if content.type == "glossary-term" else card


def _mention(content: Content, locale: str) -> dict[str, Any]:
    tag = next(tag for tag in BY_TAG[locale].reading_order if tag in content.texts)
    return {"id": str(content.id), "slug": content.slug, "name": content.texts[tag].name, "locale": tag}


def _alternate(content: Content, tag: str) -> dict[str, Any]:
    path = content.path(tag) or None if tag in content.texts else None
    return {
        "locale": tag,
        "dir": BY_TAG[tag].direction,
        "status": _status(content, tag),
        "path": path,
        "url": api_url(content.type, content.slug, tag) if tag in content.texts else None,
        "web_url": web_url(path or "", tag),
    }


def _status(content: Content, locale: str) -> str:
    if locale not in content.texts:
        return "withdrawn" if locale in content.withdrawn else "none"
    return content.texts[locale].status or ("source" if locale == SOURCE else "released")


def _facets(content: Content) -> frozenset[tuple[str, str]]:
    topics = [content, *([content.topic] if content.topic else [])]
    facets = {("topic", str(topic.id)) for topic in topics} | {("topic", topic.slug) for topic in topics}
    facets |= {("code", f"{system}:{value}".lower()) for system, value in content.codes}
    facets |= {("withdrawn", locale) for locale in content.withdrawn}
    return frozenset(facets | {("specialty", specialty) for specialty in content.specialties})


def _rights() -> dict[str, Any]:
    return {
        "publisher": "Sample Health",
        "license": "CC-BY-4.0",
        "attribution_text": "Sample content, not medical advice.",
        "attribution_url": None,
    }
