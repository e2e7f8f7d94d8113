"""Asks a server as fast as it answers: by wrk where it is installed, else by threads of this process."""

from __future__ import annotations

import http.client
import json
import re
import shutil
import subprocess
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

HOST = "127.0.0.1"
CONNECTIONS = 16

_UNITS_MS = {"us": 0.001, "ms": 1.0, "s": 1_000.0, "m": 60_000.0}
_SCRIPT = """
local requests = {%s}
local place = 0
request = function()
  place = place %% #requests + 1
  return requests[place]
end
"""


@dataclass(frozen=True)
class Request:
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Answered:
    """What one round of load got; 99 of 100 answers took `p99_ms` at most."""

    requests: int
    seconds: float
    p99_ms: float


class UnexpectedAnswer(Exception):
    """The server said something else than what is to be measured."""


def client() -> str:
    return "wrk" if shutil.which("wrk") else "threads of Python"


def check(port: int, requests: Sequence[Request], *, status: int) -> int:
    """Asks each once; returns the mean size of the bodies in bytes. Raises UnexpectedAnswer."""
    size = 0
    connection = http.client.HTTPConnection(HOST, port, timeout=30)
    for request in requests:
        answer = _ask(connection, request)
        if answer[0] != status:
            raise UnexpectedAnswer(f"{request.path} answers {answer[0]} instead of {status}.")
        size += answer[1]
    connection.close()
    return size // len(requests)


def run(port: int, requests: Sequence[Request], *, seconds: float) -> Answered:
    """Asks for them in turn, on all connections at once. Raises UnexpectedAnswer."""
    if shutil.which("wrk"):
        return _wrk(port, requests, seconds=seconds)
    return _threads(port, requests, seconds=seconds)


def _wrk(port: int, requests: Sequence[Request], *, seconds: float) -> Answered:
    quoted = ",\n".join(_lua_string(_as_bytes(port, request)) for request in requests)
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(_SCRIPT % quoted)
        script.flush()
        command = [
            "wrk", "--threads=1", f"--connections={CONNECTIONS}", f"--duration={round(seconds)}s", "--latency",
            f"--script={script.name}", f"http://{HOST}:{port}/",
        ]  # fmt: skip
        told = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603 -- our own words
    return _read_wrk(told)


def _read_wrk(told: str) -> Answered:
    if "Non-2xx" in told or "Socket errors" in told:
        raise UnexpectedAnswer(told)
    found = re.search(r"99%\s+([\d.]+)(\w+).*?(\d+) requests in ([\d.]+)(\w+),", told, re.DOTALL)
    if found is None:
        raise UnexpectedAnswer(told)
    p99, p99_unit, requests, seconds, unit = found.groups()
    return Answered(int(requests), float(seconds) * _UNITS_MS[unit] / 1_000, float(p99) * _UNITS_MS[p99_unit])


def _as_bytes(port: int, request: Request) -> str:
    lines = [f"GET {request.path} HTTP/1.1", f"Host: {HOST}:{port}"]
    lines += [f"{name}: {value}" for name, value in request.headers.items()]
    return "\r\n".join([*lines, "", ""])


def _lua_string(text: str) -> str:
    """What is ASCII is written alike in JSON and in Lua."""
    return json.dumps(text)


def _threads(port: int, requests: Sequence[Request], *, seconds: float) -> Answered:
    began = time.perf_counter()
    end = began + seconds
    with ThreadPoolExecutor(CONNECTIONS) as threads:
        shares = list(threads.map(lambda place: _one_connection(port, requests, place, end), range(CONNECTIONS)))
    took_ms = sorted(took for share in shares for took in share)
    return Answered(len(took_ms), time.perf_counter() - began, took_ms[int(len(took_ms) * 0.99)])


def _one_connection(port: int, requests: Sequence[Request], place: int, end: float) -> list[float]:
    connection = http.client.HTTPConnection(HOST, port, timeout=30)
    took_ms = []
    while time.perf_counter() < end:
        began = time.perf_counter()
        status, _ = _ask(connection, requests[place % len(requests)])
        if status >= 400:
            raise UnexpectedAnswer(f"{requests[place % len(requests)].path} answers {status}.")
        took_ms.append((time.perf_counter() - began) * 1_000)
        place += 1
    connection.close()
    return took_ms


def _ask(connection: http.client.HTTPConnection, request: Request) -> tuple[int, int]:
    """The status, and the size of the body."""
    connection.request("GET", request.path, headers=dict(request.headers))
    answer = connection.getresponse()
    return answer.status, len(answer.read())
