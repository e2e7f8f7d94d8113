"""Does what the clock brings about."""

from __future__ import annotations

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.operations import schedule


class Command(BaseCommand):
    help = (
        "Does what is scheduled at its moment, and every 30 seconds rebuilds what the clock has changed, until it is "
        "stopped."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Run each job once and end; for cron.")

    def handle(self, *, once: bool, **options: Any) -> None:
        if once:
            failures = schedule.tick()
            if failures:
                raise CommandError(f"{failures} of {len(schedule.JOBS)} scheduled jobs failed; the log says why.")
            return
        stopped = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stopped.set())
        schedule.run_until(stopped)
