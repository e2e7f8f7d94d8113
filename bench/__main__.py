"""Measures everything on SQLite and PostgreSQL and prints tables; see docs/performance.md.

python -m bench                                    # small
python -m bench --full                             # larger, up to 3,000 conditions and 20,000 entries of search
python -m bench --database sqlite --only delivery  # a part of it
"""

from __future__ import annotations

import argparse
import datetime
import os
import platform
import subprocess
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench import databases
from bench.databases import ROOT
from bench.measure import MEASUREMENTS, SEARCH

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class Size:
    """Pages that are authored, sizes that the number of conditions grows to, entries of search, seconds a round."""

    pages: int
    growth: tuple[int, ...]
    entries: int
    seconds: float


SMALL = Size(pages=14, growth=(30, 300), entries=2_000, seconds=1)
FULL = Size(pages=60, growth=(60, 300, 3_000), entries=20_000, seconds=4)


def main() -> int:
    arguments = _arguments()
    size = FULL if arguments.full else SMALL
    began = time.perf_counter()
    print(_machine())
    for parts in _apart(arguments.only):
        _measure(arguments.database, parts, size)
    print(f"\nMeasured in {time.perf_counter() - began:.0f} s.")
    return 0


def _apart(parts: Sequence[str]) -> list[list[str]]:
    """Search has databases of its own: it fills them with pages that the other parts are not to meet."""
    others = [part for part in parts if part != SEARCH]
    return [group for group in (others, [SEARCH] if SEARCH in parts else []) if group]


def _measure(kinds: Sequence[str], parts: Sequence[str], size: Size) -> None:
    with ExitStack() as stack:
        chosen = [stack.enter_context(databases.KINDS[kind]()) for kind in kinds]
        databases.prepare(chosen)
        for database in chosen:
            command = [
                sys.executable, "-m", "bench.measure",
                *(["--database-pid", str(database.pid)] if database.pid else []),
                "--pages", str(size.pages), "--sizes", *map(str, size.growth), "--entries", str(size.entries),
                "--seconds", str(size.seconds), "--only", *parts,
            ]  # fmt: skip
            subprocess.run(command, cwd=ROOT, env=database.environment, check=True)  # noqa: S603 -- our own module


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description="What the product costs on this machine.")
    parser.add_argument(
        "--full", action="store_true", help="More pages, longer rounds, 3,000 conditions, 20,000 entries of search."
    )
    parser.add_argument("--database", nargs="+", choices=list(databases.KINDS), default=list(databases.KINDS))
    parser.add_argument("--only", nargs="+", choices=MEASUREMENTS, default=MEASUREMENTS)
    return parser.parse_args()


def _machine() -> str:
    today = datetime.datetime.now(tz=datetime.UTC).date()
    load = os.getloadavg()[0]
    python = platform.python_version()
    return f"{today}, {os.cpu_count()} cores, {platform.machine()}, Python {python}, load before {load:.1f}"


if __name__ == "__main__":
    sys.exit(main())
