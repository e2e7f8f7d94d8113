"""Finds amounts that are not written as their locale writes them: "500mg", "0.5 mg" in a text that uses the comma."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cms.plain_language.hints import Code, Hint, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cms.plain_language.hints import Text

#: The sign between whole number and fraction. Mexico writes the point, Spain the comma.
_DECIMAL_SIGN = {"en": ".", "es": ",", "es-MX": ".", "fr": ",", "zh-Hans": "."}
_UNIT = r"(?:mg|mcg|µg|μg|g|kg|ml|mL|dl|dL|cm|mm|mmol|h|min|ms|kcal)"
_TOGETHER = re.compile(rf"(?<![\w.,])\d+(?:[.,]\d+)?{_UNIT}(?:/\w+)?(?![\w])")
# Three digits after the sign may be thousands.
_FRACTION = re.compile(rf"(?<![\w.,])\d+([.,])\d{{1,2}}(?=\s?(?:{_UNIT}\b|%))")


def check(text: Text) -> Iterator[Hint]:
    sign = _DECIMAL_SIGN.get(text.locale, "")
    for passage in text.passages:
        for line in passage.paragraphs:
            if text.language != "zh":
                yield from _without_space(line, passage.place)
            for match in _FRACTION.finditer(line):
                if sign and match[1] != sign:
                    better = match[0].replace(match[1], sign)
                    yield Hint(Kind.NUMBERS, Code.DECIMAL_SIGN, passage.place, match[0], {"better": better})


def _without_space(line: str, place: str) -> Iterator[Hint]:
    for match in _TOGETHER.finditer(line):
        number = re.match(r"[\d.,]+", match[0])
        better = f"{number[0]} {match[0][number.end() :]}" if number else match[0]
        yield Hint(Kind.NUMBERS, Code.UNIT_WITHOUT_SPACE, place, match[0], {"better": better})
