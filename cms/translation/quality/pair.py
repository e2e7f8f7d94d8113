"""The two texts that are compared, and which of their numbers are accounted for already.

Dates take their numbers first, then measurements, then plain numbers, so that nothing is reported twice.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from cms.locales import BY_TAG, SOURCE
from cms.translation.quality import number_words, numerals
from cms.translation.quality.reading import language_of, read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from cms.translation.quality.numerals import Number
    from cms.translation.quality.reading import Reading

_DECADE = re.compile(r"'?s\b")


class Placed(Protocol):
    """What stands at a place of the plain text."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


class Pair:
    def __init__(self, source: str, target: str, *, locale: str) -> None:
        self.source = Side(read(source), SOURCE)
        self.target = Side(read(target), locale)
        self.source.digits = [_with_decade(number, self.source.reading) for number in self.source.digits]
        self.locale = locale

    @property
    def is_overlay(self) -> bool:
        """A text for one region may name the numbers to call there."""
        return self.locale in BY_TAG and BY_TAG[self.locale].overlays is not None

    @property
    def knows_number_words(self) -> bool:
        return number_words.is_known(self.target.language)

    def settle(self, number: Number, *, offers: Iterable[Number]) -> Number | None:
        """Takes the first free offer that says the same, and says which it was."""
        return self._settle(number, offers, number.is_like) or self._settle(number, offers, number.may_be_like)

    def _settle(self, number: Number, offers: Iterable[Number], fits: Callable[[Number], bool]) -> Number | None:
        for offer in offers:
            if self.target.is_free(offer) and fits(offer):
                self.source.take(number)
                self.target.take(offer)
                return offer
        return None


class Side:
    """One text with its numbers. `digits` and `words` are in the order of the text."""

    def __init__(self, reading: Reading, locale: str) -> None:
        self.reading = reading
        self.language = language_of(locale)
        self.digits = numerals.find(reading, locale=locale)
        self.words = number_words.find(reading, language=self.language)
        self._taken: set[Number] = set()

    @property
    def numbers(self) -> Sequence[Number]:
        return [*self.digits, *self.words]

    def free(self, numbers: Iterable[Number]) -> list[Number]:
        return [number for number in numbers if self.is_free(number)]

    def is_free(self, number: Number) -> bool:
        return number not in self._taken

    def take(self, *numbers: Number) -> None:
        self._taken.update(numbers)

    def take_within(self, start: int, end: int) -> None:
        self.take(*self.within(start, end))

    def within(self, start: int, end: int) -> list[Number]:
        return [number for number in self.numbers if start <= number.start and number.end <= end]

    def quote(self, found: Placed) -> str:
        return self.reading.quote(found.start, found.end)


def _with_decade(number: Number, reading: Reading) -> Number:
    """“The 1990s” are “los años 90” too."""
    if number.value >= 1_000 and _DECADE.match(reading.folded, number.end):
        return replace(number, values=(number.value, number.value % 100))
    return number
