"""Loads the sample content: what is missing of it, all or nothing; running it twice changes nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from conditions.sample import files, loader


class Command(BaseCommand):
    help = "Loads the sample content: what is missing of it, all or nothing. What is there already stays as it is."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--from", dest="folder", type=Path, default=files.HERE, help="Another folder of sample files."
        )

    def handle(self, *args: Any, folder: Path, verbosity: int, **options: Any) -> None:
        try:
            made = loader.load(files.read(folder), tell=self._tell if verbosity else _keep_silent)
        except files.BrokenSampleFile as error:
            raise CommandError(f"Nothing was loaded. {error}") from error
        counts = ", ".join(f"{count} × {kind}" for kind, count in made.items())
        self.stdout.write(
            self.style.SUCCESS(f"Sample content loaded: {counts}." if made else "The sample content is there already.")
        )

    def _tell(self, line: str) -> None:
        self.stdout.write(f"  {line}")


def _keep_silent(line: str) -> None:
    """For `--verbosity 0`."""
