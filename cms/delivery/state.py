"""The state version as a process knows it: whether anything at all was published since an answer was made."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Any

from django.db import DatabaseError, InterfaceError, connection, transaction

from cms.publishing import store

if TYPE_CHECKING:
    from collections.abc import Callable

#: How long a process relies on what it has read. The contract allows a second until a publish is seen everywhere.
RELIED_ON_S = 0.25


class StateVersion:
    """Costs one small query in each quarter of a second, and nothing in between."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._version: int | None = None
        self._until = 0.0

    def current(self) -> int | None:
        """None where it can't be told: before anything is published, and while the database does not answer."""
        now = self._clock()
        if now >= self._until:
            # Stamped before it is read, so that slow reading never makes it last longer.
            self._version, self._until = _read(), now + RELIED_ON_S
        return self._version

    def forget(self) -> None:
        """What this process has published is seen in its very next answer."""
        self._until = 0.0


#: This process's own.
known = StateVersion()


def forget_after_commit(sender: Any, **signal: Any) -> None:
    """Receives Django's `post_save` of the counter."""
    transaction.on_commit(known.forget)


def _read() -> int | None:
    try:
        return store.state_version()
    except (DatabaseError, InterfaceError):
        connection.close()  # the next one is new; what is to be told of it, the answer tells that is asked for now
        return None
