"""Gives each process of the test run a migrated database: migrated once, copied from then on.

The migrations take some ten seconds; a copy takes a moment. So the template is kept, under the digest of what it is
made from, and a test that commits gets a fresh copy instead of a flush, which would lose the rows of the migrations.
`pytest --create-db` makes the template anew.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from abc import ABC, abstractmethod
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from cms.settings.environment import Environment

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
#: What decides the content of a database that was just migrated, besides the migrations themselves.
INGREDIENTS = (
    "requirements.txt",
    "cms/locales.py",
    "cms/translation/counting.py",
    "cms/translation/groups.py",
    "cms/translation/standing.py",
    "home/rows.py",
)


def test_database(*, anew: bool) -> TestDatabase:
    kinds = {"sqlite": SqliteDatabase, "postgresql": PostgresqlDatabase}
    return kinds[connection.vendor](anew=anew)


class TestDatabase(ABC):
    """The database of this process, a copy of the template, which `restore` makes it again."""

    __test__ = False
    template: str
    name: str

    def __init__(self, *, anew: bool) -> None:
        self._kept: list[str] = []
        self._numbers = count(1)
        self.name = self.next_name()
        with self.lock():
            if anew or not self.has_template():
                self.make_template()
        self.restore()

    def restore(self, template: str = "") -> None:
        """As the migrations left it, or as it was when the template was kept."""
        _leave()
        self.copy_template(template or self.template)
        use(self.name)

    def keep(self) -> str:
        """Makes what this process has written a template of its own, which ends with the process; its name."""
        _leave()
        kept = self.name
        self.name = self.next_name()
        self._kept.append(kept)
        return kept

    def make_template(self) -> None:
        """Migrated under another name first: what was interrupted is never taken for whole."""
        unfinished = f"{self.template}_unfinished"
        self.remove(unfinished)
        self.create(unfinished)
        use(unfinished)
        call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
        _leave()
        self.remove(self.template)
        self.rename(unfinished, self.template)

    def close(self) -> None:
        _leave()
        for name in (*self._kept, self.name):
            self.remove(name)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """One process makes the template, the others wait for it."""
        (ROOT / "var/test").mkdir(parents=True, exist_ok=True)
        with (ROOT / "var/test/lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    @abstractmethod
    def has_template(self) -> bool: ...

    @abstractmethod
    def copy_template(self, template: str) -> None: ...

    @abstractmethod
    def next_name(self) -> str: ...

    @abstractmethod
    def create(self, name: str) -> None: ...

    @abstractmethod
    def rename(self, before: str, after: str) -> None: ...

    @abstractmethod
    def remove(self, name: str) -> None: ...


class SqliteDatabase(TestDatabase):
    """Files, not memory: a browser's requests arrive in other threads, with connections of their own."""

    def __init__(self, *, anew: bool) -> None:
        self.template = str(ROOT / f"var/test/migrated-{_digest()}.sqlite3")
        super().__init__(anew=anew)

    def has_template(self) -> bool:
        return Path(self.template).exists()

    def copy_template(self, template: str) -> None:
        """Under a new name: a server's thread that leaves the old copy late would take the log of a new one with it."""
        self.remove(self.name)
        self.name = self.next_name()
        shutil.copyfile(template, self.name)

    def create(self, name: str) -> None:
        """SQLite makes a file when it is opened."""

    def rename(self, before: str, after: str) -> None:
        Path(before).rename(after)

    def remove(self, name: str) -> None:
        for suffix in ("", "-wal", "-shm", "-mail"):
            Path(name + suffix).unlink(missing_ok=True)

    def next_name(self) -> str:
        return str(ROOT / f"var/test/process-{os.getpid()}-{next(self._numbers)}.sqlite3")


class PostgresqlDatabase(TestDatabase):
    def __init__(self, *, anew: bool) -> None:
        self._server = dict(settings.DATABASES["default"])
        self.template = f"migrated_{_digest()}"
        super().__init__(anew=anew)

    def has_template(self) -> bool:
        return bool(self._run("SELECT 1 FROM pg_database WHERE datname = %s", self.template))

    def copy_template(self, template: str) -> None:
        self.remove(self.name)
        self._run(f'CREATE DATABASE "{self.name}" TEMPLATE "{template}"')

    def next_name(self) -> str:
        return f"process_{os.getpid()}_{next(self._numbers)}"

    def create(self, name: str) -> None:
        self._run(f'CREATE DATABASE "{name}"')

    def rename(self, before: str, after: str) -> None:
        self._run(f'ALTER DATABASE "{before}" RENAME TO "{after}"')

    def remove(self, name: str) -> None:
        self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _run(self, statement: str, *parameters: str) -> list[tuple[object, ...]]:
        """On a connection of its own to the database that was configured, outside any transaction."""
        import psycopg

        address = {
            "host": self._server["HOST"],
            "port": self._server["PORT"] or None,
            "user": self._server["USER"] or None,
            "password": self._server["PASSWORD"] or None,
            "dbname": self._server["NAME"],
        }
        with psycopg.connect(**address, autocommit=True) as server:
            cursor = server.execute(statement.encode(), parameters)
            return cursor.fetchall() if cursor.description else []


def environment() -> dict[str, str]:
    """For a process of its own that works on the database of this test."""
    known = {name: value for name, value in os.environ.items() if name.lower() not in Environment.model_fields}
    return {**known, "DJANGO_SETTINGS_MODULE": "cms.settings.test", "DATABASE_URL": _url()}


def _url() -> str:
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"


def use(name: str) -> None:
    settings.DATABASES["default"]["NAME"] = name
    connection.settings_dict["NAME"] = name


def _leave() -> None:
    connection.close()


def _digest() -> str:
    migrations = sorted(
        path
        for app in apps.get_app_configs()
        if Path(app.path).is_relative_to(ROOT) and ".venv" not in Path(app.path).parts
        for path in Path(app.path).glob("migrations/*.py")
    )
    digest = hashlib.sha256()
    for path in [*migrations, *(ROOT / name for name in INGREDIENTS)]:
        digest.update(path.name.encode())
        digest.update(path.read_bytes() if path.exists() else b"")
    return digest.hexdigest()[:16]
