"""Brings the search server up to what is published: after it was down, was set up, or lost what it held."""

from __future__ import annotations

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from cms.publishing import lifecycle
from search.backends import repair
from search.backends.opensearch_index import Index
from search.backends.server import Unavailable
from search.models import Entry

#: Longer than a reader would wait: a request holds a hundred entries.
_TIMEOUT_S = 30


class Command(BaseCommand):
    help = "Sends the search server what it lacks and deletes what is gone from it; running it twice changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Say what differs, and change nothing.")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        if not settings.OPENSEARCH_URL:
            raise CommandError("OPENSEARCH_URL is not set: the database does the searching.")
        index = Index.of_settings(timeout_s=_TIMEOUT_S)
        try:
            self._bring_up(index, dry_run=dry_run)
        except Unavailable as error:
            raise CommandError(f"The search server fails ({error}). Run this again: it goes on.") from error
        finally:
            index.close()

    def _bring_up(self, index: Index, *, dry_run: bool) -> None:
        if dry_run:
            self._pass(index, dry_run=True)
            return
        index.make()
        is_new = not index.is_open()
        changed = self._pass(index, dry_run=False)
        if is_new:
            index.open()
            # What was published meanwhile found no open index to go to.
            changed += self._pass(index, dry_run=False)
        if changed:
            index.refresh()
            # Processes remember what they have found.
            lifecycle.state_version_raised()

    def _pass(self, index: Index, *, dry_run: bool) -> int:
        """Returns how many entries differed."""
        looked_at = missing = gone = 0
        with tqdm(total=Entry.objects.count(), unit="", file=sys.stderr, disable=None, leave=False) as progress:
            for difference in repair.differences(index):
                if not dry_run:
                    repair.mend(index, difference)
                looked_at += difference.looked_at
                missing += len(difference.missing)
                gone += len(difference.gone)
                progress.update(difference.looked_at)
        send, delete = ("to send", "to delete") if dry_run else ("sent", "deleted")
        self.stdout.write(f"Looked at {looked_at} entries: {missing} {send}, {gone} {delete}.")
        return missing + gone
