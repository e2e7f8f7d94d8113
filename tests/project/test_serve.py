"""The one command that starts everything: a real one, on a port and a database of its own."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest
from django.db import connection

from cms.operations.preparation import SAMPLE_LOADED

if TYPE_CHECKING:
    from collections.abc import Iterator

# One after the other: each starts seven processes.
pytestmark = [pytest.mark.once, pytest.mark.xdist_group("serve")]

ROOT = Path(__file__).resolve().parents[2]
READY = "Ready; Ctrl-C stops it."


@pytest.fixture
def environment(tmp_path, django_db_setup, django_db_blocker) -> dict[str, str]:
    """A database that is migrated and says that it has its sample content."""
    database = tmp_path / "db.sqlite3"
    with (
        closing(sqlite3.connect(connection.settings_dict["NAME"])) as template,
        closing(sqlite3.connect(database)) as copy,
    ):
        template.backup(copy)
        copy.execute("INSERT INTO operations_milestone VALUES (?, '2026-01-01 00:00:00')", [SAMPLE_LOADED])
        copy.commit()
    return {
        **{name: value for name, value in os.environ.items() if name != "PUBLIC_ORIGIN"},
        "DJANGO_SETTINGS_MODULE": "cms.settings.dev",
        "DATABASE_URL": f"sqlite:///{database}",
        "MEDIA_ROOT": str(tmp_path / "media"),
    }


@pytest.fixture
def port() -> int:
    with socket.socket() as candidate:
        candidate.bind(("127.0.0.1", 0))
        return int(candidate.getsockname()[1])


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_everything_starts_with_one_command_and_ends_with_one_signal(environment, port, number):
    with serving(environment, port) as (server, told):
        family = psutil.Process(server.pid).children(recursive=True)
        login, index = _get(port, "/admin/login/"), _get(port, "/api/v1/")

        server.send_signal(number)

        assert server.wait(timeout=20) == 0
        assert "password" in login
        assert f"http://127.0.0.1:{port}/api/v1/conditions/" in index
        assert len(family) >= 5  # the web server and its two processes, the worker, the scheduler
        assert _survivors(family, within_s=1) == []
        assert f"http://127.0.0.1:{port}/api/v1/docs/" in told
        assert "sample-translator-es" in told


def test_no_service_outlives_a_supervisor_that_is_killed(environment, port):
    with serving(environment, port) as (server, _):
        family = psutil.Process(server.pid).children(recursive=True)

        server.kill()

        assert _survivors(family, within_s=15) == []


def test_when_one_service_dies_all_end_and_its_name_is_told(environment, port):
    with serving(environment, port) as (server, _):
        family = psutil.Process(server.pid).children(recursive=True)
        direct = psutil.Process(server.pid).children()
        worker = next(child for child in direct if not child.children() and child.pid != direct[-1].pid)

        worker.kill()

        assert server.wait(timeout=20) == 1
        assert "The worker ended unexpectedly" in server.stderr_path.read_text()
        assert _survivors(family, within_s=1) == []


def test_a_port_that_is_taken_is_refused_in_a_sentence(environment):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        result = subprocess.run(
            [sys.executable, "manage.py", "serve", "--port", str(port)],
            cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip

    assert result.returncode == 1
    assert result.stderr.startswith(f"CommandError: Port {port} is taken by another program.")


class Server(subprocess.Popen[bytes]):
    """A started `manage.py serve`, and the file that holds what it complained of."""

    stderr_path: Path


@contextmanager
def serving(environment: dict[str, str], port: int) -> Iterator[tuple[Server, str]]:
    """A server that is ready, and what it told until then."""
    folder = Path(environment["MEDIA_ROOT"]).parent
    told, complaints = folder / "told", folder / "complaints"
    with told.open("wb") as stdout, complaints.open("wb") as stderr:
        command = [sys.executable, "manage.py", "serve", "--port", str(port)]
        server = Server(command, cwd=ROOT, env=environment, stdout=stdout, stderr=stderr)
        server.stderr_path = complaints
        try:
            deadline = time.monotonic() + 60
            while READY not in told.read_text():
                assert server.poll() is None, complaints.read_text()
                assert time.monotonic() < deadline, "not ready within a minute"
                time.sleep(0.05)
            yield server, told.read_text()
        finally:
            if server.poll() is None:
                server.terminate()
                server.wait(timeout=20)


def _get(port: int, path: str) -> str:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as client:
        client.request("GET", path)
        return client.getresponse().read().decode()


def _survivors(processes: list[psutil.Process], *, within_s: float) -> list[psutil.Process]:
    _, alive = psutil.wait_procs(processes, timeout=within_s)
    return alive
