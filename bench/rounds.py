"""Measures several things in turn, again and again, so that what else the machine does weighs on all of them alike."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from bench import load, processes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bench.load import Request
    from bench.servers import Server

ROUNDS = 3


@dataclass(frozen=True)
class Subject:
    """Requests to one server; `database_pid` is the process of its database server, None where it has none."""

    server: Server
    requests: Sequence[Request]
    database_pid: int | None = None
    status: int = 200


@dataclass(frozen=True)
class Figures:
    """Medians of all rounds; `cpu_s` is what the server and its database use for 1,000 requests."""

    cpu_s: float
    requests_per_s: float
    p99_ms: float
    body_bytes: int


def measure(subjects: Mapping[str, Subject], *, seconds: float) -> dict[str, Figures]:
    """Raises UnexpectedAnswer."""
    sizes = {name: load.check(each.server.port, each.requests, status=each.status) for name, each in subjects.items()}
    rounds = [{name: _once(subject, seconds) for name, subject in subjects.items()} for _ in range(ROUNDS)]
    return {name: _median([each[name] for each in rounds], sizes[name]) for name in subjects}


def _median(rounds: Sequence[tuple[float, float, float]], body_bytes: int) -> Figures:
    cpu_s, requests_per_s, p99_ms = (median(values) for values in zip(*rounds, strict=True))
    return Figures(cpu_s, requests_per_s, p99_ms, body_bytes)


def _once(subject: Subject, seconds: float) -> tuple[float, float, float]:
    pids = [subject.server.pid, *([subject.database_pid] if subject.database_pid else [])]
    before = processes.cpu_s(*pids)
    answered = load.run(subject.server.port, subject.requests, seconds=seconds)
    used = processes.cpu_s(*pids) - before
    return used / answered.requests * 1_000, answered.requests / answered.seconds, answered.p99_ms
