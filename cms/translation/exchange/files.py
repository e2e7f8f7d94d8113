"""What stands in a file that is exchanged with translators, whatever its format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

#: Of one file. A page has a few hundred at most; a file with more than this was not made for people.
MAX_SEGMENTS = 100_000

#: The states of a segment in XLIFF 2.0, the least done first.
STATES = ("initial", "translated", "reviewed", "final")


@dataclass(frozen=True)
class ExchangedSegment:
    """One text and its translation, both as marked text; an empty target is none.

    The path is made of letters, digits and `. _ - / #`. `state` is one of STATES; `note` is for the translator, `limit`
    is in characters.
    """

    path: str
    source: str
    target: str
    state: str
    note: str = ""
    limit: int | None = None


@dataclass(frozen=True)
class ExchangedContent:
    """The segments of one page or snippet, in reading order.

    `name` is for people, `kind` is the label of its model, locales are BCP 47 tags. `exported_at` is in UTC with
    microseconds, None in files that other tools made; kind and name are empty there.
    """

    content_id: str
    kind: str
    name: str
    source_locale: str
    target_locale: str
    exported_at: datetime | None
    segments: tuple[ExchangedSegment, ...]


@dataclass(frozen=True)
class Refused:
    """A line of a file that can't be taken over; `reason` is a sentence for a person."""

    file: str
    line: int | None
    path: str
    reason: str


@dataclass(frozen=True)
class ReadFile:
    """All that was understood, all that was not, and the line of each segment by content id and path."""

    contents: tuple[ExchangedContent, ...]
    refused: tuple[Refused, ...]
    lines: Mapping[tuple[str, str], int]


class UnreadableFile(Exception):
    """Nothing of the file can be taken over; the message says what to do."""

    def __init__(self, file: str, message: str) -> None:
        self.file = file
        super().__init__(message)


class TooManySegments(UnreadableFile):
    """More than MAX_SEGMENTS, or as much markup as so many would need."""

    def __init__(self, file: str) -> None:
        super().__init__(
            file,
            _("The file has more than %(count)d texts. Split it into several files.") % {"count": MAX_SEGMENTS},
        )


def languages_of(contents: Sequence[ExchangedContent]) -> tuple[str, str]:
    """The source and the target locale that all contents of a file have in common."""
    pairs = {(content.source_locale, content.target_locale) for content in contents}
    if len(pairs) != 1:
        raise ValueError(f"A file holds one pair of languages, not {sorted(pairs)}.")
    return pairs.pop()
