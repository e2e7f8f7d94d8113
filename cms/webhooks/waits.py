"""How long is waited: between two attempts, for a server that is down, and until somebody is asked to look."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

_MINUTE, _HOUR = 60, 3_600

#: Seconds after the first failure, the second, and so on; three days in all.
WAITS_S = (
    5,
    30,
    2 * _MINUTE,
    5 * _MINUTE,
    15 * _MINUTE,
    30 * _MINUTE,
    1 * _HOUR,
    2 * _HOUR,
    4 * _HOUR,
    8 * _HOUR,
    12 * _HOUR,
    20 * _HOUR,
    24 * _HOUR,
)
TRIED_FOR = timedelta(days=3)

#: An endpoint that takes nothing for so long is disabled.
FAILS_FOR = timedelta(days=5)

#: What a server may ask for at most.
_LONGEST_RETRY_AFTER_S = _HOUR

#: A server that is down is asked again after a quarter of the time that it has been down, within these bounds.
_SHORTEST_HOLD_S, _LONGEST_HOLD_S = 1, 5 * _MINUTE


def next_try(*, tries: int, first_tried_at: datetime, now: datetime, retry_after_s: float) -> datetime | None:
    """After so many tries; None for never again. A tenth more or less, so that not all come back at once."""
    if tries > len(WAITS_S) or now - first_tried_at >= TRIED_FOR:
        return None
    wait_s = WAITS_S[tries - 1] * random.uniform(0.9, 1.1)  # noqa: S311 -- a schedule, no secret
    return now + timedelta(seconds=max(wait_s, bounded(retry_after_s)))


def bounded(retry_after_s: float) -> float:
    return min(retry_after_s, _LONGEST_RETRY_AFTER_S)


def hold(*, down_since: datetime, now: datetime, retry_after_s: float) -> datetime:
    """Until when nothing is sent to a server that is down."""
    wait_s = min(max((now - down_since).total_seconds() / 4, _SHORTEST_HOLD_S), _LONGEST_HOLD_S)
    return now + timedelta(seconds=max(wait_s, bounded(retry_after_s)))
