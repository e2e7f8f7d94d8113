"""Finds the texts of one list again in another: which stayed, which moved, which were rewritten, which are new."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


#: A text that is neither here nor there is the same one, moved and rewritten, when it is so much alike (percent).
ALIKE = 60


def align(before: Sequence[str], after: Sequence[str]) -> list[int | None]:
    """For each text of `after` the place of its like in `before`, each used once; None for a new one.

    Equal texts belong together, wherever they have moved; then what stands between the same neighbours, then what is
    alike.
    """
    if before == after:
        return list(range(len(after)))
    found: dict[int, int] = {}
    acts = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for act, start, _end, new_start, new_end in acts:
        if act == "equal":
            found |= {number: start + number - new_start for number in range(new_start, new_end)}
    left, new = _rest(before, after, found)
    for number in new:
        moved = next((place for place in left if before[place] == after[number]), None)
        if moved is not None:
            found[number] = moved
            left.remove(moved)
    for act, start, end, new_start, new_end in acts:
        if act == "replace":
            left, new = _rest(before, after, found)
            left = [place for place in left if start <= place < end]
            new = [number for number in new if new_start <= number < new_end]
            found |= zip(new, left, strict=True) if len(left) == len(new) else _alike(before, after, left, new)
    found |= _alike(before, after, *_rest(before, after, found), least=ALIKE)
    return [found.get(number) for number in range(len(after))]


def _rest(before: Sequence[str], after: Sequence[str], found: Mapping[int, int]) -> tuple[list[int], list[int]]:
    """The places of both that are not paired yet."""
    taken = set(found.values())
    left = [place for place in range(len(before)) if place not in taken]
    return left, [number for number in range(len(after)) if number not in found]


def _alike(
    before: Sequence[str], after: Sequence[str], left: Sequence[int], new: Sequence[int], *, least: int = 0
) -> dict[int, int]:
    """Each with what it is most like, the most alike first."""
    scores = {(number, place): fuzz.ratio(before[place], after[number]) for number in new for place in left}
    found: dict[int, int] = {}
    for number, place in sorted(scores, key=lambda pair: (-scores[pair], pair)):
        if scores[number, place] >= least and number not in found and place not in found.values():
            found[number] = place
    return found
