"""How far the source has moved on since a locale was released; a safety change withdraws what no longer fits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext_noop

from cms.locales import BY_TAG, SOURCE, translations
from cms.publishing.models import ChangeKind
from cms.translation import snapshots, units
from cms.translation.current import current_of
from cms.translation.models import Release

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cms.translation.snapshots import Snapshot

#: Stored as it is and translated where it is shown, for those who read it may have another language.
SAFETY_CHANGE = gettext_noop("A safety change of the source")

_STRENGTH = {"": 0, ChangeKind.EDITORIAL: 1, ChangeKind.CONTENT: 2, ChangeKind.SAFETY: 3}


def measure(content: Any, *, change_kind: str) -> list[Release]:
    """Compares the current releases with the source as it is out now; a safety change withdraws those that differ.

    Returns the releases that changed. Call it in the transaction of the change, before documents are rebuilt. Costs one
    query, and one more when something changed.
    """
    releases = current_of(content)
    if not releases:
        return []
    facts = content.neutral_facts()
    source = digests_of(content, snapshots.take(content, SOURCE), facts)
    changed = []
    for locale in translations():  # an overlay comes after the locale that it overlays
        release = releases.get(locale.tag)
        if release is not None and _measure_one(
            content, release, releases, source=source, facts=facts, change_kind=change_kind
        ):
            changed.append(release)
    if changed:
        Release.objects.bulk_update(
            changed,
            ["outdated_parts", "outdated_since", "outdated_by", "withdrawn_at", "withdrawn_by", "withdrawal_reason"],
        )
    return changed


def remeasure(content: Any) -> list[Release]:
    """Measures again where nobody says what kind of change there was: for `republish`."""
    return measure(content, change_kind="")


def digests_of(content: Any, snapshot: Snapshot, facts: Mapping[str, Any]) -> dict[str, str]:
    return units.digests(type(content), snapshot, facts=facts, apart=type(content).measured_apart)


def _measure_one(
    content: Any,
    release: Release,
    releases: Mapping[str, Release],
    *,
    source: Mapping[str, str],
    facts: Mapping[str, Any],
    change_kind: str,
) -> bool:
    parts = _outdated_parts(content, release, releases, source=source, facts=facts)
    newly_outdated = parts and parts != release.outdated_parts
    if parts == release.outdated_parts and not (
        parts and change_kind == ChangeKind.SAFETY and not release.is_withdrawn
    ):
        return False
    release.outdated_parts = parts
    release.outdated_since = (release.outdated_since or timezone.now()) if parts else None
    if not parts:
        release.outdated_by = ""
    elif newly_outdated or change_kind == ChangeKind.SAFETY:
        release.outdated_by = max(release.outdated_by, change_kind, key=_STRENGTH.__getitem__)
    if parts and change_kind == ChangeKind.SAFETY and not release.is_withdrawn:
        take_back(release, by=None, reason=SAFETY_CHANGE)
    return True


def _outdated_parts(
    content: Any,
    release: Release,
    releases: Mapping[str, Release],
    *,
    source: Mapping[str, str],
    facts: Mapping[str, Any],
) -> list[str]:
    below = BY_TAG[release.locale].overlays
    if below is None:
        return units.differing_parts(release.made_from[SOURCE], source)
    base = releases.get(below)
    base_now = digests_of(content, base.snapshot, facts) if base is not None else {}
    return _outdated_parts_of_overlay(content, release, base, base_now=base_now, below=below, source=source)


def _outdated_parts_of_overlay(
    content: Any,
    release: Release,
    base: Release | None,
    *,
    base_now: Mapping[str, str],
    below: str,
    source: Mapping[str, str],
) -> list[str]:
    """What the overlay says itself is compared with both texts it was made from;
    what it inherits is as old as the base.
    """
    own = {units.part_of(unit.path) for unit in units.units(type(content), release.snapshot)}
    differing = set(units.differing_parts(release.made_from[SOURCE], source))
    inherited: set[str] = set()
    if base is not None:
        inherited = set(base.outdated_parts) - own
        differing |= set(units.differing_parts(release.made_from[below], base_now))
    return sorted((differing & own) | inherited)


def take_back(release: Release, *, by: Any | None, reason: str) -> None:
    release.withdrawn_at = timezone.now()
    release.withdrawn_by = by
    release.withdrawal_reason = reason[:255]
