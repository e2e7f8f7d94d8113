"""What is asked of an index: terms that an entry holds all or any of. Every back end writes it in its own language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

#: No other character is ever part of a term, so none can mean something to a database.
TERM_FORM = re.compile(r"[\w.=]{1,80}")


@dataclass(frozen=True)
class All:
    """Each of the parts; there is at least one."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True)
class AnyOf:
    """At least one of the parts; there is at least one."""

    parts: tuple[Expression, ...]


#: A text is a term.
Expression: TypeAlias = "str | All | AnyOf"


def written(expression: Expression, *, quote: str, all_of: str, any_of: str) -> str:
    """The expression with its terms in quotes and these words between them.

    Raises ValueError for a term that is none.
    """
    if isinstance(expression, str):
        if not TERM_FORM.fullmatch(expression):
            raise ValueError(f"{expression!r} is not a term")
        return f"{quote}{expression}{quote}"
    word = all_of if isinstance(expression, All) else any_of
    parts = (written(part, quote=quote, all_of=all_of, any_of=any_of) for part in expression.parts)
    return f"({word.join(parts)})"


def enough(parts: Sequence[tuple[Expression, float]], *, least: float) -> Expression:
    """What holds parts that weigh at least this much together: every smallest choice of parts that does."""
    choices: list[frozenset[int]] = []
    for size in range(1, len(parts) + 1):
        for chosen in combinations(range(len(parts)), size):
            if sum(parts[place][1] for place in chosen) < least:
                continue
            if not any(smaller <= frozenset(chosen) for smaller in choices):
                choices.append(frozenset(chosen))
    alternatives = tuple(_joined(All, tuple(parts[place][0] for place in sorted(choice))) for choice in choices)
    return _joined(AnyOf, alternatives)


def any_of(parts: Sequence[Expression]) -> Expression:
    """Raises ValueError without parts."""
    return _joined(AnyOf, tuple(parts))


def all_of(parts: Sequence[Expression]) -> Expression:
    """Raises ValueError without parts."""
    return _joined(All, tuple(parts))


def _joined(kind: type[All] | type[AnyOf], parts: tuple[Expression, ...]) -> Expression:
    if not parts:
        raise ValueError("nothing to look for")
    return parts[0] if len(parts) == 1 else kind(parts)
