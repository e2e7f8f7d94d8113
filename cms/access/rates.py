"""How much a reader may ask for in a minute, counted in memory and added up between processes.

Each process counts what it lets through, and reports it to a shared ledger in blocks; from the answer it knows the sum.
A block is a twentieth of the limit at most, and shrinks to an eighth of what is left, down to single requests. So:

- a reader is never refused before the limit is reached;
- P processes together let through at most `limit + P * (limit // 20 - 1)` in a window, none too many where the limit is
  below 40 or there is one process, and hardly any where a reader keeps all processes busy, since their blocks shrink;
- what goes on from memory costs about a microsecond; a reader who stays below a block costs the ledger nothing;
- a reader whose limit is known to be spent is refused from memory.

While the ledger is out of reach, each process lets through what its own count allows, and says so in the log.

Windows are fixed and last a minute, by clocks that agree to a second or so. Each subject has its own beginning, so that
not all readers come back at once.
"""

from __future__ import annotations

import logging
import time
from threading import Lock
from typing import NamedTuple
from zlib import crc32

from cms.access.ledgers import ledger
from cms.access.patience import Busy

logger = logging.getLogger(__name__)

WINDOW_S = 60
POLICY = '"default"'

#: After a failure the ledger is left alone for so long.
_REST_S = 1
_MOST_ACCOUNTS = 50_000


class Verdict(NamedTuple):
    """`remaining` is what is left of `limit`, as far as this process knows; `reset_s` when all of it is there again."""

    is_allowed: bool
    limit: int
    remaining: int
    reset_s: int

    def headers(self) -> dict[str, str]:
        """draft-ietf-httpapi-ratelimit-headers, as structured fields."""
        return {
            "RateLimit-Policy": f"{POLICY};q={self.limit};w={WINDOW_S}",
            "RateLimit": f"{POLICY};r={self.remaining};t={self.reset_s}",
        }


class _Account:
    """What this process knows of a subject's window: the sum at its last report, and what it let through since."""

    __slots__ = ("block", "ends_at", "known", "unreported")

    def __init__(self, *, ends_at: int, block: int) -> None:
        self.ends_at = ends_at
        self.block = block
        self.known = 0
        self.unreported = 0


_accounts: dict[str, _Account] = {}
_lock = Lock()
_rests_until = 0.0


def take(subject: str, limit_per_minute: int) -> Verdict:
    """Counts one request of a subject, up to 80 characters, against its limit, 1 or more. Never raises."""
    now = time.time()
    account = _accounts.get(subject)
    if account is None or not account.ends_at - WINDOW_S <= now < account.ends_at:
        account = _open(subject, now, limit_per_minute)
    reset_s = account.ends_at - int(now)
    with _lock:
        spent = account.known + account.unreported
        if spent >= limit_per_minute:
            return Verdict(is_allowed=False, limit=limit_per_minute, remaining=0, reset_s=reset_s)
        account.unreported += 1
        if account.unreported < account.block or now < _rests_until:
            left = limit_per_minute - spent - 1
            return Verdict(is_allowed=True, limit=limit_per_minute, remaining=left, reset_s=reset_s)
    spent = _report(subject, account, limit_per_minute, now)
    return Verdict(spent <= limit_per_minute, limit_per_minute, max(0, limit_per_minute - spent), reset_s)


def forget() -> None:
    """As a process that has just started."""
    global _rests_until
    with _lock:
        _accounts.clear()
        _rests_until = 0.0


def _open(subject: str, now: float, limit: int) -> _Account:
    # The same in each process, as Python's own hash is not.
    beginning = crc32(subject.encode()) % WINDOW_S
    ends_at = (int(now) - beginning) // WINDOW_S * WINDOW_S + beginning + WINDOW_S
    with _lock:
        if len(_accounts) >= _MOST_ACCOUNTS:
            _make_room(now)
        account = _accounts[subject] = _Account(ends_at=ends_at, block=_block(limit, remaining=limit))
    return account


def _make_room(now: float) -> None:
    running = {subject: account for subject, account in _accounts.items() if now < account.ends_at}
    _accounts.clear()
    # With more subjects than that in one minute, what is forgotten of each is less than a block.
    if len(running) < _MOST_ACCOUNTS // 2:
        _accounts.update(running)


def _block(limit: int, *, remaining: int) -> int:
    return max(1, min(limit // 20, remaining // 8))


def _report(subject: str, account: _Account, limit: int, now: float) -> int:
    """Tells the ledger what was let through; returns the sum of all processes, or what is known of it."""
    global _rests_until
    with _lock:
        count, account.unreported = account.unreported, 0
        account.known += count
    try:
        total = ledger().add(subject, ends_at=account.ends_at, count=count)
    except Busy as error:
        with _lock:
            account.known -= count
            account.unreported += count
            _rests_until = now + _REST_S
        logger.warning("Rates are counted by each process alone for a moment: %s", error)
        return account.known + account.unreported
    with _lock:
        account.known = max(account.known, total)
        account.block = _block(limit, remaining=limit - total)
    return total
