"""What is released now: the current releases of content, and what a locale says by them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cms.locales import BY_TAG
from cms.translation import snapshots, units
from cms.translation.models import Release

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cms.translation.snapshots import Snapshot


def current_of(content: Any) -> dict[str, Release]:
    """The current releases of one content object by locale, withdrawn ones among them; one query."""
    known = content.__dict__.get("_rows")
    if known is not None and "releases" in known:
        found: dict[str, Release] = known["releases"]
        return found
    found = {
        release.locale: release for release in Release.objects.filter(content_id=content.content_id, is_current=True)
    }
    if known is not None:
        known["releases"] = found
    return found


def effective_of(
    model: Any, locale: str, releases: Mapping[str, Release], *, head_only: bool = False
) -> Snapshot | None:
    """What a released locale says, an overlay over the locale below it; None where it may not go out.

    `releases` are the current ones of the content by locale.
    """
    release = releases.get(locale)
    if release is None or release.is_withdrawn:
        return None
    own: Snapshot = release.head if head_only else release.snapshot
    below = BY_TAG[locale].overlays
    if below is None:
        return own
    base = effective_of(model, below, releases, head_only=head_only)
    if base is None:
        return None
    # Heads have no blocks, and are read without what they were made from.
    keys = () if head_only else (key for digests in release.made_from.values() for key in digests)
    return snapshots.over(base, own, streams=snapshots.stream_fields(model), former=units.block_ids_of(keys))
