"""Starts a web server on a free port of the loopback address, and ends it."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bench import processes
from bench.load import HOST

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_READY_WITHIN_S = 60


@dataclass(frozen=True)
class Server:
    """A running server; `pid` is the process above its workers."""

    port: int
    pid: int

    def workers(self) -> list[int]:
        return processes.children(self.pid)


@contextmanager
def serving(application: str, **variables: str) -> Iterator[Server]:
    """`variables` are set in its environment."""
    port = _free_port()
    process = _start(application, port, variables)
    try:
        _wait_until_answers(port, process)
        yield Server(port, process.pid)
    finally:
        _end(process)


class KilledServer:
    """A server that is killed (-9) with its workers again and again, and started anew on its port."""

    def __init__(self, application: str) -> None:
        self.port = _free_port()
        self.kills = 0
        self._application = application
        self._process = _start(application, self.port, {})
        _wait_until_answers(self.port, self._process)

    def kill(self) -> None:
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self.kills += 1
        self._process = _start(self._application, self.port, {})
        _wait_until_answers(self.port, self._process)

    def end(self) -> None:
        _end(self._process)


def _start(application: str, port: int, variables: Mapping[str, str]) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PUBLIC_ORIGIN": f"http://{HOST}:{port}", **variables}
    command = [sys.executable, "-m", "bench.web", application, str(port)]
    return subprocess.Popen(command, env=environment, start_new_session=True)  # noqa: S603 -- our own module


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@contextmanager
def serving_a_file(body: bytes) -> Iterator[Server]:
    """nginx with one file, two workers, as it comes: the limit of the machine. Raises FileNotFoundError without it."""
    port = _free_port()
    with tempfile.TemporaryDirectory(prefix="bench-nginx-") as folder:
        Path(folder, "index.json").write_bytes(body)
        Path(folder, "nginx.conf").write_text(_NGINX.format(folder=folder, host=HOST, port=port))
        Path(folder).chmod(0o755)
        command = ["nginx", "-c", f"{folder}/nginx.conf", "-e", "stderr"]
        process = subprocess.Popen(command, start_new_session=True)  # noqa: S603 -- our own words
        try:
            _wait_until_answers(port, process)
            yield Server(port, process.pid)
        finally:
            process.terminate()
            process.wait()


_NGINX = """
daemon off;
worker_processes 2;
pid {folder}/pid;
error_log stderr;
events {{ worker_connections 256; }}
http {{
    access_log off;
    log_not_found off;
    sendfile on;
    keepalive_requests 10000000;
    default_type application/json;
    server {{
        listen {host}:{port};
        root {folder};
        index index.json;
    }}
}}
"""


def _free_port() -> int:
    with socket.socket() as candidate:
        candidate.bind((HOST, 0))
        port: int = candidate.getsockname()[1]
        return port


def _wait_until_answers(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _READY_WITHIN_S
    while process.poll() is None and time.monotonic() < deadline:
        connection = http.client.HTTPConnection(HOST, port, timeout=_READY_WITHIN_S)
        try:
            connection.request("GET", "/health/live/")
            connection.getresponse()
        except (OSError, http.client.HTTPException):
            time.sleep(0.05)
        else:
            return
        finally:
            connection.close()
    raise RuntimeError("The web server did not start.")
