"""Follows the log and sends what is due, until it is told to stop.

One thread alone speaks with the database; what is sent is sent by threads that know nothing of it, one for each message
on its way. An endpoint has only so many of them, one that is not known to be well a single one, and some are kept for
those that are: servers that hang take nothing from the others. Several workers may run: what one has claimed, no other
sends until the lease is over.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections import Counter as Numbers
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import DatabaseError, InterfaceError, connection
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from cms.publishing import store
from cms.publishing.models import Counter
from cms.webhooks import deliveries, fanout, purging, sending
from cms.webhooks.models import Delivery, DeliveryState, Endpoint, Failure
from cms.webhooks.purging import Purge
from cms.webhooks.sending import Sent, Shipment

if TYPE_CHECKING:
    from collections.abc import Callable

logger = logging.getLogger(__name__)

THREADS = 32
PER_ENDPOINT = 8
POLL_S = 0.5
_SWEEP_S = 3_600
#: The supervisor gives ten seconds to end.
_GRACE_S = 8
_AFTER_ERROR_S = 2


@dataclass
class Worker:
    """`run_until` for a service, `run_once` for what is due now and nothing else."""

    _results: queue.SimpleQueue[tuple[Any, Any]] = field(default_factory=queue.SimpleQueue)
    _on_their_way: dict[Any, Shipment | Purge] = field(default_factory=dict)
    _unrecorded: list[tuple[Any, Any]] = field(default_factory=list)
    _swept_at: float | None = None

    def run_until(self, stopped: threading.Event) -> None:
        """Until the event is set; what is on its way then is waited for some seconds, and given back after that."""
        wait_s = 0.0
        while not stopped.is_set():
            try:
                wait_s = 0.0 if self._round(wait_s) else POLL_S
            except (DatabaseError, InterfaceError):
                logger.exception("The worker of webhooks cannot use the database; it tries again.")
                connection.close()
                stopped.wait(_AFTER_ERROR_S)
        self._end()

    def run_once(self) -> None:
        while self._round(POLL_S if self._on_their_way else 0) or self._on_their_way:
            pass

    def _round(self, wait_s: float) -> bool:
        """Waits for what comes back, records it, and sends what is due; whether there may be more at once."""
        self._collect(wait_s)
        self._record()
        has_moved = False
        busy = Numbers(job.endpoint for job in self._on_their_way.values() if isinstance(job, Shipment))
        for endpoint in _with_work():
            if endpoint.is_behind:
                has_moved |= fanout.fan_out(endpoint)
            self._send_due(endpoint, busy)
        self._purge()
        return self._sweep() or has_moved

    def _collect(self, wait_s: float) -> None:
        try:
            self._unrecorded.append(self._results.get(timeout=wait_s) if wait_s else self._results.get_nowait())
            while True:
                self._unrecorded.append(self._results.get_nowait())
        except queue.Empty:
            pass

    def _record(self) -> None:
        """What cannot be recorded now is kept until it can."""
        shipped = [result for result in self._unrecorded if isinstance(result[0], Shipment)]
        if shipped:
            deliveries.record(shipped)
        for job, failure in self._unrecorded:
            if isinstance(job, Purge):
                purging.record(job, failure)
        for job, _ in self._unrecorded:
            self._on_their_way.pop(_key(job), None)
        self._unrecorded = []

    def _send_due(self, endpoint: Any, busy: Numbers[int]) -> None:
        """`busy` are the threads of each endpoint, and counts those that begin here."""
        if endpoint.is_held:
            return
        is_well = endpoint.last_success_at is not None and endpoint.failing_since is None
        most, room = (PER_ENDPOINT, THREADS) if is_well else (1, THREADS - PER_ENDPOINT)
        free = min(most - busy[endpoint.pk], room - busy.total())
        if free > 0:
            for shipment in deliveries.claim(endpoint, limit=free):
                self._start(shipment, sending.send, failed=_not_sent)
                busy[endpoint.pk] += 1

    def _purge(self) -> None:
        for purge in purging.claim():
            self._start(purge, purging.send, failed=lambda: "failed unexpectedly")

    def _start(self, job: Any, act: Callable[[Any], Any], *, failed: Callable[[], Any]) -> None:
        def run() -> None:
            result = None
            try:
                result = act(job)
            except Exception:
                logger.exception("Something unexpected happened while sending.")
                result = failed()
            finally:
                self._results.put((job, result))

        self._on_their_way[_key(job)] = job
        # A daemon: a server that hangs does not keep the process from ending.
        threading.Thread(target=run, daemon=True, name="webhook").start()

    def _sweep(self) -> bool:
        """A little of it at a time; whether there may be more."""
        if self._swept_at is not None and time.monotonic() - self._swept_at < _SWEEP_S:
            return False
        if deliveries.sweep():
            return True
        self._swept_at = time.monotonic()
        return False

    def _end(self) -> None:
        deadline = time.monotonic() + _GRACE_S
        while self._on_their_way and time.monotonic() < deadline:
            self._collect(0.1)
            self._record()
        left = list(self._on_their_way.values())
        deliveries.give_back([job for job in left if isinstance(job, Shipment)])


_ENDPOINTS, _DELIVERIES, _COUNTERS = (f'"{model._meta.db_table}"' for model in (Endpoint, Delivery, Counter))
# Asked twice a second for ever, so it is written here: having the ORM compile it costs ten times as much.
_HAS_WORK = (
    f"SELECT EXISTS (SELECT 1 FROM {_ENDPOINTS} AS endpoint JOIN {_COUNTERS} AS counter "  # noqa: S608 -- names only
    f"ON endpoint.position < counter.sequence WHERE endpoint.is_enabled AND counter.name = '{store.COUNTER}') "
    f"OR EXISTS (SELECT 1 FROM {_DELIVERIES} WHERE state = '{DeliveryState.WAITING}' AND due_at <= %s)"
)


def _may_have_work() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_HAS_WORK, [connection.ops.adapt_datetimefield_value(timezone.now())])
        return bool(cursor.fetchone()[0])


def _with_work() -> list[Any]:
    """The endpoints that are behind the log or have something due."""
    if not _may_have_work():
        return []
    now = timezone.now()
    newest = Counter.objects.filter(name=store.COUNTER).values("sequence")[:1]
    due = Delivery.objects.due(now).filter(endpoint=OuterRef("pk"))
    endpoints = Endpoint.objects.filter(is_enabled=True).annotate(
        is_behind=Q(position__lt=Coalesce(Subquery(newest), 0)),
        is_held=Q(held_until__gt=now) & Q(held_until__isnull=False),
    )
    # The one that was served longest ago comes first: none is starved by others.
    return list(
        endpoints.filter(Q(is_behind=True) | (Q(is_held=False) & Exists(due))).order_by(
            F("last_success_at").asc(nulls_first=True)
        )
    )


def _key(job: Shipment | Purge) -> Any:
    return ("purge", job.name) if isinstance(job, Purge) else job.delivery


def _not_sent() -> Sent:
    return Sent(0, None, Failure.NOT_HTTP, "unexpected error; see the log")
