"""Completes what a reader is typing: names that hold all of it, those that begin with it first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from search import analysis, finding, wording
from search.candidates import named
from search.highlights import Wanted, html, marked
from search.ranking import by_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cms.locales import ContentLocale
    from cms.publishing.rows import Condition
    from search.entries import Name
    from search.questions import Reading

#: A beginning of one letter has as many ways to go on; the shortest words come first.
_MOST_LONGER = 60

#: What a name gains that begins with what was typed or holds it, and what another name loses beside an answer's own.
_BEGINS, _HOLDS, _IS_OTHER = 0.5, 0.3, 0.9

#: Names are compared by pairs of Chinese characters, of which one that was typed first is none.
_OF_CHARACTER = 0.2


@dataclass(frozen=True)
class Suggestion:
    """A name that completes what was typed, and the answer that has it."""

    answer_id: int
    name: Name
    html: str


def suggest(
    text: str, *, locale: ContentLocale, filters: Sequence[Condition], limit: int, state_version: int | None
) -> tuple[list[Suggestion], list[Reading]]:
    """One query where the words were looked for before, three where they were not. One name of each answer."""
    readings = finding.read(text, locale=locale, state_version=state_version, most_longer=_MOST_LONGER)
    scored = []
    for candidate in named(readings, filters):
        found = [each for reading in readings if (each := _best(candidate.names, text, reading)) is not None]
        if found:
            score, name, reading = max(found, key=lambda each: each[0])
            scored.append((-score, len(name.text), candidate.content_id, candidate.answer_id, name, reading))
    scored.sort(key=lambda each: each[:3])
    return [
        Suggestion(answer_id, name, html(name.text, marked(name.text, Wanted.of(reading))))
        for *_order, answer_id, name, reading in scored[:limit]
    ], readings


def _best(names: Sequence[Name], text: str, reading: Reading) -> tuple[float, Name, Reading] | None:
    """The name that goes furthest with what was typed; None where no single name holds all of it."""
    typed = analysis.phrase(text, reading.language)
    found = []
    for name in names:
        whole = analysis.phrase(name.text, name.language)
        if _holds_all(name, reading):
            score = by_name(name, reading).score
        elif wording.has_han(typed) and typed in whole:
            score = _OF_CHARACTER
        else:
            continue
        gained = _BEGINS if whole.startswith(typed) else _HOLDS if typed in whole else 0
        found.append(((score + gained) * (1 if name.kind == "name" else _IS_OTHER), name, reading))
    return max(found, key=lambda each: each[0], default=None)


def _holds_all(name: Name, reading: Reading) -> bool:
    there = set(name.key.split())
    return name.language == reading.language and all(
        any(there.issuperset(choice.stems) for choice in part.choices) for part in reading.parts
    )
