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
    lacking = [number for number in pair.source.free(pair.source.digits) if not _is_repeated(pair, number, added)]
    to_call = [number for number in lacking if _is_to_call(pair, number)]
    if to_call:
        yield _on_call(pair, to_call, added)
    lost = {number.text: number for number in lacking if number not in to_call}
    for number in lost.values():
        yield _on_loss(pair, number, added)
    if added and not lacking:
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
            yield _on_lost_phone(pair, match)


def _on_lost_phone(pair: Pair, lost: re.Match[str]) -> Finding:
    quotes = {"number": pair.source.reading.quote(*lost.span())}
    message = _("The phone number “%(number)s” is not in the translation. Write all of its digits.")
    other = next(
        (match for match in _PHONE.finditer(pair.target.reading.plain) if _is_free_within(pair.target, match)), None
    )
    if other is not None:
        pair.target.take_within(*other.span())
        quotes["other"] = pair.target.reading.quote(*other.span())
        message = _("The phone number “%(number)s” is “%(other)s” in the translation. Check its digits.")
    return Finding(CODE, Severity.WARNING if pair.is_overlay else Severity.ERROR, message % quotes)


def _is_free_within(side: Side, match: re.Match[str]) -> bool:
    """Not a date."""
    return all(side.is_free(number) for number in side.within(*match.span()))


def _settle_clocks(pair: Pair) -> None:
    """“7 pm” may be 19 h, and the minutes of a full hour may be left out."""
    for match in _CLOCK.finditer(pair.source.reading.folded):
        hour, minute = int(match["hour"]), int(match["minute"] or 0)
        free = pair.target.free(pair.target.digits)
        hours = [number for number in free if number.value in {hour, (hour + 12) % 24, hour % 12}]
        minutes = [number for number in free if number.value == minute]
        wholes = {f"{hour}.{match['minute']}", f"{hour + 12}.{match['minute']}"} if minute else set()
        whole = [number for number in free if number.text in wholes]
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


def _is_repeated(pair: Pair, number: Number, added: Sequence[Number]) -> bool:
    """Said twice in English and once in the translation; or once, and then changed: “grade 2 … grade 3”."""
    may_be_changed = bool(added) and not number.is_code
    return not may_be_changed and any(number.is_like(offer) for offer in pair.target.numbers)


def _added(pair: Pair) -> list[Number]:
    free = pair.target.free(pair.target.digits)
    said = _said(pair) if free else set()
    return [number for number in free if number.text != "00" and said.isdisjoint({*number.values, *number.doubtful})]


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


def _on_call(pair: Pair, numbers: Sequence[Number], added: Sequence[Number]) -> Finding:
    quotes = {"numbers": _quotes(pair.source, numbers), "added": _quotes(pair.target, added)}
    message = _("“%(numbers)s” is not in the translation. Check which number its readers have to call.")
    if added:
        message = _("“%(numbers)s” is “%(added)s” in the translation. Check which number its readers have to call.")
    return Finding(CODE, Severity.WARNING, message % quotes)


def _on_loss(pair: Pair, number: Number, added: Sequence[Number]) -> Finding:
    is_all_day = _is_all_day(pair, number)
    quotes = {"number": "24/7" if is_all_day else pair.source.quote(number), "added": _quotes(pair.target, added)}
    message = _("The number “%(number)s” is not in the translation. Add it, in digits or in words.")
    if number.is_code:
        message = _("“%(number)s” is not in the translation. Write its digits as they are.")
    elif added:
        message = _("The number “%(number)s” is not in the translation, which has “%(added)s”. Correct it.")
    # Of a language whose number words are not known: a small number may be a word, a large one have one (“million”).
    is_in_no_known_word = not pair.knows_number_words and not 20 < number.value < 1_000
    # Arabic says one by the noun alone.
    is_in_the_noun = number.value == 1 and pair.target.language == "ar"
    is_certain = not (is_all_day or is_in_no_known_word or is_in_the_noun)
    return Finding(CODE, Severity.ERROR if is_certain else Severity.WARNING, message % quotes)


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
