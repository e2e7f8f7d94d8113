"""The numbers that a text writes in words, in the languages of the content: “three”, “tres”, “ثلاثة”, “三”."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from cms.translation.quality.numerals import Number
from cms.translation.quality.vocabulary import COUNTING, LONELY, OTHER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cms.translation.quality.reading import Reading

_GAP = re.compile(r"[ -](?:and |y |et |et-)?| ?و(?:ال)?")
_SCALES = {100, 1_000, 1_000_000}

_CHINESE = re.compile(r"[零〇一二两三四五六七八九十百千万亿]+|半")
_CHINESE_DIGITS = {digit: place for place, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_CHINESE_SCALES = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_CHINESE_PART = re.compile(r"([一二三四五六七八九十百]+)分之([一二两三四五六七八九十]+)")

# An Arabic noun says “two” by its ending, and a unit of measure says “one” by itself. Feminine duals are known by their
# form, masculine ones by the word.
_ARABIC_BEFORE = r"(?<![ء-ي])[وفبلك]?(?:ال)?"
_ARABIC_DUAL = re.compile(
    _ARABIC_BEFORE
    + r"(?P<word>(?:[ء-ي]{2,}ت|نوع|قرص|قسم|سبب|دواء|جزء|جانب|طرف|شكل|كوب|مرض|شخص|طبيب|فحص|يوم|اسبوع|شهر|عام)(?:ان|ين))"
    r"(?![ء-ي])"
)
_ARABIC_ONE = re.compile(
    _ARABIC_BEFORE + r"(?P<word>ثانية|دقيقة|ساعة|(?:يوم|اسبوع|شهر|عام|لتر|غرام|جرام)ا?|سنة)(?![ء-ي])"
)

_ROMAN = re.compile(r"(?<![A-Za-z])(?P<word>[IVX]+)(?:e|er|re|eme|ème)?(?![A-Za-z])")
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10}


def is_known(language: str) -> bool:
    """Whether we know the number words of a language: where not, “3” may well be there as a word."""
    return language in COUNTING or language == "zh"


def find(reading: Reading, *, language: str) -> list[Number]:
    """“Twenty-five” is one number; a Roman numeral is a word in every language."""
    found = [
        _word(match, (_roman_value(match["word"]),), is_counting=False) for match in _ROMAN.finditer(reading.plain)
    ]
    if language == "zh":
        return [*found, *_chinese(reading.folded)]
    if language in COUNTING:
        found += _words(reading.folded, language)
    if language == "ar":
        for pattern, value in ((_ARABIC_ONE, 1), (_ARABIC_DUAL, 2)):
            found += [_word(match, (Fraction(value),), is_counting=False) for match in pattern.finditer(reading.folded)]
    return found


def _words(text: str, language: str) -> Iterator[Number]:
    held: Number | None = None
    for match in _pattern(language).finditer(text):
        word = match["word"]
        if word not in COUNTING[language]:
            is_lonely = word in LONELY[language]
            values = (LONELY if is_lonely else OTHER)[language][word]
            yield _word(match, values, is_counting=is_lonely)
            continue
        number = _word(match, COUNTING[language][word])
        joined = _joined(held, number, text=text, language=language) if held else None
        if held and not joined:
            yield held
        held = joined or number
    if held:
        yield held


def _word(match: re.Match[str], values: tuple[Fraction, ...], *, is_counting: bool = True) -> Number:
    start, end = match.span("word") if "word" in match.re.groupindex else match.span()
    return Number(start, end, match.string[start:end], values, is_in_digits=False, is_counting=is_counting)


@lru_cache
def _pattern(language: str) -> re.Pattern[str]:
    words = sorted({*COUNTING[language], *LONELY[language], *OTHER[language]}, key=len, reverse=True)
    either = "|".join(map(re.escape, words))
    if language == "ar":
        return re.compile(rf"(?<![ء-ي])و?[فبلك]?(?:ال|ل)?(?P<word>{either})ا?(?![ء-ي])")
    return re.compile(rf"(?<![a-zñ'])(?P<word>{either})(?![a-zñ])")


def _joined(left: Number, right: Number, *, text: str, language: str) -> Number | None:
    gap = text[left.end : right.start]
    value = _sum(left.value, right.value, language=language) if _GAP.fullmatch(gap) else None
    if value is None:
        return None
    return Number(left.start, right.end, text[left.start : right.end], (value,), is_in_digits=False)


def _sum(left: Fraction, right: Fraction, *, language: str) -> Fraction | None:
    """“Two hundred”, “vingt-cinq”, “soixante-dix”, “خمسة وعشرون”; nothing for “two, three”."""
    if right in _SCALES and left < right:
        return left * right
    if 0 < right < left and left % 10 ** len(str(right)) == 0:
        return left + right
    if language == "fr" and left in {60, 80} and 10 <= right < 20:
        return left + right
    if language == "ar" and 0 < left < 10 and right in range(10, 100, 10):
        return left + right
    return None


def _chinese(text: str) -> Iterator[Number]:
    for match in _CHINESE_PART.finditer(text):
        below, above = (_chinese_values(match[group])[0] for group in (1, 2))
        if below:
            yield _word(match, (above / below,))
    for match in _CHINESE.finditer(text):
        yield _word(match, (Fraction(1, 2),) if match[0] == "半" else _chinese_values(match[0]))


def _chinese_values(numerals: str) -> tuple[Fraction, ...]:
    """三十五 is 35, 二〇一八 is 2018; 两三 is “two or three”."""
    if any(character in _CHINESE_SCALES for character in numerals):
        return (Fraction(_chinese_sum(numerals)),)
    digits = [_CHINESE_DIGITS[character] for character in numerals]
    return (Fraction("".join(map(str, digits))), *(Fraction(digit) for digit in digits if len(digits) == 2))


def _chinese_sum(numerals: str) -> int:
    total = part = digit = 0
    for character in numerals:
        if character in _CHINESE_DIGITS:
            digit = _CHINESE_DIGITS[character]
        elif _CHINESE_SCALES[character] >= 10_000:
            total += max(part + digit, 1) * _CHINESE_SCALES[character]
            part = digit = 0
        else:
            part += max(digit, 1) * _CHINESE_SCALES[character]
            digit = 0
    return total + part + digit


def _roman_value(numeral: str) -> Fraction:
    digits = [_ROMAN_DIGITS[letter] for letter in numeral]
    return Fraction(sum(-one if one < two else one for one, two in zip(digits, [*digits[1:], 0], strict=True)))
