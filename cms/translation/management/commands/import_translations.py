"""Takes over translations from XLIFF 2.0 and PO files: all files or none, each refused line with its reason."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from cms.translation.exchange import importing, reading
from cms.translation.exchange.files import UnreadableFile

if TYPE_CHECKING:
    from cms.translation.exchange.files import ReadFile, Refused


class Command(BaseCommand):
    help = "Imports translations; what changes waits for review. Lines that can't be taken over are listed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", metavar="FILE", nargs="+", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="Say what would change, and change nothing.")
        parser.add_argument(
            "--overwrite", action="store_true", help="Also replace texts that were changed here after the export."
        )
        parser.add_argument("--user", metavar="NAME", help="Import as this person, with this person's rights.")

    def handle(
        self, *args: Any, files: list[Path], dry_run: bool, overwrite: bool, user: str | None, **options: Any
    ) -> None:
        by = _person(user)
        read = {str(path): _read(path) for path in files}
        total = sum(len(content.segments) for file in read.values() for content in file.contents)
        with _bar(total) as bar:
            prepared = importing.prepare(read, by=by, overwrite=overwrite, tick=bar.update)
        report = prepared.report
        if not dry_run:
            with _bar(sum(plan.count for plan in prepared.plans)) as bar:
                report = importing.write(prepared, by=by, tick=bar.update)
        for refused in report.refused:
            self.stderr.write(_sentence(refused))
        self.stdout.write(_counts(report, dry_run=dry_run))


def _bar(total: int) -> Any:
    """How far it is, for a person at a terminal."""
    return tqdm(total=total, unit="", file=sys.stderr, disable=None, leave=False)


def _counts(report: importing.Report, *, dry_run: bool) -> str:
    would = "would be " if dry_run else ""
    return (
        f"{report.changed} {would}changed, {report.confirmed} {would}confirmed, {report.equal} equal, "
        f"{report.empty} not translated, {len(report.refused)} refused."
    )


def _person(name: str | None) -> Any | None:
    if name is None:
        return None
    found = get_user_model()._default_manager.filter(username=name, is_active=True).first()
    if found is None:
        message = f"There is no active person with the user name {name!r}."
        raise CommandError(message)
    return found


def _read(path: Path) -> ReadFile:
    try:
        return reading.read_file(path, name=str(path))
    except UnreadableFile as error:
        message = f"{path}: {error} Nothing was imported."
        raise CommandError(message) from error
    except OSError as error:
        message = f"{path}: {error.strerror}. Nothing was imported."
        raise CommandError(message) from error


def _sentence(refused: Refused) -> str:
    place = refused.file if refused.line is None else f"{refused.file}:{refused.line}"
    return f"{place}: {refused.path}: {refused.reason}" if refused.path else f"{place}: {refused.reason}"
