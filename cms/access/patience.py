"""Writes on a reader's behalf that hardly wait for anybody, and fail rather than hold the reader up."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import DatabaseError, InterfaceError, connection, transaction

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

_DEFAULT_TIMEOUT_S = 5


class Busy(Exception):
    """The database did not take the write in time, or not at all."""


@contextmanager
def short_write(*, wait_ms: int) -> Iterator[None]:
    """For one statement, which waits for a lock this long at most. Raises Busy.

    What is written counts at once, in a transaction of its own; inside a transaction of the caller's, which there
    should not be, it is a part of that. It is not flushed to disk on its own: a crash may take it back.
    """
    try:
        with _patience(wait_ms):
            yield
    except (DatabaseError, InterfaceError) as error:
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()
        raise Busy(str(error)) from error


def _patience(wait_ms: int) -> AbstractContextManager[Any]:
    if connection.in_atomic_block:
        return transaction.atomic()
    return _busy_timeout(wait_ms) if connection.vendor == "sqlite" else _lock_timeout(wait_ms)


@contextmanager
def _busy_timeout(wait_ms: int) -> Iterator[None]:
    """How long this connection waits for SQLite's one lock; what was set comes back afterwards."""
    usual_s = connection.settings_dict["OPTIONS"].get("timeout", _DEFAULT_TIMEOUT_S)
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout = {wait_ms}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {int(usual_s * 1000)}")


@contextmanager
def _lock_timeout(wait_ms: int) -> Iterator[None]:
    """How long one transaction waits for each lock of PostgreSQL, which reads 0 as no limit."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('lock_timeout', %s, true), set_config('synchronous_commit', 'off', true)",
            [str(max(1, wait_ms))],
        )
        yield
