"""The words that editors keep for a locale: those not to use, and those that the glossary explains."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from cms.locales import SOURCE
from cms.plain_language.hints import Avoided, Term
from cms.translation import terms
from cms.translation.models import AvoidedWord

if TYPE_CHECKING:
    from collections.abc import Collection

    from cms.plain_language.hints import Text


class KeptWords:
    """Read once for all locales of a request: one query for the words not to use, a few for the glossary's terms."""

    def __init__(self, locales: Collection[str]) -> None:
        self._avoided: dict[str, list[Avoided]] = {}
        for word in AvoidedWord.objects.filter(locale__in=locales).order_by("text"):
            kept = Avoided(word.text, word.instead, word.reason)
            self._avoided.setdefault(word.locale, []).append(kept)

    def added_to(self, text: Text) -> Text:
        avoided = tuple(self._avoided.get(text.locale, ()))
        return replace(text, avoided=avoided, terms=tuple(_terms(text.locale)))


def _terms(locale: str) -> list[Term]:
    """In a translation the approved name; the definition is the source's."""
    found = (Term(term.source if locale == SOURCE else term.target, term.definition) for term in terms.of(locale))
    return [term for term in found if term.name]
