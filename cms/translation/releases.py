"""Approving, withdrawing and rolling back a locale, and measuring how far the source has moved on since.

The source locale is released by publishing. Every other locale goes out from its current release: the snapshot of its
text as it was approved. What is out changes only here and through `cms.publishing.lifecycle`, in one transaction each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Max
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _, gettext_noop

from cms.locales import BY_TAG, SOURCE, translations
from cms.publishing import lifecycle, registry, store
from cms.publishing.document import Change, content_key
from cms.publishing.models import ChangeKind, Document, DocumentState
from cms.translation import drafts, rights, segments, snapshots, work
from cms.translation.errors import (
    IncompleteTranslation,
    NoSuchRelease,
    NothingToRelease,
    NotTheApprover,
    PathTaken,
    TextHasChanged,
)
from cms.translation.labels import part_labels
from cms.translation.models import Method, Release
from cms.translation.policy import policy_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from cms.translation.snapshots import Snapshot

#: Stored as it is and translated where it is shown, for those who read it may have another language.
SAFETY_CHANGE = gettext_noop("A safety change of the source")

_STRENGTH = {"": 0, ChangeKind.EDITORIAL: 1, ChangeKind.CONTENT: 2, ChangeKind.SAFETY: 3}


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


def approve(
    content: Any, locale: str, *, by: Any, seen_digest: str | None = None, method: str = Method.HUMAN
) -> Release:
    """Releases the locale's latest draft.

    `seen_digest` is `segments.digest` of the text that the approver had before their eyes.

    Raises NoRight, TextHasChanged, NotTheApprover, NothingToRelease, IncompleteTranslation or PathTaken.
    """
    rights.require_approver(by, locale)
    draft = drafts.latest(content)
    with store.locked():
        snapshot = snapshots.take(draft, locale)
        digest = segments.digest(type(draft), snapshot)
        if seen_digest is not None and seen_digest != digest:
            raise TextHasChanged(locale)
        _check_four_eyes(draft.content_id, locale, by)
        _check_complete(draft, locale, snapshot)
        _propose_path(draft, locale, snapshot)
        release = _add(content, draft, locale, snapshot, by=by, method=method)
        work.done(draft.content_id, locale, digest=digest)
        _tell(content, locale, release)
    return release


def withdraw(content: Any, locale: str, *, by: Any, reason: str = "") -> Release:
    """Takes the locale back; its readers get the next one of the chain. Raises NoRight or NoSuchRelease."""
    rights.require_approver(by, locale)
    with store.locked():
        release = Release.objects.select_for_update().filter(
            content_id=content.content_id, locale=locale, is_current=True, withdrawn_at=None
        ).first()  # fmt: skip
        if release is None:
            raise NoSuchRelease(locale, None)
        _withdraw(release, by=by, reason=reason)
        release.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawal_reason"])
        _tell(content, locale, release)
    return release


def roll_back(content: Any, locale: str, *, to: int, by: Any) -> Release:
    """Releases the text of an earlier release again, as a new one. It is as outdated as the earlier one has become.

    Raises NoRight or NoSuchRelease.
    """
    rights.require_approver(by, locale)
    with store.locked():
        earlier = Release.objects.filter(content_id=content.content_id, locale=locale, number=to).first()
        if earlier is None:
            raise NoSuchRelease(locale, to)
        release = _insert(
            content,
            locale,
            by=by,
            snapshot=earlier.snapshot,
            made_from=earlier.made_from,
            source_version=earlier.source_version,
            method=earlier.method,
            translators=earlier.translators,
        )
        _tell(content, locale, release)
    return release


def measure(content: Any, *, change_kind: str) -> list[Release]:
    """Compares the current releases with the source as it is out now; a safety change withdraws those that differ.

    Returns the releases that changed. Call it in the transaction of the change, before documents are rebuilt. Costs one
    query, and one more when something changed.
    """
    releases = current_of(content)
    if not releases:
        return []
    facts = content.neutral_facts()
    source = _digests(content, snapshots.take(content, SOURCE), facts)
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


def missing_parts(content: Any, locale: str, snapshot: Snapshot) -> list[str]:
    """The parts of the source that the locale lacks, in reading order; a regional overlay lacks nothing."""
    if BY_TAG[locale].overlays:
        return []
    model = type(content)
    there = {segment.path for segment in segments.segments(model, snapshot)}
    wanted = [segment.path for segment in segments.segments(model, source_text(content))]
    apart = type(content).measured_apart
    lacking = [segments.part_of(path) for path in wanted if path not in there]
    return [part for part in dict.fromkeys(lacking) if part.partition(".")[0] not in apart]


def source_text(draft: Any) -> Snapshot:
    """The source that a translation of this draft is measured against: what is out, else the draft."""
    return snapshots.take(_source_of(draft), SOURCE)


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
    return snapshots.over(base, own, streams=snapshots.stream_fields(model))


def _source_of(draft: Any) -> Any:
    """The row that is out, when there is one:
    a translation made from an unpublished draft must not pass for current later.
    """
    if drafts.is_live(draft) and draft.pk:
        return type(draft)._default_manager.get(pk=draft.pk)
    return draft


def _digests(content: Any, snapshot: Snapshot, facts: Mapping[str, Any]) -> dict[str, str]:
    return segments.digests(type(content), snapshot, facts=facts, apart=type(content).measured_apart)


def _check_four_eyes(content_id: UUID, locale: str, by: Any) -> None:
    if not policy_of(locale).four_eyes:
        return
    noted = work.works_of(content_id).get(locale)
    if noted is not None and by.pk in noted.contributors:
        raise NotTheApprover(locale)


def _check_complete(draft: Any, locale: str, snapshot: Snapshot) -> None:
    if locale == SOURCE:
        raise NothingToRelease(_("The source language is released by publishing."))
    if snapshots.is_empty(snapshot):
        if BY_TAG[locale].overlays:
            raise NothingToRelease(_("Nothing differs from the language below, so there is nothing to release."))
        raise _incomplete(draft, locale, missing_parts(draft, locale, snapshot))
    missing = missing_parts(draft, locale, snapshot)
    if policy_of(locale).partial:
        missing = [part for part in missing if part in type(draft).always_needed]
    if missing:
        raise _incomplete(draft, locale, missing)


def _incomplete(draft: Any, locale: str, missing: list[str]) -> IncompleteTranslation:
    return IncompleteTranslation(locale, missing, labels=part_labels(type(draft), missing))


def _propose_path(draft: Any, locale: str, snapshot: Snapshot) -> None:
    """A locale without a path segment of its own gets one from its name, in its own script."""
    fields = snapshot["fields"]
    if "path_segment" in fields and not fields["path_segment"] and not BY_TAG[locale].overlays:
        fields["path_segment"] = slugify(fields["name"], allow_unicode=True) or draft.slug
    if fields.get("path_segment"):
        _check_path(draft, locale, fields["path_segment"])


def _check_path(draft: Any, locale: str, segment: str) -> None:
    """What another page's release says counts, whatever its draft says now."""
    leads_there = Document.objects.filter(locale=locale, segment=segment, state=DocumentState.LIVE)
    of_type = (
        leads_there.filter(type=registry.kind_of(draft).type)
        if registry.is_published(type(draft))
        else leads_there.none()
    )
    if of_type.exclude(content_id=draft.content_id).exists():
        raise PathTaken(locale, segment)


