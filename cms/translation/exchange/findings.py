"""Gathers what is found in a file while it is read, in either format."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from cms.translation.exchange.characters import is_storable
from cms.translation.exchange.files import MAX_SEGMENTS, ReadFile, Refused, TooManySegments

if TYPE_CHECKING:
    from cms.translation.exchange.files import ExchangedContent, ExchangedSegment


#: The longest paragraph that anybody reads has a few thousand characters.
MAX_CHARACTERS = 100_000


class NotUnderstood(Exception):
    """One segment can't be taken over; the message is a sentence for a person."""


class Findings:
    """The contents of one file in the order in which they were found, each path once."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._contents: dict[str, ExchangedContent] = {}
        self._segments: dict[str, list[ExchangedSegment]] = {}
        self._lines: dict[tuple[str, str], int] = {}
        self._refused: list[Refused] = []

    def begin(self, content: ExchangedContent) -> None:
        """Content that is begun again goes on as it was begun first."""
        self._contents.setdefault(content.content_id, content)
        self._segments.setdefault(content.content_id, [])

    def add(self, content_id: str, segment: ExchangedSegment, *, line: int) -> None:
        """Takes a segment of content that was begun. A blank translation of words is none."""
        if (content_id, segment.path) in self._lines:
            reason = _("This text is in the file twice; the first one counts.")
            self.refuse(reason, path=segment.path, line=line)
            return
        if not is_storable(segment.source + segment.target):
            self.refuse(_("It holds a character that can't be stored."), path=segment.path, line=line)
            return
        if max(len(segment.source), len(segment.target)) > MAX_CHARACTERS:
            self.refuse(_("It is too long."), path=segment.path, line=line)
            return
        if segment.source.strip() and not segment.target.strip():
            segment = replace(segment, target="")
        if not segment.target:
            segment = replace(segment, state="initial")
        self._lines[content_id, segment.path] = line
        self._segments[content_id].append(segment)
        self._check_number()

    def refuse(self, reason: str, *, path: str, line: int | None) -> None:
        self._refused.append(Refused(self.file, line, path, reason))
        self._check_number()

    def read_file(self) -> ReadFile:
        contents = tuple(
            replace(content, segments=tuple(self._segments[content_id]))
            for content_id, content in self._contents.items()
        )
        return ReadFile(contents, tuple(self._refused), self._lines)

    def _check_number(self) -> None:
        if len(self._lines) + len(self._refused) > MAX_SEGMENTS:
            raise TooManySegments(self.file)
