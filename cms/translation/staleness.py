"""How far the source has moved on since a locale was released; a safety change withdraws what no longer fits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext_noop

from cms.locales import SOURCE, translations
from cms.publishing.models import ChangeKind
from cms.translation import snapshots, units
from cms.translation.current import current_of, waiting_of
from cms.translation.models import Release

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cms.translation.snapshots import Snapshot

#: Stored as it is and translated where it is shown, for those who read it may have another language.
SAFETY_CHANGE = gettext_noop("A safety change of the source")
EXPIRED = gettext_noop("Expired")

_STRENGTH = {"": 0, ChangeKind.EDITORIAL: 1, ChangeKind.CONTENT: 2, ChangeKind.SAFETY: 3}


def measure(content: Any, *, change_kind: str) -> list[Release]:
    """Compares the releases with the source as it is out now; a safety change withdraws the current ones that differ.

    Returns those that changed of the current releases, and of those that wait where the locale has none. Call it in the
    transaction of the change, before documents are rebuilt. Inside `content.read_once()` it
    costs one query, and one more when something changed.
    """
    releases, waiting = current_of(content), waiting_of(content)
    changed = compared(content, releases, change_kind=change_kind)
    if waiting:
        changed += compared(content, {**releases, **waiting}, change_kind=change_kind)
    if changed:
        Release.objects.bulk_update(
            changed,
            ["outdated_parts", "outdated_since", "outdated_by", "withdrawn_at", "withdrawn_by", "withdrawal_reason"],
        )
    return [release for release in changed if release.is_current or release.locale not in releases]


def compared(content: Any, releases: Mapping[str, Release], *, change_kind: str) -> list[Release]:
    """The releases, of these by locale, that the source as `content` holds it leaves behind, brings up to date or takes
    back: set on them, nothing is saved.
    """
    return [
        releases[tag]
        for tag, parts in differences(content, releases).items()
        if _note(releases[tag], parts, change_kind=change_kind)
    ]


def differences(content: Any, releases: Mapping[str, Release]) -> dict[str, list[str]]:
    """The parts in which each of these releases differs from the source as `content` holds it, draft or not.

    By locale, withdrawn ones among them; an empty list for one that fits. Nothing is changed.
    """
    if not releases:
        return {}
    facts = content.neutral_facts()
    source = digests_of(content, snapshots.take(content, SOURCE), facts)
    found: dict[str, list[str]] = {}
    for locale in translations():  # an overlay comes after the locale that it overlays
        release = releases.get(locale.tag)
        if release is None:
            continue
        if locale.overlays is None:
            found[locale.tag] = units.differing_parts(release.made_from[SOURCE], source)
        else:
            base = releases.get(locale.overlays)
            base_now = digests_of(content, base.snapshot, facts) if base is not None else {}
            found[locale.tag] = _differences_of_overlay(
                content,
                release,
                below=locale.overlays,
                of_base=found.get(locale.overlays),
                base=base_now,
                source=source,
            )
    return found


def remeasure(content: Any) -> list[Release]:
    """Measures again where nobody says what kind of change there was: for `republish`."""
    return measure(content, change_kind="")


def digests_of(content: Any, snapshot: Snapshot, facts: Mapping[str, Any]) -> dict[str, str]:
    return units.digests(type(content), snapshot, facts=facts, apart=type(content).measured_apart)


def _note(release: Release, parts: list[str], *, change_kind: str) -> bool:
    """Whether anything of the release is new by that."""
    newly_outdated = bool(parts) and parts != release.outdated_parts
    is_unsafe = bool(parts) and change_kind == ChangeKind.SAFETY and not _knows_of_safety(release)
    if parts == release.outdated_parts and not is_unsafe:
        return False
    release.outdated_parts = parts
    release.outdated_since = (release.outdated_since or timezone.now()) if parts else None
    if not parts:
        release.outdated_by = ""
    elif newly_outdated or change_kind == ChangeKind.SAFETY:
        release.outdated_by = max(release.outdated_by, change_kind, key=_STRENGTH.__getitem__)
    if is_unsafe and release.is_current:
        take_back(release, by=None, reason=SAFETY_CHANGE)
    return True


def _knows_of_safety(release: Release) -> bool:
    """One that waits is not taken back but refused at its moment, unless it fits by then."""
    return release.is_withdrawn if release.is_current else release.outdated_by == ChangeKind.SAFETY


def _differences_of_overlay(
    content: Any,
    release: Release,
    *,
    below: str,
    of_base: list[str] | None,
    base: Mapping[str, str],
    source: Mapping[str, str],
) -> list[str]:
    """What the overlay says itself is compared with both texts it was made from;
    what it inherits is as old as the base.

    `of_base` are the differences of the locale below, None where that has no release.
    """
    own = {units.part_of(unit.path) for unit in units.units(type(content), release.snapshot)}
    differing = set(units.differing_parts(release.made_from[SOURCE], source))
    if of_base is None:
        return sorted(differing & own)
    differing |= set(units.differing_parts(release.made_from[below], base))
    return sorted((differing & own) | (set(of_base) - own))


def take_back(release: Release, *, by: Any | None, reason: str) -> None:
    release.withdrawn_at = timezone.now()
    release.withdrawn_by = by
    release.withdrawal_reason = reason[:255]
