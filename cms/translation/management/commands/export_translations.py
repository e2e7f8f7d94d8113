"""Writes a locale's text as files for translators: a file for each content, in XLIFF 2.0 or gettext PO."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from cms.locales import SOURCE, UnknownLocale, get
from cms.translation import contents
from cms.translation.exchange import exporting

if TYPE_CHECKING:
    from collections.abc import Iterable


class Command(BaseCommand):
    help = "Writes the texts of one language to DIR, to be translated elsewhere and imported again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("directory", metavar="DIR", type=Path)
        parser.add_argument("--locale", required=True, help="The language to translate into: es, zh-Hans.")
        parser.add_argument("--format", choices=sorted(exporting.FORMATS), default="xliff")
        parser.add_argument(
            "--page", metavar="SLUG", action="append", help="Only the content with this slug; can be given again."
        )

    def handle(self, *args: Any, directory: Path, locale: str, page: list[str] | None, **options: Any) -> None:
        tag = _tag(locale)
        wanted, total = _wanted(page)
        names = exporting.FileNames(tag, format=options["format"])
        _make(directory)
        files = segments = 0
        for content in tqdm(wanted, total=total, unit="", file=sys.stderr, disable=None, leave=False):
            exchanged = exporting.exported(content, tag)
            if exchanged.segments:
                data = exporting.file_of([exchanged], format=options["format"])
                (directory / names.name(content, exchanged)).write_bytes(data)
                files, segments = files + 1, segments + len(exchanged.segments)
        self.stdout.write(f"{segments} segments in {files} files in {directory}.")


def _make(directory: Path) -> None:
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"{directory}: {error.strerror}."
        raise CommandError(message) from error


def _tag(locale: str) -> str:
    try:
        tag = get(locale).tag
    except UnknownLocale as error:
        raise CommandError(str(error)) from error
    if tag == SOURCE:
        message = f"{SOURCE} is the language that is translated from."
        raise CommandError(message)
    return tag


def _wanted(slugs: list[str] | None) -> tuple[Iterable[Any], int]:
    """All that is out, unless something is named; and how much is looked through for it."""
    if slugs is None:
        return exporting.all_that_is_out(), contents.count()
    wanted: list[Any] = []
    for slug in slugs:
        found = list(contents.of_slug(slug))
        if not found:
            message = f"There is no content with the slug {slug!r}."
            raise CommandError(message)
        wanted += found
    return wanted, len(wanted)
