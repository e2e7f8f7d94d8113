"""Source and translation side by side, string by string, for a person who has to approve."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from cms.locales import BY_TAG
from cms.publishing.rich_text import Link, Links, clean_html
from cms.translation import readiness, snapshots, units
from cms.translation.labels import part_label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cms.translation.snapshots import Snapshot

#: Links are shown as links without a target: what counts here is which words are linked.
_NOWHERE = Links(page=lambda page_id: Link(url="https://origin.invalid/", content_id=""), term=lambda term_id: "")


@dataclass(frozen=True)
class Row:
    """One string. `is_first_of_part` starts a new part of the page; both texts are safe HTML, empty for none.

    `is_needed` says whether the locale lacks something where it says nothing: it may have other names or none.
    """

    part: str
    label: str
    is_first_of_part: bool
    is_needed: bool
    source: SafeString
    target: SafeString
    is_outdated: bool


def rows(draft: Any, tag: str, *, outdated_parts: list[str]) -> Iterator[Row]:
    """Every string of the source in reading order beside what the draft says in the locale,
    then what only the locale has.
    """
    model = type(draft)
    source = {unit.path: unit.text for unit in units.units(model, readiness.source_text(draft))}
    target = {unit.path: unit.text for unit in units.units(model, _effective(draft, tag))}
    last = None
    for path in dict.fromkeys([*source, *target]):
        part = units.part_of(path)
        yield Row(
            part=part,
            label=part_label(model, part),
            is_needed=part.partition(".")[0] not in model.measured_apart,
            is_first_of_part=part != last,
            source=_shown(source.get(path, "")),
            target=_shown(target.get(path, "")),
            is_outdated=part in outdated_parts,
        )
        last = part


def _effective(draft: Any, tag: str) -> Snapshot:
    """An overlay is read as its readers will: over the draft of the locale below."""
    own = snapshots.take(draft, tag)
    below = BY_TAG[tag].overlays
    if below is None:
        return own
    return snapshots.over(snapshots.take(draft, below), own, streams=snapshots.stream_fields(type(draft)))


def _shown(text: str) -> SafeString:
    if text.startswith("<"):
        return mark_safe(clean_html(text, links=_NOWHERE))  # noqa: S308 -- cleaned by nh3
    return escape(text)
