"""What the clock brings about: pages that go live or expire, reviews that fall due, what waits or is too old."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from django.db import close_old_connections, connections
from django.utils import timezone

from cms.access import ledgers
from cms.digest import weekly
from cms.gate import mail as gate_mail
from cms.images import files
from cms.publishing import lifecycle
from cms.reports import scanning
from cms.scheduling import clock
from cms.translation import mail
from cms.translation.exchange import uploads
from search import misses

if TYPE_CHECKING:
    from collections.abc import Callable
    from threading import Event

logger = logging.getLogger(__name__)

PERIOD_S = 30

#: How often the clock looks for what has become due: whatever is scheduled, and however shortly before, happens within
#: this and the time that it takes itself.
LOOK_S = 1


class PutOff(Exception):
    """The database failed for so many things that were due; they are tried again."""

    def __init__(self, count: int) -> None:
        self.count = count
        super().__init__(f"The database failed for {count} things that were due.")


def publish_scheduled() -> None:
    """What was scheduled by editors: content and languages that go out or expire. Raises PutOff."""
    tally = clock.do_due()
    if tally.put_off:
        raise PutOff(tally.put_off)


def mark_due() -> None:
    lifecycle.mark_due(timezone.now())


def rebuild_stale() -> None:
    lifecycle.rebuild_stale()


def send_mail() -> None:
    """What the worker could not send, because the mail server failed or the worker did."""
    mail.send_waiting()
    gate_mail.send_waiting()


def ask_for_files() -> None:
    """Of images whose worker died over them, or could not read them."""
    files.ask_again()


def forget_uploads() -> None:
    uploads.forget_old()
    files.forget_abandoned(now=timezone.now())


def forget_rates() -> None:
    ledgers.sweep()


def forget_rare_searches() -> None:
    misses.sweep()


def send_digests() -> None:
    weekly.send_due()


def read_for_reports() -> None:
    scanning.catch_up()


#: A server that does not answer is waited for, so mail comes last.
JOBS: tuple[Callable[[], None], ...] = (
    publish_scheduled, mark_due, rebuild_stale, ask_for_files, forget_uploads, forget_rates, forget_rare_searches,
    read_for_reports, send_mail, send_digests,
)  # fmt: skip


def tick() -> int:
    """Runs each job once; returns how many failed. One that fails is logged, and does not hold up the others."""
    return sum(not _succeeds(job) for job in JOBS)


def run_until(stopped: Event) -> None:
    """Does what editors have scheduled at its moment and all other jobs every 30 seconds, until the event is set; what
    is running is finished first.

    A job may take long (a mail server that does not answer), and the clock does not wait for it.
    """
    keeper = threading.Thread(target=_keep_time, args=(stopped,), name="clock")
    keeper.start()
    while not stopped.is_set():
        close_old_connections()
        for job in JOBS:
            if job is not publish_scheduled:
                _succeeds(job)
        close_old_connections()
        stopped.wait(PERIOD_S)
    keeper.join()


def _keep_time(stopped: Event) -> None:
    while not stopped.is_set():
        close_old_connections()
        _succeeds(publish_scheduled)
        stopped.wait(LOOK_S)
    connections.close_all()


def _succeeds(job: Callable[[], None]) -> bool:
    try:
        job()
    except Exception:
        logger.exception("The scheduled job %s failed; it is run again.", job.__name__)
        return False
    return True
