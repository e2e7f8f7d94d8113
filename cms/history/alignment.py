"""Which entry of a list became which: by its key, else by what it says; and which of them changed places."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Generic, TypeVar

from rapidfuzz import fuzz

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

T = TypeVar("T")

#: With less in common (per cent), one text did not become the other: it was taken out, and another put in.
_ALIKE = 40


@dataclass(frozen=True)
class Pair(Generic[T]):
    """`old` None: added. `new` None: removed. `has_moved`: it stands before or after others than it did."""

    old: T | None
    new: T | None
    has_moved: bool = False


def align(old: Sequence[T], new: Sequence[T], *, key: Callable[[T], str], said: Callable[[T], str]) -> list[Pair[T]]:
    """Every entry of both, in the order of the new list; what was removed stands after what it stood after.

    Entries with an empty `key` are matched by what they say. Only entries with a key move.
    """
    by_new = _by_key(old, new, key)
    by_new |= _by_words(
        [place for place, item in enumerate(old) if not key(item)],
        [place for place, item in enumerate(new) if not key(item)],
        lambda place: said(old[place]),
        lambda place: said(new[place]),
    )
    moved = _moved([by_new[place] for place in sorted(by_new)])
    removed = _removed_after(len(old), by_new, moved)
    found = [Pair(old[place], None) for place in removed.get(-1, [])]
    for place, item in enumerate(new):
        before = by_new.get(place)
        found.append(Pair(None if before is None else old[before], item, has_moved=before in moved))
        found.extend(Pair(old[gone], None) for gone in removed.get(place, []))
    return found


def _by_key(old: Sequence[T], new: Sequence[T], key: Callable[[T], str]) -> dict[int, int]:
    places = {key(item): place for place, item in enumerate(old) if key(item)}
    return {place: places[key(item)] for place, item in enumerate(new) if key(item) in places}


def _by_words(
    old: Sequence[int], new: Sequence[int], said_before: Callable[[int], str], said_now: Callable[[int], str]
) -> dict[int, int]:
    before, now = [said_before(place) for place in old], [said_now(place) for place in new]
    found: dict[int, int] = {}
    for act, start, end, new_start, new_end in SequenceMatcher(None, before, now, autojunk=False).get_opcodes():
        if act == "equal":
            found |= dict(zip(new[new_start:new_end], old[start:end], strict=True))
        elif act == "replace":
            alike = _alike(before[start:end], now[new_start:new_end])
            found |= {new[new_start + to]: old[start + of] for of, to in alike}
    return found


def _alike(before: Sequence[str], now: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Those that are nearest to each other, in order, each once."""
    first = 0
    for place, text in enumerate(now):
        likeness = [(fuzz.ratio(other, text), -of) for of, other in enumerate(before[first:], first)]
        best, nearest = max(likeness, default=(0, 0))
        if best >= _ALIKE:
            yield -nearest, place
            first = -nearest + 1


def _moved(old_places: Sequence[int]) -> set[int]:
    """All but those of the longest run that kept its order."""
    ends: list[int] = []
    lengths = []
    for place in old_places:
        at = bisect_left(ends, place)
        ends[at : at + 1] = [place]
        lengths.append(at + 1)
    kept: set[int] = set()
    wanted = len(ends)
    for place, length in zip(reversed(old_places), reversed(lengths), strict=True):
        if length == wanted:
            kept.add(place)
            wanted -= 1
    return set(old_places) - kept


def _removed_after(count: int, by_new: dict[int, int], moved: set[int]) -> dict[int, list[int]]:
    """The old places that nothing came of, by the new place that they stand after; -1 for the start."""
    new_of = {old: new for new, old in by_new.items()}
    found: dict[int, list[int]] = {}
    anchor = -1
    for place in range(count):
        if place in new_of:
            anchor = anchor if place in moved else new_of[place]
        else:
            found.setdefault(anchor, []).append(place)
    return found
