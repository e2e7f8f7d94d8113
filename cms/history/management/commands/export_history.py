"""Writes the whole history of a page, or of other content, to a file for an audit."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.history import subjects
from cms.history.export import FORMATS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cms.history.subjects import Subject


class Command(BaseCommand):
    help = "Writes every edition, release and act of KEY, deleted content too, to a file. Nothing is changed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("key", metavar="KEY", help="A content id, or the slug of what is or was out.")
        parser.add_argument("--format", choices=sorted(FORMATS), default="json")
        parser.add_argument(
            "--output", metavar="F", default="-", help="A file; it is replaced. - (usual): to standard output."
        )

    def handle(self, *args: Any, key: str, output: str, **options: Any) -> None:
        subject = _found(key)
        pieces = FORMATS[options["format"]].write(subject)
        if output == "-":
            sys.stdout.buffer.writelines(pieces)
            return
        size = _write(Path(output), pieces)
        self.stdout.write(f"The history of {subject.name} ({subject.content_id}): {size:,} bytes in {output}.")


def _found(key: str) -> Subject:
    try:
        return subjects.find(_content_id(key))
    except (subjects.NoHistory, subjects.SeveralHistories) as error:
        raise CommandError(str(error)) from error


def _content_id(key: str) -> UUID:
    try:
        return UUID(key)
    except ValueError:
        return subjects.content_id_of(key)


def _write(path: Path, pieces: Iterator[bytes]) -> int:
    """A file that was begun and not finished is not left under its name."""
    begun = path.with_name(f"{path.name}.part")
    try:
        with begun.open("wb") as file:
            size = sum(file.write(piece) for piece in pieces)
        begun.replace(path)
    except OSError as error:
        begun.unlink(missing_ok=True)
        message = f"{path}: {error.strerror}."
        raise CommandError(message) from error
    return size
