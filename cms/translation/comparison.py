"""A locale as those read it who approve it: beside the source, with what changed there and what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString

from cms.translation import difference, marks
from cms.translation.labels import part_label
from cms.translation.proofreading import Proofreader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from cms.translation.bilingual import Bilingual
    from cms.translation.quality import Finding
    from cms.translation.snapshots import Snapshot


@dataclass(frozen=True)
class Row:
    """One segment. `is_first_of_part` starts a new part of the page; the texts are safe HTML, empty for none.

    `source_change` shows word by word what the source says now against what was translated, `target_change` what the
    draft says against what is released; both are empty where nothing is different.
    """

    path: str
    label: str
    is_first_of_part: bool
    source: SafeString
    source_change: SafeString
    target: SafeString
    target_change: SafeString
    is_inherited: bool
    is_missing: bool
    is_outdated: bool
    is_unread: bool
    findings: list[Finding]


def rows(sheet: Bilingual, content_id: UUID, *, released: Snapshot | None) -> Iterator[Row]:
    """Every segment in reading order. Costs a few queries, for the marks and the rules of the locale.

    `released` is the text that readers have, None where there is none.
    """
    before = sheet.saying(released).by_path if released is not None else {}
    known = marks.of(content_id, sheet.locale)
    proofreader = Proofreader(sheet.locale)
    last = None
    for segment in sheet.segments:
        yield Row(
            path=segment.path,
            label=part_label(sheet.model, segment.part),
            is_first_of_part=segment.part != last,
            source=_shown(segment.source),
            source_change=_change(segment.made_from, segment.source) if segment.is_outdated else SafeString(),
            target=_shown(segment.target or segment.inherited),
            target_change=_change(before[segment.path].target, segment.target)
            if segment.path in before
            else SafeString(),
            is_inherited=bool(segment.inherited and not segment.target),
            is_missing=segment.is_missing,
            is_outdated=segment.is_outdated,
            is_unread=marks.is_unread(segment, known),
            findings=proofreader.open_findings(segment, known),
        )
        last = segment.part


def _change(before: str, after: str) -> SafeString:
    """Word by word; empty where both say the same, or one of them nothing."""
    if before == after or not before or not after:
        return SafeString()
    return difference.as_html(difference.words(before, after))


def _shown(text: str) -> SafeString:
    return difference.as_html([difference.Change("equal", text)]) if text else SafeString()
