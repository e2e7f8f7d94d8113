"""Starts processes that ask on the database of the test."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tests.databases import environment

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]


class Asker:
    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def go(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()


@contextmanager
def askers(count: int, *arguments: str) -> Iterator[list[Asker]]:
    """So many of them, each ready."""
    command = [sys.executable, "-m", "tests.access.process", *arguments]
    processes = [
        subprocess.Popen(command, cwd=ROOT, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(count)
    ]
    try:
        found = [Asker(process) for process in processes]
        assert [asker.line() for asker in found] == ["ready"] * count
        yield found
    finally:
        for process in processes:
            process.terminate()
            process.communicate(timeout=20)
