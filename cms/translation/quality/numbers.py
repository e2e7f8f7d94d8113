"""Checks that every number is in the translation, in digits or in words, and that none was added."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from cms.translation.quality import amounts, dates
from cms.translation.quality.findings import Finding, Severity
from cms.translation.quality.measurements import doubt

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cms.translation.quality.numerals import Number
    from cms.translation.quality.pair import Pair, Side

CODE = "numbers"

_PHONE = re.compile(r"(?<![\d.])\+?\(?\d{1,4}\)?(?:[ .-]\(?\d{2,4}\)?){2,}(?!\d)")
_THOUSANDS = re.compile(r"\d{1,3}(?:[ .]\d{3})+")
_BETWEEN_DIGITS = r"[ ().-]{0,3}"
_CLOCK = re.compile(r"(?<![\d:.])(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))? ?(?:[ap]\.?m\b|(?<=:\d\d)(?!\d))")
_CALL = re.compile(r"\b(?:call|dial|text|ring|phone|telephone|contact)\b")


def check(pair: Pair) -> Iterator[Finding]:
    """Takes what dates and measurements left. Codes have to be there as they are, phone numbers digit by digit."""
    yield from _phones(pair)
    _settle_clocks(pair)
    for doubtful in _settle(pair):
        yield Finding(CODE, Severity.WARNING, doubt(pair.target.quote(doubtful)))
    added = _added(pair)
    lacking = [number for number in pair.source.free(pair.source.digits) if added or not _is_there(number, pair.target)]
    to_call = [number for number in lacking if _is_to_call(pair, number)]
    if to_call:
        yield _on_call(pair, to_call)
    lost = {number.text: number for number in lacking if number not in to_call}
    for number in lost.values():
        yield _on_loss(pair, number, added)
    if added and not lost:
        message = _("The translation has “%(numbers)s”, which the English text has not. Take it out or correct it.")
        yield Finding(CODE, Severity.WARNING, message % {"numbers": _quotes(pair.target, added)})


def _phones(pair: Pair) -> Iterator[Finding]:
    for match in _PHONE.finditer(pair.source.reading.plain):
        digits = re.sub(r"\D", "", match[0])
        if len(digits) < 7 or _THOUSANDS.fullmatch(match[0]) or not _is_free_within(pair.source, match):
            continue
        pair.source.take_within(*match.span())
        same = re.search(rf"(?<!\d){_BETWEEN_DIGITS.join(digits)}(?!\d)", pair.target.reading.plain)
        if same is not None:
            pair.target.take_within(*same.span())
        else:
            message = _("The phone number “%(number)s” is not in the translation. Write all of its digits.")
            severity = Severity.WARNING if pair.is_overlay else Severity.ERROR
            yield Finding(CODE, severity, message % {"number": pair.source.reading.quote(*match.span())})


def _is_free_within(side: Side, match: re.Match[str]) -> bool:
    """Not a date."""
    within = [number for number in side.digits if match.start() <= number.start and number.end <= match.end()]
    return side.free(within) == within


def _settle_clocks(pair: Pair) -> None:
    """“7 pm” may be 19 h, and the minutes of a full hour may be left out."""
    for match in _CLOCK.finditer(pair.source.reading.folded):
        hour, minute = int(match["hour"]), int(match["minute"] or 0)
        free = pair.target.free(pair.target.digits)
        hours = [number for number in free if number.value in {hour, (hour + 12) % 24, hour % 12}]
        minutes = [number for number in free if number.value == minute]
        whole = [number for number in free if minute and number.text in {f"{hour}.{minute}", f"{hour + 12}.{minute}"}]
        if whole or (hours and (minutes or not minute)):
            pair.source.take_within(*match.span())
            pair.target.take(*(whole[:1] or [*hours[:1], *minutes[: 1 if minute else 0]]))


def _settle(pair: Pair) -> Iterator[Number]:
    """Digits first, then words; yields those of the translation that may be read as another number."""
    for offers in (pair.target.digits, pair.target.words):
        for number in pair.source.free(pair.source.digits):
            offer = pair.settle(number, offers=offers)
            if offer is not None and not number.is_like(offer):
                yield offer


def _is_there(number: Number, side: Side) -> bool:
    """Said twice in English and once in the translation."""
    return any(number.is_like(offer) for offer in side.numbers)


def _added(pair: Pair) -> list[Number]:
    said = _said(pair)
    return [
        number
        for number in pair.target.free(pair.target.digits)
        if number.text != "00" and said.isdisjoint({*number.values, *number.doubtful})
    ]


def _said(pair: Pair) -> set[Fraction]:
    """Every value that the source may be said to give, with the amounts that are the same in another unit."""
    source = amounts.find(pair.source.reading, pair.source.numbers, language=pair.source.language)
    target = amounts.find(pair.target.reading, pair.target.digits, language=pair.target.language)
    converted = {
        value
        for amount in target
        if any(own.equals_in_another_unit(amount) for own in source)
        for value in amount.number.values
    }
    values = {value for number in pair.source.numbers for value in number.values}
    values |= {value for amount in source for value in amount.values}
    values |= {Fraction(month) for month in dates.months(pair.source.reading, language=pair.source.language)}
    return values | converted | {100 * value for value in values if value < 1}


def _on_call(pair: Pair, numbers: Sequence[Number]) -> Finding:
    message = _("“%(numbers)s” is not in the translation. Check which number its readers have to call.")
    return Finding(CODE, Severity.WARNING, message % {"numbers": _quotes(pair.source, numbers)})


def _on_loss(pair: Pair, number: Number, added: Sequence[Number]) -> Finding:
    quote = pair.source.quote(number)
    is_certain = (pair.knows_number_words or number.value > 20) and not _is_all_day(pair, number)
    severity = Severity.ERROR if is_certain else Severity.WARNING
    if added:
        message = _("The number “%(number)s” is not in the translation, which has “%(added)s”. Correct it.")
        return Finding(CODE, severity, message % {"number": quote, "added": _quotes(pair.target, added)})
    message = _("The number “%(number)s” is not in the translation. Add it, in digits or in words.")
    return Finding(CODE, severity, message % {"number": quote})


def _is_to_call(pair: Pair, number: Number) -> bool:
    """Emergency numbers have three digits and differ by country: 911, 112."""
    return (
        len(number.text) == 3
        and number.text.isdigit()
        and bool(_CALL.search(pair.source.reading.folded, 0, number.start))
    )


def _is_all_day(pair: Pair, number: Number) -> bool:
    """“24/7” is an idiom."""
    return "24/7" in pair.source.reading.plain[max(0, number.start - 3) : number.end + 2]


def _quotes(side: Side, numbers: Sequence[Number]) -> str:
    return ", ".join(dict.fromkeys(side.quote(number) for number in numbers))
