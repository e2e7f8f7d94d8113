"""Which unit of measure a name stands for, and whether two amounts are the same."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from cms.translation.quality.measure_names import MEASURES

if TYPE_CHECKING:
    from cms.translation.quality.measure_names import Measure

BY_KEY = {measure.key: measure for measure in MEASURES}

# What a reader takes for the same though the count differs: “two weeks” is “quinze jours”.
_SAID_FOR = {("week", Fraction(2)): ("day", Fraction(15))}


def is_time(key: str) -> bool:
    return BY_KEY[key].kind in {"time", "months"}


def is_imperial(key: str) -> bool:
    """Units that a translation may well leave out or convert."""
    return key in {"°F", "lb", "oz", "foot", "inch"}


def are_equal(value: Fraction, key: str, other: Fraction, other_key: str) -> bool:
    """Whether two amounts are the same though their units may differ: 0.5 h and 30 min, 1 g and 1,000 mg."""
    if _SAID_FOR.get((key, value)) == (other_key, other):
        return True
    one, two = BY_KEY[key], BY_KEY[other_key]
    return one.kind == two.kind and value * one.size == other * two.size


def are_of_a_kind(key: str, other: str) -> bool:
    """Whether one may have been taken for the other: hours and months, but not hours and milligrams."""
    return BY_KEY[key].kind == BY_KEY[other].kind or (is_time(key) and is_time(other))


@lru_cache
def names_in(language: str) -> re.Pattern[str]:
    """Matches the name of a unit; its last group is the key's, see `key_of`."""
    named = {measure.key: _names(measure, language) for measure in MEASURES}
    return re.compile(_alternation(named) + _END)


@lru_cache
def mentions_in(language: str) -> re.Pattern[str]:
    """Finds a unit wherever it stands, also as “diario” and in “للكيلوغرام”."""
    named = {
        measure.key: "|".join(filter(None, (_names(measure, language), measure.adjectives.get(language))))
        for measure in MEASURES
    }
    return re.compile(_BEFORE + _alternation(named) + _END)


def key_of(match: re.Match[str]) -> str:
    return _KEYS[int((match.lastgroup or "").removeprefix("unit"))]


_KEYS = tuple(BY_KEY)
_BEFORE = r"(?<![a-zñ'])(?:(?<![ء-ي])[وفبلك]{0,2}(?:ال|ل)?)?"
_END = r"(?![a-zñء-ي])"


def _names(measure: Measure, language: str) -> str:
    return "|".join(filter(None, (measure.names.get("all"), measure.names.get(language))))


def _alternation(named: dict[str, str]) -> str:
    return "(?:" + "|".join(f"(?P<unit{_KEYS.index(key)}>{names})" for key, names in named.items() if names) + ")"
