"""Runs several services as one: all are up, or all are ended.

Each service is a fork of this process, which has loaded everything already: that saves each a start of several seconds,
and the memory is shared. So nothing may have been started here that does not survive a fork: no thread, no connection.
"""

from __future__ import annotations

import contextlib
import ctypes
import http.client
import multiprocessing
import os
import signal
import sys
import time
from dataclasses import dataclass
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.context import ForkProcess
    from types import FrameType

POLL_S = 0.05
GRACE_S = 10
READY_WITHIN_S = 60
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PR_SET_PDEATHSIG = 1  # prctl(2)


@dataclass(frozen=True)
class Service:
    """`run` returns only when it is told to end, by SIGTERM."""

    name: str
    run: Callable[[], object]


class ServiceEnded(Exception):
    """A service ended though nobody asked it to."""

    def __init__(self, name: str, exit_code: int | None) -> None:
        super().__init__(f"The {name} ended unexpectedly (exit code {exit_code}); everything is stopped.")
        self.name = name
        self.exit_code = exit_code


class NotReady(Exception):
    """The web service did not answer in time."""


class Supervisor:
    """Starts services and ends them; a context manager that leaves no process behind."""

    def __init__(self) -> None:
        self._processes: list[ForkProcess] = []
        self._is_stopping = False
        self._previous: dict[signal.Signals, Any] = {}

    def __enter__(self) -> Supervisor:
        for number in STOP_SIGNALS:
            self._previous[number] = signal.signal(number, self._stop)
        return self

    def __exit__(self, *error: object) -> None:
        self._end_all()
        for number, handler in self._previous.items():
            signal.signal(number, handler)

    def start(self, service: Service) -> None:
        process = multiprocessing.get_context("fork").Process(
            target=_run_as_child, args=(service, os.getpid()), name=service.name
        )
        self._processes.append(process)
        # A signal that comes while the child still has our handlers would be lost; so it waits until those are gone.
        signal.pthread_sigmask(signal.SIG_BLOCK, STOP_SIGNALS)
        process.start()
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOP_SIGNALS)

    def wait_until_answers(self, port: int) -> bool:
        """Whether the port answers HTTP; False if a signal to stop came first. Raises ServiceEnded and NotReady."""
        deadline = time.monotonic() + READY_WITHIN_S
        while not self._is_stopping:
            if _answers(port):
                return True
            self._check(timeout_s=POLL_S)
            if time.monotonic() > deadline:
                raise NotReady(f"Port {port} did not answer within {READY_WITHIN_S} s.")
        return False

    def wait_until_stopped(self) -> None:
        """Returns after Ctrl-C, SIGTERM or SIGHUP. Raises ServiceEnded."""
        while not self._is_stopping:
            self._check(timeout_s=0.25)

    def _check(self, *, timeout_s: float) -> None:
        wait([process.sentinel for process in self._processes], timeout=timeout_s)
        for process in self._processes:
            if process.exitcode is not None and not self._is_stopping:
                raise ServiceEnded(process.name, process.exitcode)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self._is_stopping = True

    def _end_all(self) -> None:
        """SIGTERM to each, and after the time of grace SIGKILL to whatever is left of it, its own children included."""
        self._is_stopping = True
        for process in self._processes:
            process.terminate()
        deadline = time.monotonic() + GRACE_S
        for process in self._processes:
            process.join(max(0, deadline - time.monotonic()))
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid or 0, signal.SIGKILL)
            process.join()


def die_with_parent(number: signal.Signals) -> None:
    """Asks the kernel (of Linux; others have nothing like it) to send this process a signal when its parent dies."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, int(number), 0, 0, 0)


def _run_as_child(service: Service, parent: int) -> None:
    # A group of its own: Ctrl-C reaches the supervisor only, which ends all in order.
    os.setsid()
    for number in STOP_SIGNALS:
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOP_SIGNALS)
    die_with_parent(signal.SIGTERM)
    if os.getppid() != parent:
        return
    service.run()


@contextlib.contextmanager
def _connection(port: int) -> Iterator[http.client.HTTPConnection]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=READY_WITHIN_S)
    try:
        yield connection
    finally:
        connection.close()


def _answers(port: int) -> bool:
    """Whether something on the port speaks HTTP, whatever it says."""
    with _connection(port) as connection:
        try:
            connection.request("GET", "/health/live/")
            connection.getresponse()
        except (OSError, http.client.HTTPException):
            return False
        return True
