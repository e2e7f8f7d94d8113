"""The numbers that a text writes in digits, by value: decimal and thousands marks, fractions, millions, codes."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from cms.translation.quality.reading import language_of
from cms.translation.quality.vocabulary import SCALES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cms.translation.quality.reading import Reading

# Decimal marks as CLDR has them. They matter for “1.000” and “1,000” only: a thousand, or one to three decimals.
_DECIMAL_MARK = {"en": ".", "es": ",", "es-MX": ".", "fr": ",", "zh-Hans": "."}
# Generic Spanish is read where the comma is a decimal mark, and where it parts thousands. So is all that is not listed.
_BOTH_ARE_READ = {"es"}

_SCALE = {
    language: re.compile(
        rf" ?({'|'.join(sorted(words, key=len, reverse=True))})(?![a-zñء-ي克卡米])",
    )
    for language, words in SCALES.items()
}

# A code begins with a capital: G90.5, COVID-19, HbA1c; “5mg” and “day-1” are none. The exponent of “m²” is no number.
_NUMBER = re.compile(
    r"""
    (?<![A-Za-z\d])[A-Za-z]*[A-Z][A-Za-z]*-?(?P<code>\d+(?:\.\d+)*)
    | (?:(?P<whole>\d+)\ ?)?(?P<vulgar>[¼-¾⅐-⅞])
    | (?<![\d/.,])(?:(?P<before>\d+)\ )?(?P<numerator>[123])/(?P<denominator>[2348])(?![\d/])
    | (?<!\d)(?<!\d[\ .,-])(?P<spaced>\d{1,3}(?:\ \d{3})+(?:[.,٫]\d+)?)(?!\ ?\d)
    | (?<![mم]\^)(?<![\ /cm]m)(?P<digits>0،\d+|\d+(?:[.,٫٬]\d+)*)
    """,
    re.VERBOSE,
)
_MARK = re.compile(r"[.,٫٬،]")
_LONGEST = 80
_ADDRESS = re.compile(r"(?:https?://|www\.)[!-~]+|[!-~]{1,64}@[!-~]+")


@dataclass(frozen=True)
class Number:
    """A number and its place. Each of `values` is right; a reader of another country may take it for one of `doubtful`.

    Only a counting number can have a unit: “two weeks”, not “second week”.
    """

    start: int
    end: int
    text: str
    values: tuple[Fraction, ...]
    doubtful: tuple[Fraction, ...] = ()
    is_in_digits: bool = True
    is_code: bool = False
    is_counting: bool = True

    @property
    def value(self) -> Fraction:
        return self.values[0]

    def is_like(self, other: Number) -> bool:
        """Codes are compared as they are written, all else by value."""
        if self.is_code:
            return other.is_in_digits and self.text == other.text
        return any(value in other.values for value in self.values)

    def may_be_like(self, other: Number) -> bool:
        return not self.is_code and any(value in other.doubtful for value in self.values)


def find(reading: Reading, *, locale: str) -> list[Number]:
    """In the order of the text; the digits of an address, or of what is too long for a number, are no numbers."""
    addresses = [match.span() for match in _ADDRESS.finditer(reading.plain)]
    return [
        number
        for match in _NUMBER.finditer(reading.plain)
        if len(match[0]) <= _LONGEST and not any(start <= match.start() < end for start, end in addresses)
        for number in _numbers(match, reading=reading, locale=locale)
    ]


def _numbers(match: re.Match[str], *, reading: Reading, locale: str) -> Iterator[Number]:
    if match["code"]:
        yield Number(*match.span(), match["code"], (_fraction(match["code"]),), is_code=True)
    elif match["vulgar"]:
        part = Fraction(unicodedata.numeric(match["vulgar"])).limit_denominator(10)
        yield Number(*match.span(), match[0], (int(match["whole"] or 0) + part,))
    elif match["numerator"] and int(match["numerator"]) < int(match["denominator"]):
        part = Fraction(int(match["numerator"]), int(match["denominator"]))
        yield Number(*match.span(), match[0], (int(match["before"] or 0) + part,))
    else:
        yield from _decimal_numbers(match, reading=reading, locale=locale)


def _decimal_numbers(match: re.Match[str], *, reading: Reading, locale: str) -> Iterator[Number]:
    values = _values(match[0].replace(" ", ""), locale) if "/" not in match[0] else ()
    if not values:  # a list without spaces, a version: each by itself
        for digits in re.finditer(r"\d+", match[0]):
            start = match.start() + digits.start()
            yield Number(start, start + len(digits[0]), digits[0], (Fraction(digits[0]),))
        return
    factor, end = _scale(reading, match.end(), language=language_of(locale))
    doubtful = tuple(value * factor for value in values[1:])
    yield Number(match.start(), end, match[0], (values[0] * factor,), doubtful)


def _scale(reading: Reading, end: int, *, language: str) -> tuple[int, int]:
    """“1.5 million”: the factor and where its word ends."""
    pattern = _SCALE.get(language)
    match = pattern.match(reading.folded, end) if pattern else None
    return (SCALES[language][match[1]], match.end()) if match else (1, end)


def _values(text: str, locale: str) -> tuple[Fraction, ...]:
    """How the language reads the digits, then how some of its readers may; empty if they are not one number."""
    marks, groups = _MARK.findall(text), _MARK.split(text)
    are_thousands = len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])
    as_decimal = Fraction("".join(groups[:-1]) + "." + groups[-1]) if marks else Fraction(text)
    as_whole = Fraction("".join(groups))
    if not marks or marks[-1] in "٫،" or (len(set(marks)) > 1 and marks.count(marks[-1]) == 1):
        return (as_decimal,)
    if len(marks) > 1 or marks[0] == "٬":
        return (as_whole,) if are_thousands else ()
    if not are_thousands or groups[0] == "0":
        return (as_decimal,)
    mark = _DECIMAL_MARK.get(locale, ".")
    readings = (as_decimal, as_whole) if marks[0] == mark else (as_whole, as_decimal)
    return readings if locale in _BOTH_ARE_READ or locale not in _DECIMAL_MARK else readings[:1]


def _fraction(text: str) -> Fraction:
    whole, _, rest = text.partition(".")
    return Fraction(f"{whole}.{rest.replace('.', '')}" if rest else whole)
