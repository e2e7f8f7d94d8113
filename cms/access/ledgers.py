"""Where processes add up what each of them let through: the database, or a cache that all of them share."""

from __future__ import annotations

import time
from functools import cache
from typing import TYPE_CHECKING, Protocol

from django.conf import settings
from django.core.cache import caches
from django.db import connection

from cms.access.models import Spending
from cms.access.patience import Busy, short_write

if TYPE_CHECKING:
    from django.core.cache import BaseCache

#: How long a reader's report may wait for the one who writes.
WAIT_MS = 50

#: A cache may keep a sum so long after its window, for clocks that differ.
_GRACE_S = 60

_ADD = """
    INSERT INTO access_spending (subject, ends_at, spent) VALUES (%s, %s, %s)
    ON CONFLICT (subject, ends_at) DO UPDATE SET spent = access_spending.spent + excluded.spent
    RETURNING spent
"""


class Ledger(Protocol):
    def add(self, subject: str, *, ends_at: int, count: int) -> int:
        """Adds to what the subject spent in the window that ends then; returns the sum. Raises Busy."""
        ...


class DatabaseLedger:
    """One row for each subject and window; `sweep` removes those that are over."""

    def add(self, subject: str, *, ends_at: int, count: int) -> int:
        with short_write(wait_ms=WAIT_MS), connection.cursor() as cursor:
            cursor.execute(_ADD, [subject, ends_at, count])
            # All rows are fetched: SQLite holds its lock until a statement has been read to its end.
            [(spent,)] = cursor.fetchall()
        return int(spent)


class CacheLedger:
    """For a cache with an atomic `incr` that all processes share: Redis, Valkey, Memcached."""

    def __init__(self, store: BaseCache) -> None:
        self._store = store

    def add(self, subject: str, *, ends_at: int, count: int) -> int:
        key = f"rate:{ends_at}:{subject}"
        try:
            self._store.add(key, 0, timeout=max(1, ends_at - int(time.time())) + _GRACE_S)
            return int(self._store.incr(key, count))
        except Exception as error:  # each client has errors of its own, and none may reach a reader
            raise Busy(str(error)) from error


def ledger() -> Ledger:
    """The one that the installation is set to: API_RATES_CACHE names a cache, "" is the database."""
    return _ledger(settings.API_RATES_CACHE)


@cache
def _ledger(alias: str) -> Ledger:
    return CacheLedger(caches[alias]) if alias else DatabaseLedger()


def sweep() -> int:
    """Removes the sums of windows that are over; returns how many. Writes nothing where there are none."""
    over = Spending.objects.filter(ends_at__lt=int(time.time()) - _GRACE_S)
    return over.delete()[0] if over.exists() else 0
