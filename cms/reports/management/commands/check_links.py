"""Asks the addresses that content links to, and looks for the files of images."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from cms.reports import checking, scanning
from cms.reports.models import Failure

if TYPE_CHECKING:
    from cms.reports.asking import Answered
    from cms.reports.models import Address


class Command(BaseCommand):
    help = (
        "Asks the addresses of other sites that published content links to whether they still answer, and looks for "
        "the files of images; the reports in the admin show the result. Meant for every night."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="Ask also what answered well within the last week.")
        parser.add_argument("--dry-run", action="store_true", help="Only say what would be asked.")

    def handle(self, *, dry_run: bool, verbosity: int = 1, **options: Any) -> None:
        self._verbosity = verbosity
        while not dry_run and scanning.catch_up():
            pass
        forgotten = 0 if dry_run else checking.forget_unused()
        addresses = list(checking.due(timezone.now(), every=options["all"]))
        if dry_run:
            for address in addresses:
                self.stdout.write(f"  {address.url}")
            self.stdout.write(f"{len(addresses)} addresses would be asked.")
            return
        counts = checking.check(addresses, tell=self._tell)
        told = ", ".join(f"{number} {name or 'answer well'}" for name, number in sorted(counts.items()))
        self.stdout.write(f"Asked {counts.total()} addresses{': ' if told else ''}{told}. Forgot {forgotten}.")
        images, lost = checking.look_for_files()
        self.stdout.write(f"Looked for the files of {images} images: {lost} missing.")

    def _tell(self, address: Address, answered: Answered) -> None:
        if answered.failure and self._verbosity:
            because = " ".join(part for part in (str(answered.status or ""), answered.detail) if part)
            self.stdout.write(f"  {address.url}: {Failure(answered.failure).value} {because}".rstrip())
