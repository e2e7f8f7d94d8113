"""What the clock brings about: pages that go live or expire, reviews that fall due, what waits or is too old."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.core.management import call_command
from django.db import close_old_connections, transaction
from django.utils import timezone

from cms.access import ledgers
from cms.images import files
from cms.publishing import lifecycle
from cms.translation import mail
from cms.translation.exchange import uploads
from search import misses

if TYPE_CHECKING:
    from collections.abc import Callable
    from threading import Event

logger = logging.getLogger(__name__)

PERIOD_S = 30


def publish_scheduled() -> None:
    """Wagtail's own command opens no transaction, and what is published has to be in one with its documents."""
    with transaction.atomic():
        call_command("publish_scheduled", verbosity=0)


def mark_due() -> None:
    lifecycle.mark_due(timezone.now())


def rebuild_stale() -> None:
    lifecycle.rebuild_stale()


def send_mail() -> None:
    """What the worker could not send, because the mail server failed or the worker did."""
    mail.send_waiting()


def ask_for_files() -> None:
    """Of images whose worker died over them, or could not read them."""
    files.ask_again()


def forget_uploads() -> None:
    uploads.forget_old()


def forget_rates() -> None:
    ledgers.sweep()


def forget_rare_searches() -> None:
    misses.sweep()


#: A server that does not answer is waited for, so mail comes last.
JOBS: tuple[Callable[[], None], ...] = (
    publish_scheduled, mark_due, rebuild_stale, ask_for_files, forget_uploads, forget_rates, forget_rare_searches,
    send_mail,
)  # fmt: skip


def tick() -> int:
    """Runs each job once; returns how many failed. One that fails is logged, and does not hold up the others."""
    failures = 0
    for job in JOBS:
        try:
            job()
        except Exception:
            failures += 1
            logger.exception("The scheduled job %s failed; it is run again in %d s.", job.__name__, PERIOD_S)
    return failures


def run_until(stopped: Event) -> None:
    """A tick every 30 seconds, until the event is set; the job that is running is finished first."""
    while not stopped.is_set():
        close_old_connections()
        tick()
        close_old_connections()
        stopped.wait(PERIOD_S)
