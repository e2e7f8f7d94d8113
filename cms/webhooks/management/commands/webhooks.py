"""Sends webhooks, and purges caches."""

from __future__ import annotations

import signal
import socket
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cms.webhooks.worker import Worker

#: For back ends of caches, which name no time of their own; webhooks do.
_TIMEOUT_S = 10


class Command(BaseCommand):
    help = "Tells endpoints what is published, and caches what to drop, until it is stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Send what is due now and end; for cron.")

    def handle(self, *, once: bool, **options: Any) -> None:
        socket.setdefaulttimeout(_TIMEOUT_S)
        if once:
            Worker().run_once()
            return
        stopped = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stopped.set())
        Worker().run_until(stopped)
