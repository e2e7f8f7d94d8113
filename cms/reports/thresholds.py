"""From where on a text counts as hard to read: the one table, and what stands in where nobody has drawn a line."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Any

from django.db.models import Case, F, Q, When

if TYPE_CHECKING:
    from django.db.models import QuerySet


@dataclass(frozen=True)
class Line:
    """`figure` is `grade` or `score`; hard is what lies above the limit, or below it. Without a limit, hard is what is
    harder than nine in ten of the texts by the same formula.
    """

    figure: str
    is_hard_above: bool
    limit: float | None = None


#: By formula. English: above school grade 9 few patients follow (the NHS asks for 6). Spanish: INFLESZ calls less than
#: 55 hard (Barrio-Cantalejo 2008). French: Flesch calls less than 60 fairly hard. Nobody has said which values are good
#: for LIX in Arabic, nor for characters per clause in Chinese.
LINES = {
    "flesch_kincaid": Line("grade", is_hard_above=True, limit=9),
    "inflesz": Line("score", is_hard_above=False, limit=55),
    "kandel_moles": Line("score", is_hard_above=False, limit=60),
    "lix": Line("score", is_hard_above=True),
    "characters_per_clause": Line("score", is_hard_above=True),
}

#: A text's score, turned round where a high one is hard.
EASE = Case(
    When(
        formula__in=[name for name, line in LINES.items() if line.figure == "score" and line.is_hard_above],
        then=-F("score"),
    ),
    default=F("score"),
)

#: A tenth of fewer texts says nothing.
_FEWEST = 10


def limits(texts: QuerySet[Any]) -> dict[str, float]:
    """The limit of each formula that has one; one query for each formula that takes it from the texts themselves."""
    found = {}
    for formula, line in LINES.items():
        limit = line.limit if line.limit is not None else _of_the_hardest_tenth(texts, formula, line)
        if limit is not None:
            found[formula] = limit
    return found


def is_hard(limits: dict[str, float]) -> Q:
    """As a condition on `ScannedText`; nothing is hard without a limit."""
    condition = Q(pk__in=[])
    for formula, limit in limits.items():
        line = LINES[formula]
        condition |= Q(formula=formula, **{f"{line.figure}__{'gt' if line.is_hard_above else 'lt'}": limit})
    return condition


def _of_the_hardest_tenth(texts: QuerySet[Any], formula: str, line: Line) -> float | None:
    figures = sorted(
        texts.filter(formula=formula, **{f"{line.figure}__isnull": False}).values_list(line.figure, flat=True),
        reverse=not line.is_hard_above,
    )
    return figures[ceil(len(figures) * 0.9) - 1] if len(figures) >= _FEWEST else None
