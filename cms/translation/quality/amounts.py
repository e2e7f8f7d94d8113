"""The amounts in a text: numbers, in digits or in words, together with their units of measure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from cms.translation.quality import measures

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cms.translation.quality.numerals import Number
    from cms.translation.quality.reading import Reading

HALF = Fraction(1, 2)

# What may stand between a number and its unit: “5-minute”, “une vingtaine d’heures”, 3个半小时.
_GAP = re.compile(r"[ -]?(?:de |d')?[多余来整]? ?个?(?P<half>半)?[多余来整]? ?")
_GAP_AFTER_A_PART = re.compile(r"[ -]?(?:of |de |d')?(?:an? )?个?")
_AND_A_HALF = re.compile(r" and a half| y medi[oa]| et demie?| ونصفا?|半")
_PER = re.compile(r" ?/ ?| (?:per|por(?: cada)?|par|لكل) | ?每")
_RANGE = re.compile(r" ?(?:-|至|到|或|和) ?| (?:to|or|and|a|o|u|y|ou|et|الي|او|حتي) (?:ال)?| و(?:ال)?")

# “1 h 30”, “1 hour and 30 minutes”: what joins them, and that a bare number must have two digits.
_THEN_MINUTES = re.compile(r",? ?(?:and |y |et )?|,? و?")

_PERCENT_BEFORE = re.compile(r"(?:百分之 ?|(?<!\d)(?<!\d )% ?)$")
_MINUS = re.compile(r"(?:^|[^\d\s]\s+|\(|[^\s\w])-$|零下 ?$")
_BELOW_ZERO = re.compile(r",? (?:below zero|bajo cero|sous zero|au-dessous de zero|تحت الصفر)")


@dataclass(frozen=True)
class Amount:
    """A number with a unit, and its denominators (`mg`, per `kg`, `hour`).

    `start` and `end` are the whole words': of “0.5” in “0.5–1 mg/kg” too, which borrows its unit. Of “1 h 30” the
    number is 1, and 30 is its `remainder`.
    """

    number: Number
    values: tuple[Fraction, ...]
    unit: str
    per: tuple[str, ...]
    start: int
    end: int
    borrows_unit: bool = False
    remainder: Number | None = None

    @property
    def numbers(self) -> list[Number]:
        return [self.number, self.remainder] if self.remainder else [self.number]

    @property
    def is_exact(self) -> bool:
        """Not “a week” or “one day”, which may be said in many ways."""
        return self.number.is_in_digits or self.values[0] != 1

    def equals(self, other: Amount) -> bool:
        """In the same unit; denominators are not looked at."""
        return self.unit == other.unit and any(value in other.values for value in self.values)

    def equals_in_another_unit(self, other: Amount) -> bool:
        return any(
            measures.are_equal(value, self.unit, other_value, other.unit)
            for value in self.values
            for other_value in other.values
        )


def find(reading: Reading, numbers: Sequence[Number], *, language: str) -> list[Amount]:
    """In the order of the text."""
    found: dict[Number, Amount] = {}
    in_order = sorted((number for number in numbers if not number.is_code), key=lambda number: number.start)
    covered = 0
    for number in in_order:
        amount = _with_unit(reading.folded, number, language=language) if number.start >= covered else None
        if amount is not None:
            found[number] = amount
            covered = amount.end
    _lend_units(reading.folded, in_order, found)
    _add_minutes(reading.folded, in_order, found)
    return sorted(found.values(), key=lambda amount: amount.number.start)


def mentions(reading: Reading, found: Sequence[Amount], *, language: str) -> set[str]:
    """The units that the text names outside of its amounts: “al día”, 每公斤体重."""
    return {
        measures.key_of(match)
        for match in measures.mentions_in(language).finditer(reading.folded)
        if not any(amount.start < match.end() <= amount.end for amount in found if amount.is_exact)
    }


def _lend_units(text: str, in_order: Sequence[Number], found: dict[Number, Amount]) -> None:
    """In “0.5–1 mg/kg” both are amounts."""
    for number, following in reversed(list(pairwise(in_order))):
        if number in found or following not in found or not _RANGE.fullmatch(text[number.end : following.start]):
            continue
        values = (*number.values, *number.doubtful)
        found[number] = replace(found[following], number=number, values=values, start=number.start, borrows_unit=True)
        found |= _with_start(found, end=found[number].end, start=number.start)


def _add_minutes(text: str, in_order: Sequence[Number], found: dict[Number, Amount]) -> None:
    """“1 h 30” and “1 hour and 30 minutes” are 90 minutes."""
    for number, amount in list(found.items()):
        following = next((other for other in in_order if other.start >= amount.end), None)
        if amount.unit != "hour" or following is None or number not in found:
            continue
        minutes, gap = found.get(following), text[amount.end : following.start]
        is_bare = minutes is None and gap.strip() == "" and following.text.isdigit() and len(following.text) == 2
        if not (is_bare or (minutes and minutes.unit == "minute")) or not _THEN_MINUTES.fullmatch(gap):
            continue
        values = tuple(60 * hours + following.value for hours in amount.values)
        end = minutes.end if minutes else following.end
        found[number] = replace(amount, values=values, unit="minute", end=end, remainder=following)
        found.pop(following, None)


def _with_start(found: dict[Number, Amount], *, end: int, start: int) -> dict[Number, Amount]:
    """All numbers of one range are quoted with the whole range."""
    return {number: replace(amount, start=start) for number, amount in found.items() if amount.end == end}


def _with_unit(text: str, number: Number, *, language: str) -> Amount | None:
    if not number.is_counting:
        return _in_one_word(text, number) if language == "ar" else None
    if _PERCENT_BEFORE.search(_before(text, number)):
        return Amount(number, (*number.values, *number.doubtful), "%", (), number.start, number.end)
    is_part = number.value < 1 and not number.is_in_digits
    before = _AND_A_HALF.match(text, number.end)
    gap = (_GAP_AFTER_A_PART if is_part else _GAP).match(text, before.end() if before else number.end)
    unit = measures.names_in(language).match(text, gap.end()) if gap else None
    if unit is None or gap is None or _is_a_year(number, unit):
        return None
    per, end = _denominators(text, unit.end(), language=language)
    after = _AND_A_HALF.match(text, end)
    has_half = bool(before or after or gap.groupdict().get("half"))
    values = tuple(_signed(text, number, unit, value + HALF * has_half) for value in (*number.values, *number.doubtful))
    return Amount(number, values, measures.key_of(unit), per, number.start, after.end() if after else end)


def _in_one_word(text: str, number: Number) -> Amount | None:
    """Arabic “ساعتان” is two hours, and “ساعة” one."""
    unit = measures.names_in("ar").match(text, number.start)
    if unit is None or unit.end() != number.end or number.value != (2 if unit[0].endswith(("ان", "ين")) else 1):
        return None
    half = _AND_A_HALF.match(text, number.end)
    values = (number.value + HALF,) if half else number.values
    return Amount(number, values, measures.key_of(unit), (), number.start, half.end() if half else number.end)


def _before(text: str, number: Number) -> str:
    return text[max(0, number.start - 10) : number.start]


def _is_a_year(number: Number, unit: re.Match[str]) -> bool:
    """2018年 is no time of 2018 years."""
    return measures.key_of(unit) == "year" and number.value >= 1_000


def _denominators(text: str, end: int, *, language: str) -> tuple[tuple[str, ...], int]:
    found: list[str] = []
    while separator := _PER.match(text, end):
        unit = measures.names_in(language).match(text, separator.end())
        if unit is None:
            break
        found.append(measures.key_of(unit))
        end = unit.end()
    return tuple(found), end


def _signed(text: str, number: Number, unit: re.Match[str], value: Fraction) -> Fraction:
    """A dash is a minus before a temperature only; elsewhere it opens an item or joins a range."""
    is_negative = _MINUS.search(_before(text, number)) or _BELOW_ZERO.match(text, unit.end())
    return -value if is_negative and measures.key_of(unit) == "°C" else value
