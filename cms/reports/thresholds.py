"""Which texts are the hard ones of a report: those beyond the limit, or the hardest tenth where nobody has set one."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Any

from django.db.models import Case, F, Q, When

from cms.plain_language.readability import HARD, Formula

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


LINES: dict[str, Line] = {
    Formula.FLESCH_KINCAID: Line("grade", is_hard_above=True, limit=HARD[Formula.FLESCH_KINCAID]),
    Formula.INFLESZ: Line("score", is_hard_above=False, limit=HARD[Formula.INFLESZ]),
    Formula.KANDEL_MOLES: Line("score", is_hard_above=False, limit=HARD[Formula.KANDEL_MOLES]),
    Formula.LIX: Line("score", is_hard_above=True),
    Formula.CHARACTERS_PER_CLAUSE: Line("score", is_hard_above=True),
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
