"""What may be wrong with a translation: changed doses and numbers, lost tags, words not to use, and the like.

`check` compares a text with its source by rule, without a database. It finds the faults that are dangerous or easily
overlooked; whether a text reads well is for people. Errors block approval, so a rule that can't be sure only warns.
"""

from __future__ import annotations

from cms.translation.markup import TAG
from cms.translation.quality import dates, form, frequencies, marks, measurements, numbers, wording
from cms.translation.quality.findings import Avoided, ExpectedTerm, Finding, Rules, Severity
from cms.translation.quality.pair import Pair

__all__ = ["Avoided", "ExpectedTerm", "Finding", "Rules", "Severity", "check"]


def check(source: str, target: str, *, locale: str, rules: Rules) -> list[Finding]:
    """Compares a marked text in `locale` with its English source; errors come first. An empty target has no findings.

    The messages are in the language that is active.
    """
    if not TAG.sub("", target).strip():
        return []
    pair = Pair(source, target, locale=locale)
    found = [
        *marks.check(source, target, is_overlay=pair.is_overlay),
        *dates.check(pair),
        *measurements.check(pair),
        *frequencies.check(pair),
        *numbers.check(pair),
        *wording.check(source, target, locale=locale, rules=rules),
        *form.check(source, target, locale=locale, limit=rules.limit),
    ]
    return sorted(dict.fromkeys(found), key=lambda finding: finding.severity is not Severity.ERROR)
