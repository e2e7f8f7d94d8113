"""Builds again what is published and heals what a crash or a script left behind; running it twice changes nothing."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from tqdm import tqdm

from cms.publishing import lifecycle, statistics


class Command(BaseCommand):
    help = "Builds all documents again from what is authored and released; what is right already stays byte for byte."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Say what would change, and change nothing.")
        parser.add_argument(
            "--stale", action="store_true", help="Only what is marked stale, which the worker would do too."
        )

    def handle(self, *args: Any, dry_run: bool, stale: bool, **options: Any) -> None:
        content_ids = lifecycle.all_content_ids(stale_only=stale)
        changed = editions = written = deleted = beside = 0
        for content_id in tqdm(content_ids, unit="", file=sys.stderr, disable=None, leave=False):
            outcome = lifecycle.republish(content_id, dry_run=dry_run)
            changed += outcome.changed_anything
            editions += len(outcome.editions)
            written += outcome.answers_written
            deleted += outcome.answers_deleted
            beside += outcome.rows_beside
        if not dry_run:
            lifecycle.rebuild_stale()
            statistics.refresh()
        self.stdout.write(f"Looked at {len(content_ids)} contents.")
        if not changed:
            self.stdout.write(self.style.SUCCESS("Nothing is stale."))
            return
        verb = "would change" if dry_run else "changed"
        self.stdout.write(
            f"{changed} {verb}: {editions} new editions, {written} answers written, {deleted} answers taken away, "
            f"{beside} entries of search written."
        )
