"""Asks search on an editor's behalf, as it answers readers at this moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cms.locales import BY_TAG
from cms.publishing.remembered import Remembered
from search import finding

if TYPE_CHECKING:
    from search.ranking import Match

MOST_NAMES = 3


@dataclass(frozen=True)
class Finds:
    """The names of the best answers, three at most, and how many answers there are, None for more than 10,000."""

    names: tuple[str, ...]
    count: int | None

    @property
    def is_nothing(self) -> bool:
        return self.count == 0

    @property
    def further(self) -> int:
        """How many more there are than are named; 0 where nobody has counted them."""
        return max(0, (self.count or 0) - len(self.names))


_known: Remembered[Finds] = Remembered()


def finds(text: str, *, locale: str, state_version: int | None) -> Finds:
    """What a reader of the locale finds. Asked again without anything published between, it costs nothing."""
    key = f"{locale} {text}".encode()
    found = _known.get(key, state_version=state_version) if state_version is not None else None
    if found is None:
        answer = finding.find(text, locale=BY_TAG[locale], filters=(), state_version=state_version)
        found = Finds(tuple(map(_name, answer.matches[:MOST_NAMES])), answer.count)
        if state_version is not None:
            _known.put(key, found, state_version=state_version)
    return found


def _name(match: Match) -> str:
    return next((name.text for name in match.candidate.names if name.kind == "name" and name.is_own), match.slug)
