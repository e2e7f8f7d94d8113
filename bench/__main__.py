"""Measures everything on SQLite and PostgreSQL and prints tables; see docs/performance.md.

python -m bench                                    # small
python -m bench --full                             # larger, up to 3,000 conditions
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

from bench import databases
from bench.databases import ROOT
from bench.measure import MEASUREMENTS


@dataclass(frozen=True)
class Size:
    """Pages that are authored, sizes that the number of conditions grows to, seconds a round."""

    pages: int
    growth: tuple[int, ...]
    seconds: float


SMALL = Size(pages=14, growth=(30, 300), seconds=1)
FULL = Size(pages=60, growth=(60, 300, 3_000), seconds=4)


def main() -> int:
    arguments = _arguments()
    size = FULL if arguments.full else SMALL
    began = time.perf_counter()
    print(_machine())
    with ExitStack() as stack:
        chosen = [stack.enter_context(databases.KINDS[kind]()) for kind in arguments.database]
        databases.prepare(chosen)
        for database in chosen:
            command = [
                sys.executable, "-m", "bench.measure",
                *(["--database-pid", str(database.pid)] if database.pid else []),
                "--pages", str(size.pages), "--sizes", *map(str, size.growth), "--seconds", str(size.seconds),
                "--only", *arguments.only,
            ]  # fmt: skip
            subprocess.run(command, cwd=ROOT, env=database.environment, check=True)  # noqa: S603 -- our own module
    print(f"\nMeasured in {time.perf_counter() - began:.0f} s.")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description="What the product costs on this machine.")
    parser.add_argument("--full", action="store_true", help="More pages, longer rounds, 3,000 conditions.")
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
