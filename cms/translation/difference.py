"""Word difference (types only, being written)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe


@dataclass(frozen=True)
class Change:
    kind: Literal["equal", "insert", "delete"]
    text: str


def words(before: str, after: str) -> list[Change]:
    return [Change("delete", before), Change("insert", after)]


def as_html(changes: list[Change]) -> SafeString:
    return mark_safe("".join(escape(change.text) for change in changes))
