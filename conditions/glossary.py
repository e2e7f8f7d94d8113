"""Tells translators which terms of the glossary have an approved translation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cms.locales import BY_TAG, SOURCE
from cms.translation.terms import Term
from cms.translation.texts import Texts
from conditions.snippets import GlossaryTerm

if TYPE_CHECKING:
    from collections.abc import Mapping


def approved_terms(locale: str) -> list[Term]:
    """The published terms; in an overlay the name of the locale below where it has none of its own. Two queries."""
    found = list(GlossaryTerm.objects.filter(live=True))
    texts = Texts(found)
    return [_term(texts, term, locale) for term in found]


def _term(texts: Texts, term: GlossaryTerm, locale: str) -> Term:
    source: Mapping[str, str] = texts.fields(term, SOURCE) or {}
    approved = (texts.fields(term, tag) for tag in BY_TAG[locale].within_language)
    target = next((fields["name"] for fields in approved if fields and fields["name"]), "")
    return Term(source=source.get("name") or "", target=target, definition=source.get("definition") or "")
