"""Names that are near to what readers typed in vain: what they may have meant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import orjson
from rapidfuzz import fuzz, process

from search import analysis, wording
from search.entries import Name, language_of
from search.models import Entry

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST = 3

#: How like a name has to be, of 100, in its letters, or in the words that both have. Lower, names are proposed that
#: only share some letters, and a click on one of those would send readers to something else.
_LEAST_ALIKE, _LEAST_OF_SHORT = 65, 80

#: Shorter words are like many others.
_LONG = 10

#: Another name of an answer that is named already does not count, so that more are looked at than are proposed.
_MOST_LOOKED_AT = 12


@dataclass(frozen=True)
class _Names:
    """All that answers for readers of a locale are called, at one state version; the same place is the same name."""

    state_version: int | None
    answers: list[int]
    texts: list[str]
    folded: list[str]


_known: dict[str, _Names] = {}


def near(text: str, *, locale: str, state_version: int | None) -> list[str]:
    """Three names at most, one of each answer, the nearest first."""
    names = _names(locale, state_version)
    folded = analysis.phrase(text, language_of(locale))
    is_short = len(folded) < _LONG and not wording.has_han(folded)
    least = _LEAST_OF_SHORT if is_short else _LEAST_ALIKE
    found = [
        match
        for scorer in (fuzz.ratio, fuzz.token_set_ratio)
        for match in process.extract(folded, names.folded, scorer=scorer, score_cutoff=least, limit=_MOST_LOOKED_AT)
    ]
    found.sort(key=lambda match: -match[1])
    by_answer: dict[int, str] = {}
    for _folded, _likeness, place in found:
        by_answer.setdefault(names.answers[place], names.texts[place])
    return list(dict.fromkeys(by_answer.values()))[:MOST]


def _names(locale: str, state_version: int | None) -> _Names:
    """One query after each publish."""
    known = _known.get(locale)
    if known is None or state_version is None or known.state_version != state_version:
        rows = [
            (answer, name.text, spelling)
            for answer, card in Entry.objects.filter(answer__requested_locale=locale).values_list("pk", "card")
            for name in _own_names(card)
            for spelling in _spellings(name)
        ]
        known = _known[locale] = _Names(state_version, *([row[place] for row in rows] for place in range(3)))  # type: ignore[arg-type]
    return known


def _own_names(card: str) -> Iterator[Name]:
    """Codes are no words that anybody means."""
    for written in orjson.loads(card)["names"]:
        name = Name(*written)
        if name.is_own and name.kind != "code":
            yield name


def _spellings(name: Name) -> Iterator[str]:
    """As names are compared; Chinese ones also in Latin letters, syllable by syllable, as some readers type them."""
    yield analysis.phrase(name.text, name.language)
    if wording.has_han(name.text):
        # Its tables take a quarter of a second to load, which no start has to wait for.
        from pypinyin import lazy_pinyin

        yield " ".join(lazy_pinyin(name.text))
