"""Checks that a date is the same date in the translation, whatever the order of its parts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from cms.translation.quality.findings import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cms.translation.quality.pair import Pair
    from cms.translation.quality.reading import Reading

CODE = "dates"

# Months from January on, as CLDR names them, with the Levantine and Maghrebi names; folded as `reading` does.
_MONTHS = {
    "en": "january/jan february/feb march/mar april/apr may june/jun july/jul august/aug september/sept/sep "
    "october/oct november/nov december/dec",
    "es": "enero/ene febrero/feb marzo/mar abril/abr mayo junio/jun julio/jul agosto/ago septiembre/setiembre/sept/sep "
    "octubre/oct noviembre/nov diciembre/dic",
    "fr": "janvier/janv fevrier/fevr mars avril/avr mai juin juillet/juil aout septembre/sept octobre/oct "
    "novembre/nov decembre/dec",
    "ar": "يناير/جانفي/كانون_الثاني فبراير/شباط/فيفري مارس/اذار ابريل/نيسان/افريل مايو/ايار/ماي يونيو/حزيران/جوان "
    "يوليو/تموز/جويلية اغسطس/اب/اوت سبتمبر/ايلول اكتوبر/تشرين_الاول نوفمبر/تشرين_الثاني ديسمبر/كانون_الاول",
}
_NUMBER_OF_MONTH = {
    language: {
        name.replace("_", " "): place for place, same in enumerate(names.split(), start=1) for name in same.split("/")
    }
    for language, names in _MONTHS.items()
}
_CHINESE = re.compile(r"(?:(?P<year>\d{4}) ?年 ?)?(?<!\d)(?P<month>\d{1,2}) ?月(?: ?(?P<day>\d{1,2}) ?[日号])?")
_NAMED = (
    r"(?:(?P<day>(?<!\d)\d{1,2})(?:st|[nr]d|th|er|\.?º)? ?(?:of |de |من )?(?:شهر )?)?"
    r"(?<![a-zء-ي])(?P<month>NAMES)(?![a-zء-ي])\.?(?: ?[/(] ?(?:NAMES)\)?)?"
    r"(?: (?P<day_after>\d{1,2})(?:st|[nr]d|th)?(?![\d.]\d|\d))?"
    r"(?:,? (?:of |de |del |del ano |del año |من )?(?:عام |سنة )?(?P<year>\d{4})(?!\d))?"
)
_IN_DIGITS = re.compile(
    r"(?<![\d./-])(?:(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})"
    r"|(?P<one>\d{1,2})[-/.](?P<two>\d{1,2})[-/.](?P<year_last>\d{4}))(?![\d/-])"
)


@dataclass(frozen=True)
class Date:
    """`readings` are pairs of day, None if there is none, and month: 3/5/2024 has two, for nobody knows the order."""

    start: int
    end: int
    readings: frozenset[tuple[int | None, int]]
    year: int | None
    is_in_digits: bool = False

    @property
    def days(self) -> set[int | None]:
        return {day for day, _month in self.readings}

    def is_said_by(self, other: Date) -> bool:
        """A translation may say more than its source, not less."""
        if self.year not in {None, other.year}:
            return False
        return any(
            month == other_month and day in {None, other_day}
            for day, month in self.readings
            for other_day, other_month in other.readings
        )

    def is_like(self, other: Date) -> bool:
        """The same but for one part."""
        return self.year == other.year or not self.days.isdisjoint(other.days)


def check(pair: Pair) -> Iterator[Finding]:
    """Takes the numbers of the dates that it settles. A day or a year that is lost altogether is left to `numbers`."""
    offers = find(pair.target.reading, language=pair.target.language)
    lacking = []
    for date in find(pair.source.reading, language=pair.source.language):
        same = next((offer for offer in offers if date.is_said_by(offer)), None)
        if same is None:
            lacking.append(date)
        else:
            _settle(pair, date, same)
    for date in lacking:
        yield from _on_loss(pair, date, offers)


def months(reading: Reading, *, language: str) -> set[int]:
    """The months that a text names: another language may write them in digits."""
    names = _NUMBER_OF_MONTH.get(language, {})
    return {names[match["month"]] for match in _named(language).finditer(reading.folded)} if names else set()


def find(reading: Reading, *, language: str) -> list[Date]:
    found = list(_in_digits(reading.folded))
    if language == "zh":
        return [*found, *(_date(match, int(match["month"])) for match in _CHINESE.finditer(reading.folded))]
    if language in _NUMBER_OF_MONTH:
        found += _in_words(reading, language)
    return found


def _in_words(reading: Reading, language: str) -> Iterator[Date]:
    for match in _named(language).finditer(reading.folded):
        is_verb = language == "en" and reading.plain[match.start("month")].islower()  # “5 may need surgery”
        if not is_verb and (match["day"] or match["day_after"] or match["year"]):
            yield _date(match, _NUMBER_OF_MONTH[language][match["month"]])


def _in_digits(text: str) -> Iterator[Date]:
    for match in _IN_DIGITS.finditer(text):
        if match["year"]:
            yield _date(match, int(match["month"]))
        else:
            one, two = int(match["one"]), int(match["two"])
            readings = {(day, month) for day, month in ((one, two), (two, one)) if month <= 12}
            yield Date(*match.span(), frozenset(readings), int(match["year_last"]), is_in_digits=True)


def _date(match: re.Match[str], month: int) -> Date:
    parts = match.groupdict()
    day = parts["day"] or parts.get("day_after")
    year = int(match["year"]) if match["year"] else None
    readings = frozenset({(int(day) if day else None, month)})
    return Date(*match.span(), readings, year, is_in_digits=match["month"].isdigit())


@lru_cache
def _named(language: str) -> re.Pattern[str]:
    names = sorted(_NUMBER_OF_MONTH.get(language, {}), key=len, reverse=True)
    return re.compile(_NAMED.replace("NAMES", "|".join(names)))


def _settle(pair: Pair, date: Date, other: Date) -> None:
    pair.source.take_within(date.start, date.end)
    pair.target.take_within(other.start, other.end)


def _on_loss(pair: Pair, date: Date, offers: list[Date]) -> Iterator[Finding]:
    if not _has_numbers(pair, date):  # reported as such, but nobody could understand that a month in digits is missing
        within = pair.source.within(date.start, date.end) if date.is_in_digits else []
        pair.source.take(*(number for number in within if number.value != date.year))
        return
    changed = next((offer for offer in offers if date.is_like(offer)), None)
    if changed is not None:
        _settle(pair, date, changed)
        message = _("The date “%(source)s” is “%(target)s” in the translation. Write the same date.")
        quotes = {"source": pair.source.quote(date), "target": pair.target.quote(changed)}
        yield Finding(CODE, Severity.WARNING, message % quotes)
    else:
        pair.source.take_within(date.start, date.end)
        message = _("The date “%(source)s” is not in the translation. Add it.")
        yield Finding(CODE, Severity.WARNING, message % {"source": pair.source.quote(date)})


def _has_numbers(pair: Pair, date: Date) -> bool:
    """Of a date in digits only the year is certain to be written as it is."""
    values = {value for number in pair.target.digits for value in number.values}
    days = set() if date.is_in_digits else date.days - {None}
    return days <= values and date.year in {None, *values}
