"""Runs all rules over what a page says in one locale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cms.plain_language import (
    emphasis,
    foreign,
    headings,
    jargon,
    links,
    numbers,
    pictures,
    repetition,
    sentence_length,
)
from cms.plain_language.hints import Kind

if TYPE_CHECKING:
    from cms.plain_language.hints import Hint, Text

_RULES = (sentence_length, jargon, links, pictures, headings, repetition, foreign, numbers, emphasis)
_ORDER = {kind: place for place, kind in enumerate(Kind)}


def check(text: Text) -> list[Hint]:
    """By kind, within a kind in the order of the page. Hints warn; nothing depends on there being none."""
    places = {passage.place: number for number, passage in enumerate(text.passages)}
    found = [hint for rule in _RULES for hint in rule.check(text)]
    return sorted(found, key=lambda hint: (_ORDER[hint.kind], places.get(hint.place, len(places))))
