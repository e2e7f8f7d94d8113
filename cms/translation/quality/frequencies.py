"""Checks that what is to be done so often a day is not to be done so often a week in the translation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from cms.translation.quality import measures
from cms.translation.quality.findings import Finding, Severity
from cms.translation.quality.measurements import CODE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cms.translation.quality.pair import Pair

_FREQUENCY = re.compile(
    r"\b(?:once|twice|times|doses?|tablets?|capsules?|drops) "
    r"(?:(?:a|an|per|each|every) (?P<unit>hour|day|week|month|year)|(?P<adjective>daily|weekly|monthly))\b"
)
_UNITS = {"daily": "day", "weekly": "week", "monthly": "month"}


def check(pair: Pair) -> Iterator[Finding]:
    """Warns only: “twice a day” may be “every 12 hours”."""
    named = {
        measures.key_of(match)
        for match in measures.mentions_in(pair.target.language).finditer(pair.target.reading.folded)
    }
    for match in _FREQUENCY.finditer(pair.source.reading.folded):
        unit = match["unit"] or _UNITS[match["adjective"]]
        if unit not in named and pair.knows_number_words:
            message = _("“%(source)s” seems to be another frequency in the translation. Check how often it says.")
            yield Finding(CODE, Severity.WARNING, message % {"source": pair.source.reading.quote(*match.span())})
