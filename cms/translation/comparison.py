"""A locale as those read it who approve it: beside the source, with what changed there and what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString

from cms.locales import BY_TAG, SOURCE
from cms.translation import difference, marks
from cms.translation.labels import part_label
from cms.translation.proofreading import Proofreader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from cms.locales import ContentLocale
    from cms.translation.bilingual import Bilingual
    from cms.translation.quality import Finding
    from cms.translation.segments import Segment
    from cms.translation.snapshots import Snapshot


@dataclass(frozen=True)
class Spoken:
    """Safe HTML in the language of a locale."""

    locale: ContentLocale
    text: SafeString


@dataclass(frozen=True)
class Row:
    """One segment. `is_first_of_part` starts a new part of the page; the texts are safe HTML, empty for none.

    `beside` is the source, and of an overlay what has changed in the locale below; `target_change` is what the draft
    says against what is released, empty where nothing is different.
    """

    path: str
    label: str
    is_first_of_part: bool
    beside: list[Spoken]
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
            beside=_beside(segment, BY_TAG[sheet.locale]),
            target=difference.plain(segment.target or segment.inherited),
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


def changes(segment: Segment, locale: ContentLocale) -> list[Spoken]:
    """What its translation was made from against what that says now, word by word: the source, and of an overlay the
    locale below. Only what is different; nothing for a segment that is up to date.
    """
    if not segment.is_outdated:
        return []
    made_from = [(SOURCE, segment.made_from, segment.source)]
    if locale.overlays:
        made_from.append((locale.overlays, segment.inherited_from, segment.inherited))
    return [
        Spoken(BY_TAG[tag], difference.as_html(difference.words(before, now)))
        for tag, before, now in made_from
        if before and before != now
    ]


def _beside(segment: Segment, locale: ContentLocale) -> list[Spoken]:
    found = changes(segment, locale)
    has_moved = any(spoken.locale.is_source for spoken in found)
    return found if has_moved else [Spoken(BY_TAG[SOURCE], difference.plain(segment.source)), *found]


def _change(before: str, after: str) -> SafeString:
    """Word by word; empty where both say the same, or one of them nothing."""
    if before == after or not before or not after:
        return SafeString()
    return difference.as_html(difference.words(before, after))
