"""The services of an installation that runs on one machine: web, worker, scheduler and webhooks."""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys

from django.core.management import call_command

from cms.operations.supervisor import Service, die_with_parent

HOST = "127.0.0.1"
WEB_WORKERS = 2


def web(port: int) -> Service:
    def run() -> None:
        from granian import Granian
        from granian.constants import Interfaces
        from granian.log import LogLevels

        # The server's own processes must not outlive it either.
        os.register_at_fork(after_in_child=lambda: die_with_parent(signal.SIGKILL))
        Granian(
            "cms.wsgi:application",
            address=HOST,
            port=port,
            interface=Interfaces.WSGI,
            workers=WEB_WORKERS,
            blocking_threads=1,  # its default runs some 40 threads and as many connections to the database
            log_level=LogLevels.warning,
        ).serve()

    return Service("web server", run)


def worker() -> Service:
    def run() -> None:
        # Its log has two lines for each task; a task that fails is told as an error.
        for name in ("django_tasks", "django_tasks_db"):
            logging.getLogger(name).addFilter(lambda record: record.levelno >= logging.ERROR)
        call_command("db_worker")

    return Service("worker", run)


def scheduler() -> Service:
    return Service("scheduler", lambda: call_command("scheduler"))


def webhooks() -> Service:
    return Service("sender of webhooks", lambda: call_command("webhooks"))


def is_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as candidate:
        if sys.platform != "win32":
            # A port that was closed a moment ago is free.
            candidate.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            candidate.bind((HOST, port))
        except OSError:
            return False
        return True
