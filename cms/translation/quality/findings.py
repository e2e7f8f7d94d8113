"""What a check is told and what it says: the rules of a text, and a finding with its weight."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class Severity(StrEnum):
    """An error blocks approval; a warning is for a person to judge."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Finding:
    """What is wrong, in a sentence that quotes the very words and says what to do."""

    code: str
    severity: Severity
    message: str


@dataclass(frozen=True)
class Avoided:
    """A word not to use in the target language; `instead` may be empty."""

    text: str
    instead: str
    reason: str
    is_error: bool


@dataclass(frozen=True)
class ExpectedTerm:
    """A term of the glossary and its approved translation. Of several with one source any will do."""

    source: str
    target: str


@dataclass(frozen=True)
class Rules:
    """What holds for one text besides what holds for all: `limit` is in characters, tags not counted."""

    limit: int | None = None
    avoided: Sequence[Avoided] = ()
    terms: Sequence[ExpectedTerm] = ()
