"""Starts the whole product on this machine."""

from __future__ import annotations

import gc
import os
import sys
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from cms.operations import services
from cms.operations.preparation import prepare
from cms.operations.supervisor import NotReady, ServiceEnded, Supervisor


class Command(BaseCommand):
    help = "Prepares the database, then runs the web server and what works behind it until Ctrl-C."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="Port on the loopback address (default: 8000).")

    def handle(self, *, port: int, **options: Any) -> None:
        if not services.is_free(port):
            raise CommandError(
                f"Port {port} is taken by another program. Choose another one, for example: make run PORT={port + 1}"
            )
        self._settle_origin(port)
        try:
            prepare(say=self._say)
        except KeyboardInterrupt:
            raise CommandError("Interrupted. The same command goes on where it is needed.", returncode=130) from None
        _load_all()
        _leave_the_database()
        with Supervisor() as supervisor:
            try:
                self._run(supervisor, port)
            except (ServiceEnded, NotReady) as error:
                raise CommandError(str(error)) from None
        self._say("Stopped.")

    def _run(self, supervisor: Supervisor, port: int) -> None:
        supervisor.start(services.web(port))
        if not supervisor.wait_until_answers(port):
            return
        supervisor.start(services.worker())
        supervisor.start(services.scheduler())
        supervisor.start(services.webhooks())
        self._say(_addresses(f"http://{services.HOST}:{port}"))
        supervisor.wait_until_stopped()

    def _settle_origin(self, port: int) -> None:
        """Begins this command anew if the settings were read for another port of this machine."""
        origin = urlsplit(settings.PUBLIC_ORIGIN)
        if origin.hostname == services.HOST and origin.port != port:
            os.environ["PUBLIC_ORIGIN"] = f"http://{services.HOST}:{port}"
            sys.stdout.flush()
            os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 -- this very command

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()


def _addresses(origin: str) -> str:
    return "\n".join(
        [
            "",
            "Ready; Ctrl-C stops it.",
            f"  Admin     {origin}/admin/",
            f"  API       {origin}/api/v1/",
            f"  API docs  {origin}/api/v1/docs/",
            "A forgotten password is replaced with: .venv/bin/python manage.py changepassword admin",
        ]
    )


def _load_all() -> None:
    """What each service would load at its start: loaded here, it is there when they are forked."""
    from django.urls import get_resolver

    import cms.wsgi  # noqa: F401 -- builds the application

    get_resolver().url_patterns  # noqa: B018 -- reads every module of views
    gc.collect()
    gc.freeze()  # what is there now is shared by all services; the collector would write to every page of it


def _leave_the_database() -> None:
    """Connections do not survive a fork."""
    connections.close_all()
