"""Removes the sample content."""

from __future__ import annotations

import logging
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cms.first_day import sample

_STAYS = (
    "These stay: notices on where to get help, synonyms, the words of the home page and of the list of conditions, and "
    "accounts. Readers of a removed page are told that it is gone."
)


class Command(BaseCommand):
    help = "Removes the sample content, but for what own content uses. What was published of it is told to be gone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Only say what would go.")

    def handle(self, *, dry_run: bool, verbosity: int = 1, **options: Any) -> None:
        # The log tells each edition; of a dry run it would tell what never happens.
        logging.disable(logging.INFO)
        try:
            gone = sample.remove(tell=self._tell if verbosity else _keep_silent, dry_run=dry_run)
        finally:
            logging.disable(logging.NOTSET)
        counts = ", ".join(f"{count} × {kind}" for kind, count in gone.items())
        if not gone:
            self.stdout.write("There is no sample content to remove.")
            return
        self.stdout.write(f"{'Would be removed' if dry_run else 'Removed'}: {counts}.")
        self.stdout.write(_STAYS)

    def _tell(self, line: str) -> None:
        self.stdout.write(f"  {line}")


def _keep_silent(line: str) -> None:
    """For `--verbosity 0`."""
