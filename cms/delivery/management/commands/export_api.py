"""Writes the API as files that a web server answers with; what has not changed since the last time stays as it is."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.delivery.export.errors import ExportFailed
from cms.delivery.export.run import Report, export


class Command(BaseCommand):
    help = "Writes the API as files, with gzip and Brotli twins, and what nginx has to be told to serve them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("directory", type=Path, metavar="DIR", help="Where to; made if it is not there.")
        parser.add_argument("--full", action="store_true", help="Look at everything, changed or not.")
        parser.add_argument(
            "--live",
            default="",
            metavar="URL",
            help="A server that nginx asks for what is no file, such as http://127.0.0.1:8000.",
        )

    def handle(self, *args: Any, directory: Path, full: bool, live: str, **options: Any) -> None:
        if live and urlsplit(live).scheme not in ("http", "https"):
            raise CommandError("--live takes an address such as http://127.0.0.1:8000.")
        try:
            export(
                directory,
                full=full,
                live=live,
                served=lambda report: self._tell(report, verbosity=options["verbosity"]),
            )
        except ExportFailed as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            reason = os.strerror(error.errno) if error.errno else str(error)
            raise CommandError(f"{directory} can't be written: {reason}. What was served before still is.") from None

    def _tell(self, report: Report, *, verbosity: int) -> None:
        if not report.is_written:
            self.stdout.write(self.style.SUCCESS("Nothing has changed since the last export; nothing was written."))
            return
        what = (
            f"everything, since {report.reason or 'most of it has changed'}" if report.is_full else "what has changed"
        )
        self.stdout.write(
            f"Exported {what}: looked at {report.contents} contents, wrote {report.items} of their answers anew, in "
            f"{report.seconds:.1f} s. Release {report.name} is served now."
        )
        if report.left_out:
            self.stdout.write(f"{report.left_out} keys are too long for a file's name; their ids lead there.")
        if verbosity > 1:
            for phase, seconds in report.phases.items():
                self.stdout.write(f"  {phase}: {seconds:.2f} s")
