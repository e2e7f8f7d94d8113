"""A copy of the project, for tests that change its source as a developer would."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db import connection

from tests import databases

SOURCE = ("cms", "conditions", "home", "search", "locale", "manage.py")


class Project:
    """A copy of the source with a database of its own, and no tests."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in SOURCE:
            if (databases.ROOT / name).is_dir():
                shutil.copytree(databases.ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy2(databases.ROOT / name, folder / name)
        (folder / "var").mkdir()
        with (
            closing(sqlite3.connect(connection.settings_dict["NAME"])) as migrated,
            closing(sqlite3.connect(folder / "var/db.sqlite3")) as copy,
        ):
            migrated.backup(copy)

    def add_to_the_list(self, lines: str) -> None:
        file = self.folder / "cms/locales.py"
        text, found = re.subn(
            r"(\nCONTENT_LOCALES\b.*?)(\n\)\n)", rf"\1\n{lines.rstrip()}\2", file.read_text(), flags=re.S
        )
        assert found == 1
        file.write_text(text)

    def manage(self, *arguments: str) -> str:
        """A command as a person runs it, with nobody there who could answer a question."""
        return self._run("manage.py", *arguments, settings="cms.settings.dev")

    def site(self, **locales_by_act: list[str]) -> dict[str, Any]:
        """What acts of `small_site` see, by act."""
        script = f"from tests.project import small_site; small_site.tell(**{locales_by_act!r})"
        printed = self._run("manage.py", "shell", "--no-imports", "-c", script, settings="cms.settings.test")
        return dict(json.loads(printed))

    def _run(self, *arguments: str, settings: str) -> str:
        result = subprocess.run(
            [sys.executable, *arguments],
            cwd=self.folder,
            env={
                **databases.environment(),
                "DJANGO_SETTINGS_MODULE": settings,
                "DATABASE_URL": "sqlite:///var/db.sqlite3",
                "PYTHONPATH": str(databases.ROOT),  # for the tests only: the current folder comes first
            },
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        assert result.returncode == 0, result.stdout + result.stderr
        return result.stdout
