"""Writes a locale's text as files for translators: a file for each content, in XLIFF 2.0 or gettext PO."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from cms.locales import SOURCE, UnknownLocale, get
from cms.translation import contents, drafts
from cms.translation.exchange import exporting

if TYPE_CHECKING:
    from cms.translation.exchange.files import ExchangedContent


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
        wanted = _wanted(page)
        directory.mkdir(parents=True, exist_ok=True)
        files = segments = 0
        for content in tqdm(wanted, unit="", file=sys.stderr, disable=None, leave=False):
            exchanged = exporting.exported(content, tag)
            if exchanged.segments:
                name = f"{_name(content, exchanged)}.{tag}{exporting.SUFFIXES[options['format']]}"
                (directory / name).write_bytes(exporting.file_of([exchanged], format=options["format"]))
                files, segments = files + 1, segments + len(exchanged.segments)
        self.stdout.write(f"{segments} segments in {files} files in {directory}.")


def _tag(locale: str) -> str:
    try:
        tag = get(locale).tag
    except UnknownLocale as error:
        raise CommandError(str(error)) from error
    if tag == SOURCE:
        message = f"{SOURCE} is the language that is translated from."
        raise CommandError(message)
    return tag


def _wanted(slugs: list[str] | None) -> list[Any]:
    """What is out or will be; nobody translates what was taken down."""
    if slugs is None:
        return [content for content in contents.everything() if drafts.is_live(content)]
    wanted: list[Any] = []
    for slug in slugs:
        found = list(contents.of_slug(slug))
        if not found:
            message = f"There is no content with the slug {slug!r}."
            raise CommandError(message)
        wanted += found
    return wanted


def _name(content: Any, exchanged: ExchangedContent) -> str:
    """What a person recognises in a folder, and never the same for two."""
    kind = type(content)._meta.model_name
    return f"{kind}-{getattr(content, 'slug', '') or exchanged.content_id}"
