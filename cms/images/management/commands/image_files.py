"""Has the files of images made that are missing: after a restore of the database without its files, or new recipes."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cms.images import files


class Command(BaseCommand):
    help = (
        "Looks at every image, and asks the worker for the files that readers should have of it and that are missing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Say how many images lack files, and ask for none.")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        lost = files.lost()
        listed = len(lost)
        if not dry_run:
            lost.delete()
        images = list(files.lacking())
        for image in () if dry_run else images:
            files.ask_for_files(image)
        if not images and not listed:
            self.stdout.write(self.style.SUCCESS("No image lacks files."))
            return
        self.stdout.write(f"{listed} files are listed and not there; {len(images)} images lack files.")
        self.stdout.write("Nothing was changed." if dry_run else "The worker makes them.")
