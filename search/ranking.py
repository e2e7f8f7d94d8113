"""Puts candidates in order: names before text, whole names before parts of them, rare words before common ones.

Nothing here asks a database, so the order is the same on each.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from search import entries
from search.entries import Name
from search.parts import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from search.candidates import Candidate
    from search.parts import Choice
    from search.questions import Reading

EXACT = "exact"

#: A score is a whole number up to this.
FULL = 10_000

#: How much of a score is decided by the best name, the rest by where all the words stand.
_OF_NAME = 0.65

#: What a word is worth where it stands.
_BY_LEVEL = {entries.NAME: 1.0, entries.LEAD: 0.5, entries.OFTEN: 0.4, entries.TEXT: 0.25, 0: 0.0}

#: The words of a phrase that stand somewhere in a text are seldom the phrase.
_SCATTERED = 0.5

#: What a name is worth by its kind: an equal one is the condition's own.
_BY_KIND = {"name": 1.0, "abbreviation": 0.98, "synonym": 0.98, "lay": 0.97, "former": 0.94, "code": 0.97}

#: What a type is worth: who types a word that is a term of the glossary too wants the page about it.
_BY_TYPE = {"condition": 1.0, "therapy": 0.92, "glossary-term": 0.84}

#: What explains a word, and speaks of something else on the way.
_BESIDE_ITS_NAME = 0.5

#: Who asks what a word means wants the term.
_BY_TYPE_OF_MEANING = {"condition": 0.7, "therapy": 0.7, "glossary-term": 1.0}

#: A name in another language than the text's.
_OF_ANOTHER_LANGUAGE = 0.95

#: What a name is worth that holds more than what was typed, beside the share of it that was typed.
_LEAST_OF_LONGER = 0.4

_IN_ORDER = 0.03

#: What is taken off where nothing of what was typed is there, and the less the more of it is, wherever it stands.
_MISSING = 0.25

#: The power of the share of what was typed that a name holds: half of it is worth much less than half.
_SHARE_OF_TYPED = 1.7


@dataclass(frozen=True)
class Match:
    """How well a candidate answers, and by which name, if by one. `how` is the worst way that a word of it was read."""

    candidate: Candidate
    score: int
    name: Name | None
    how: str
    reading: Reading

    @property
    def type(self) -> str:
        return self.candidate.type

    @property
    def slug(self) -> str:
        return str(self.candidate.card["slug"])


@dataclass(frozen=True)
class Named:
    """How well a name fits, from 0 to 1, and the worst way that a word of it was read."""

    score: float = 0.0
    name: Name | None = None
    how: str = WORDS


_NOT_NAMED = Named()


def ranked(candidates: Iterable[Candidate], readings: Sequence[Reading]) -> list[Match]:
    """The best first; between equals the content id decides."""
    matches = [max((_match(candidate, reading) for reading in readings), key=_score) for candidate in candidates]
    return sorted(matches, key=lambda match: (-match.score, match.candidate.content_id))


def _worth_of_type(type_: str, reading: Reading, *, is_by_name: bool) -> float:
    if reading.asks_for_meaning:
        return _BY_TYPE_OF_MEANING[type_]
    return _BY_TYPE[type_] * (1.0 if is_by_name or type_ == "condition" else _BESIDE_ITS_NAME)


def _score(match: Match) -> int:
    return match.score


def _score_by_name(named: Named) -> float:
    return named.score


def _match(candidate: Candidate, reading: Reading) -> Match:
    whole = reading.weight
    if not whole:
        return Match(candidate, 0, None, WORDS, reading)
    standing, there, how = _standing(candidate, reading)
    named = max((by_name(name, reading) for name in candidate.names), key=_score_by_name, default=_NOT_NAMED)
    score = _OF_NAME * named.score + (1 - _OF_NAME) * standing / whole
    score *= 1 - _MISSING * (1 - there / whole)
    is_by_name = named.score > 0
    score *= _worth_of_type(candidate.type, reading, is_by_name=is_by_name)
    return Match(
        candidate, max(1, round(score * FULL) - candidate.depth), named.name, named.how if is_by_name else how, reading
    )


def _standing(candidate: Candidate, reading: Reading) -> tuple[float, float, str]:
    """The weight of the parts by where they stand, of those that are there at all, and how the weightiest was read."""
    total, there, best, how = 0.0, 0.0, 0.0, WORDS
    for part in reading.known:
        worth, choice = max(
            ((_worth(candidate, reading, choice), choice) for choice in part.choices), key=lambda each: each[0]
        )
        total += part.weight * worth
        there += part.weight * (worth > 0)
        if part.weight * worth > best:
            best, how = part.weight * worth, choice.how
    return total, there, how


def _worth(candidate: Candidate, reading: Reading, choice: Choice) -> float:
    level = min([_level(candidate, reading, stem) for stem in choice.stems])
    scattered = len(choice.stems) > 1 and level < entries.LEAD
    return choice.worth * _BY_LEVEL[level] * (_SCATTERED if scattered else 1.0)


def _level(candidate: Candidate, reading: Reading, stem: str) -> int:
    """The highest at which a stem stands there, 0 for nowhere: the highest is written first."""
    start = reading.starts[stem]
    place = candidate.terms.find(start)
    return int(candidate.terms[place + len(start)]) if place >= 0 else 0


def by_name(name: Name, reading: Reading) -> Named:
    """How much of what was typed is in the name, and how much of the name was typed."""
    whole = reading.weight
    if not whole or entries.language_of(name.locale) != reading.language:
        return _NOT_NAMED
    there = set(name.key.split())
    # Most names hold nothing of what was typed, and are passed over at once.
    if there.isdisjoint(reading.starts):
        return _NOT_NAMED
    weight, typed, how = _held(there, reading)
    if not typed:
        return _NOT_NAMED
    of_typed, of_name = weight / whole, len(set(typed)) / len(there)
    score = of_typed**_SHARE_OF_TYPED * (_LEAST_OF_LONGER + (1 - _LEAST_OF_LONGER) * of_name)
    if of_name < 1 and f" {' '.join(typed)} " in f" {name.key} ":
        score += _IN_ORDER * of_typed
    if how == WORDS and of_name == 1 and weight == whole:
        how = EXACT
    score *= _BY_KIND.get(name.kind, 1.0) * (1.0 if name.is_own else _OF_ANOTHER_LANGUAGE)
    return Named(score, name, how)


def _held(stems: set[str], reading: Reading) -> tuple[float, list[str], str]:
    """The weight of the parts that these stems hold, the stems that hold them, and the worst way that one was read."""
    weight, how = 0.0, WORDS
    typed: list[str] = []
    for part in reading.known:
        holding = [choice for choice in part.choices if stems.issuperset(choice.stems)]
        if holding:
            choice = max(holding, key=lambda each: each.worth)
            weight += part.weight * choice.worth
            typed += choice.stems
            how = choice.how if choice.how != WORDS else how
    return weight, typed, how
