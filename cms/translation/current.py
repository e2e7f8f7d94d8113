"""What is released now and what will be: the releases of content, and what a locale says by them."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any

from cms.locales import BY_TAG, TAGS, translations
from cms.publishing.models import ChangeKind
from cms.translation import snapshots, units
from cms.translation.models import Release, ReleaseState

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping
    from datetime import datetime

    from cms.locales import ContentLocale
    from cms.translation.snapshots import Snapshot


def current_of(content: Any) -> dict[str, Release]:
    """The current releases of one content object by locale, withdrawn ones among them; one query."""
    return {release.locale: release for release in releases_of(content) if release.is_current}


def waiting_of(content: Any) -> dict[str, Release]:
    """The releases of one content object that wait for their moment, by locale; one query."""
    return {release.locale: release for release in releases_of(content) if release.is_waiting}


def releases_of(content: Any) -> list[Release]:
    """Both; one query, none inside `content.read_once()` where they were read."""
    known = content.__dict__.get("_rows")
    if known is not None and "releases" in known:
        found: list[Release] = known["releases"]
        return found
    found = list(Release.objects.filter(content_id=content.content_id, is_current_or_waiting=True))
    if known is not None:
        known["releases"] = found
    return found


def as_of(content: Any, moment: datetime) -> dict[str, Release]:
    """What `current_of` will be at a coming moment if nobody acts before; one query, and nothing is saved.

    A release that will be taken back by then stands there as withdrawn. One that would be refused as things are now (a
    safety change of the source, a locale below that is not out) does not stand there.
    """
    known = releases_of(content)
    found = {release.locale: release for release in known if release.is_current}
    coming = [release for release in known if release.is_waiting and goes_out_at(release) <= moment]
    for release in sorted(coming, key=_order):
        found = _without_expired(found, goes_out_at(release))
        if _may_go_out(release, found):
            found[release.locale] = _gone_out(release)
    return _without_expired(found, moment)


def next_change(releases: Iterable[Release], *, now: datetime) -> datetime | None:
    """When the clock changes what is out, by releases that are out and that wait; None for never."""
    moments = (release.goes_out_at if release.is_waiting else release.expires_at for release in releases)
    return min((moment for moment in moments if moment is not None and moment > now), default=None)


def is_unsafe(release: Release) -> bool:
    """Whether a safety change of the source came after the approval and the text differs from it."""
    return bool(release.outdated_parts) and release.outdated_by == ChangeKind.SAFETY


def goes_out_at(release: Release) -> datetime:
    """The moment of a release that waits."""
    assert release.goes_out_at is not None  # noqa: S101 -- a constraint of the table
    return release.goes_out_at


def may_go_out(locale: str, unwithdrawn: Container[str]) -> bool:
    """Whether a translation goes out where these locales have a release that is not withdrawn: an overlay goes out with
    the locale that it overlays.
    """
    below = BY_TAG[locale].overlays
    return locale in unwithdrawn and (below is None or may_go_out(below, unwithdrawn))


def out_of(releases: Mapping[str, Release]) -> list[str]:
    """The translations that go out by these current releases, in the order of the list."""
    unwithdrawn = {tag for tag, release in releases.items() if not release.is_withdrawn}
    return [locale.tag for locale in translations() if may_go_out(locale.tag, unwithdrawn)]


def nearest(locale: str, out: Container[str]) -> ContentLocale | None:
    """The locale that readers are given where these are out."""
    return next((BY_TAG[tag] for tag in BY_TAG[locale].reading_order if tag in out), None)


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


def expires_at(release: Release) -> datetime:
    """The moment when a release that has one is taken back."""
    assert release.expires_at is not None  # noqa: S101 -- for the type checker: asked of those that have one
    return release.expires_at


def _order(release: Release) -> tuple[datetime, int]:
    """A locale goes out before its overlays."""
    return goes_out_at(release), TAGS.index(release.locale)


def _may_go_out(release: Release, releases: Mapping[str, Release]) -> bool:
    below = BY_TAG[release.locale].overlays
    base = releases.get(below) if below else None
    return not is_unsafe(release) and (below is None or (base is not None and not base.is_withdrawn))


def _gone_out(release: Release) -> Release:
    found = copy(release)
    found.state, found.is_current, found.released_at = ReleaseState.OUT, True, release.goes_out_at
    return found


def _without_expired(releases: Mapping[str, Release], moment: datetime) -> dict[str, Release]:
    return {locale: _expired_by(release, moment) for locale, release in releases.items()}


def _expired_by(release: Release, moment: datetime) -> Release:
    if release.is_withdrawn or release.expires_at is None or release.expires_at > moment:
        return release
    found = copy(release)
    found.withdrawn_at = release.expires_at
    return found