def _add(content: Any, draft: Any, locale: str, snapshot: Snapshot, *, by: Any, method: str) -> Release:
    source = _source_of(draft)
    facts = source.neutral_facts()
    made_from = {SOURCE: _digests(source, snapshots.take(source, SOURCE), facts)}
    below = BY_TAG[locale].overlays
    if below:
        base = effective_of(type(content), below, current_of(content))
        if base is None:
            raise NothingToRelease(_("%(language)s has to be released first.") % {"language": BY_TAG[below].own_name})
        made_from[below] = _digests(source, base, facts)
    live = Document.objects.filter(content_id=content.content_id, locale=SOURCE).first()
    noted = work.works_of(content.content_id).get(locale)
    return _insert(
        content,
        locale,
        by=by,
        snapshot=snapshot,
        made_from=made_from,
        source_version=live.version if live else None,
        method=method,
        translators=noted.contributors if noted else [],
    )


def _insert(content: Any, locale: str, *, by: Any, snapshot: Snapshot, **values: Any) -> Release:
    """The next release; the one before stays, as what was approved then."""
    of_locale = Release.objects.filter(content_id=content.content_id, locale=locale)
    newest = of_locale.aggregate(newest=Max("number"))["newest"] or 0
    of_locale.filter(is_current=True).update(is_current=False)
    return Release.objects.create(
        content_id=content.content_id,
        locale=locale,
        number=newest + 1,
        snapshot=snapshot,
        head=snapshots.head_of(type(content), snapshot),
        approver=by if by.pk else None,
        approver_name=by.get_full_name() or by.get_username(),
        approved_at=timezone.now(),
        **values,
    )


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
        _withdraw(release, by=None, reason=SAFETY_CHANGE)
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
        return segments.differing_parts(release.made_from[SOURCE], source)
    base = releases.get(below)
    base_now = _digests(content, base.snapshot, facts) if base is not None else {}
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
    own = {segments.part_of(segment.path) for segment in segments.segments(type(content), release.snapshot)}
    differing = set(segments.differing_parts(release.made_from[SOURCE], source))
    inherited: set[str] = set()
    if base is not None:
        inherited = set(base.outdated_parts) - own
        differing |= set(segments.differing_parts(release.made_from[below], base_now))
    return sorted((differing & own) | inherited)


def _withdraw(release: Release, *, by: Any | None, reason: str) -> None:
    release.withdrawn_at = timezone.now()
    release.withdrawn_by = by
    release.withdrawal_reason = reason[:255]


def _tell(content: Any, locale: str, release: Release) -> None:
    """Rebuilds what is published of the content; an approval that catches up says what kind of change it brings."""
    changed = {locale, *(other.tag for other in translations() if other.overlays == locale)}
    published = _published(content)
    kind = _kind_since(release)
    with published.read_once():
        measure(published, change_kind="")
        if registry.is_published(type(content)):
            lifecycle.refresh(published, change=Change(kind=kind, locales=frozenset(changed)))
        else:
            lifecycle.touched({content_key(content.content_id)})


def _kind_since(release: Release) -> str:
    """The strongest kind of change that this release catches up with, `content` for a first one."""
    before = Release.objects.filter(
        content_id=release.content_id, locale=release.locale, number__lt=release.number
    ).order_by("-number").first()  # fmt: skip
    return (before.outdated_by if before else "") or ChangeKind.CONTENT


def _published(content: Any) -> Any:
    return type(content)._default_manager.get(pk=content.pk)
