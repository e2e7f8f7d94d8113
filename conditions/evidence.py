"""Evidence per condition and therapy, and the references that it rests on, as documents show them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cms.locales import BY_TAG
from cms.publishing.content import digest_of_words
from conditions.keys import evidence_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cms.publishing.document import Document
    from cms.translation.texts import Texts
    from conditions.models import ConditionEvidence, ConditionPage
    from conditions.reading import ConditionReading
    from conditions.snippets import Reference


def announced(reading: ConditionReading, documents: Mapping[str, Document]) -> dict[str, str]:
    """What therapies show of this page: its evidence, and the page's card beside it."""
    digest = digest_of_words([[document.body["evidence"], document.card] for document in documents.values()])
    return {evidence_key(therapy.content_id): digest for therapy in reading.therapies.values()}


def documents(
    reading: ConditionReading, locale: str, *, is_partial: bool
) -> tuple[list[dict[str, Any]], list[dict[str, str]]]:
    """The page's evidence in the order of the editor, and what of it comes from another language.

    An entry whose therapy is not out is left out; so is one without words in the language, unless parts may come from
    the chain.
    """
    found, fallbacks = [], []
    for row in reading.evidence:
        words, tag = statement(reading.texts, reading.page, row, locale)
        in_language = tag in BY_TAG[locale].within_language
        item = _document(reading, row, locale, words=words, tag=tag) if words and (in_language or is_partial) else None
        if item is not None:
            found.append(item)
            fallbacks += [] if in_language else [{"part": f"evidence.{len(found) - 1}", "locale": tag}]
    return found, fallbacks


def cited(rows: Iterable[ConditionEvidence], references: Mapping[int, Reference]) -> list[Reference]:
    """The references of all entries, each once, in the order they are first cited."""
    ids = dict.fromkeys(reference_id for row in rows for reference_id in row.reference_ids())
    return [references[reference_id] for reference_id in ids if reference_id in references]


def reference_document(reference: Reference) -> dict[str, Any]:
    return {
        "key": reference.key,
        "title": reference.title,
        "authors": [line.strip() for line in reference.authors.splitlines() if line.strip()],
        "published": reference.published or None,
        "doi": reference.doi or None,
        "pmid": reference.pmid or None,
        "pmcid": reference.pmcid or None,
        "url": reference.url or (f"https://doi.org/{reference.doi}" if reference.doi else None),
        "accessed": reference.accessed.isoformat() if reference.accessed else None,
    }


def facts(row: ConditionEvidence, references: Mapping[int, Reference]) -> dict[str, Any]:
    """What is the same in each language."""
    return {
        "regulatory_status": row.regulatory_status,
        "jurisdiction": row.jurisdiction or None,
        "level": row.level,
        "care_setting": row.care_setting,
        "references": [references[pk].key for pk in row.reference_ids() if pk in references],
    }


def statement(texts: Texts, page: ConditionPage, row: ConditionEvidence, locale: str) -> tuple[str, str]:
    """The entry's words and their locale: the first of the reading order that has any."""
    for tag in BY_TAG[locale].reading_order:
        text = texts.of(page, tag)
        words = text["children"].get("evidence", {}).get(str(row.content_id), {}).get("statement") if text else None
        if words:
            return str(words), tag
    return "", locale


def _document(
    reading: ConditionReading, row: ConditionEvidence, locale: str, *, words: str, tag: str
) -> dict[str, Any] | None:
    therapy = reading.therapies.get(row.therapy_id)
    nearest = reading.texts.nearest(therapy, locale) if therapy else None
    if therapy is None or nearest is None:
        return None
    name_locale, fields = nearest
    mention = {"id": str(therapy.content_id), "slug": therapy.slug, "name": fields["name"], "locale": name_locale}
    return {"therapy": mention, **facts(row, reading.references), "statement": words, "locale": tag}
