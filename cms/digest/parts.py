"""What a digest is put together from. Apps register their part from above, in the order in which they are installed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

    PartOf: TypeAlias = "Callable[[Any], Part | None]"


@dataclass(frozen=True)
class Line:
    """One thing that waits, in a sentence, and where it is done: a path of the admin, or nothing."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Part:
    """What one app has to tell a person. `url` is where all of it stands, a path of the admin."""

    heading: str
    lines: tuple[Line, ...]
    url: str


_parts: list[PartOf] = []


def register(part: PartOf) -> None:
    """The function gets a person, and says in the language that is active what waits for them; None for nothing.
    Once is enough for each.
    """
    if part not in _parts:
        _parts.append(part)


def of(person: Any) -> list[Part]:
    found = [part(person) for part in _parts]
    return [part for part in found if part is not None and part.lines]
