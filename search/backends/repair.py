"""Makes the search server hold what the database holds: what is missing or differs is sent, what is gone is deleted."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from search.backends.opensearch import MOST_SENT, entries_of
from search.models import Entry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from search.backends.opensearch_index import Index

_PAGE = 1_000


@dataclass(frozen=True)
class Difference:
    """Between the database and the server, for a run of answers' keys. `looked_at` counts the database's entries.

    `moment` is in milliseconds, before either was read.
    """

    looked_at: int
    missing: list[int]
    gone: list[int]
    moment: int


def differences(index: Index, *, page: int = _PAGE) -> Iterator[Difference]:
    """In the order of keys; everything is missing from an index that is not there. Raises Unavailable."""
    exists = index.exists()
    if exists:
        index.refresh()
    after: int | None = 0
    while after is not None:
        moment = time.time_ns() // 1_000_000
        there = index.held(after=after, most=page) if exists else {}
        here = dict(Entry.objects.filter(pk__gt=after).order_by("pk").values_list("pk", "digest")[:page])
        # Beyond the end of a full page, the other side knows more.
        ends = [max(side) for side in (there, here) if len(side) == page]
        after = min(ends, default=None)
        yield _compared(_up_to(after, here), _up_to(after, there), moment)


def mend(index: Index, difference: Difference) -> None:
    """Raises Unavailable."""
    for start in range(0, len(difference.missing), MOST_SENT):
        entries = entries_of(difference.missing[start : start + MOST_SENT])
        index.send(entries, moment=difference.moment, is_filling=True)
    if difference.gone:
        index.delete(difference.gone, moment=difference.moment)


def _up_to(last: int | None, digests: dict[int, str]) -> dict[int, str]:
    return {key: digest for key, digest in digests.items() if last is None or key <= last}


def _compared(here: dict[int, str], there: dict[int, str], moment: int) -> Difference:
    missing = [key for key, digest in here.items() if there.get(key) != digest]
    return Difference(len(here), missing, [key for key in there if key not in here], moment)
