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
    from collections.abc import Iterator

    from cms.translation.quality.numerals import Number
    from cms.translation.quality.pair import Pair

CODE = "numbers"

_PHONE = re.compile(r"(?<![\d.])\+?\(?\d{1,4}\)?(?:[ .-]\(?\d{2,4}\)?){2,}(?!\d)")
_THOUSANDS = re.compile(r"\d{1,3}(?: \d{3})+")
_CLOCK = re.compile(r"(?<![\d:.])(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))? ?(?:[ap]\.?m\b|(?<=:\d\d)(?!\d))")
_CALL = re.compile(r"\b(?:call|dial|text|ring|phone|telephone|contact)\b")
_ALL_DAY = re.compile(r"\b24/7\b")


def check(pair: Pair) -> Iterator[Finding]:
    """Takes what dates and measurements left: codes and phone numbers have to be there as they are."""
    yield from _phones(pair)
    _settle_clocks(pair)
    doubtful = []
    for offers in (pair.target.digits, pair.target.words):
        for number in pair.source.free(pair.source.digits):
            offer = pair.settle(number, offers=offers)
            if offer is not None and not number.is_like(offer):
                doubtful.append(offer)
    for offer in doubtful:
        yield Finding(CODE, Severity.WARNING, doubt(pair.target.quote(offer)))
    added = _added(pair)
    lacking = [number for number in pair.source.free(pair.source.digits) if added or not _is_repeated(pair, number)]
    if lacking:
        yield from _on_loss(pair, lacking, added)
    elif added:
        yield _on_addition(pair, added)


def _is_repeated(pair: Pair, number: Number) -> bool:
    return any(number.is_like(offer) for offer in pair.target.numbers)
