"""Notes who works on which locale, whatever the way: the form, the workbench, an import, a script."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from cms.locales import BY_TAG, SOURCE, translations
from cms.translation import bilingual, layout, readiness, rights, snapshots, standing, units
from cms.translation.models import LocaleWork, WorkState
from cms.translation.segments import anchor_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from uuid import UUID

    from cms.translation.bilingual import Bilingual
    from cms.translation.models import Release
    from cms.translation.snapshots import Snapshot

#: What a note may change in a row.
NOTED = [
    "state",
    "digest",
    "made_from",
    "texts",
    "contributors",
    "changed_at",
    "segments",
    "missing",
    "outdated",
    "waiting_since",
    "submitted_at",
    "submitted_by",
    "revised_at",
    "reviser",
    "clinically_approved_at",
    "clinical_approver",
]


def note(content: Any, *, user: Any | None, confirmed: Mapping[str, Collection[str]] | None = None) -> None:
    """Compares each translation with what was last noted; a difference is work in progress, by this person if known.

    `confirmed` are paths of segments by locale that fit the source as it is now though their text stays. Costs one
    query, and two or three more when something changed.
    """
    noted = standing.works_of_saved(content)
    source = None
    changed: dict[str, LocaleWork] = {}
    for locale in translations():
        work = noted[locale.tag]
        snapshot = snapshots.take(content, locale.tag)
        digest = units.digest(type(content), snapshot)
        sure = (confirmed or {}).get(locale.tag, ())
        is_changed = bool(sure) or not _is_noted(work, digest, snapshot)
        if not is_changed and not (locale.overlays in changed and work.digest):
            continue
        source = source or readiness.source_text(content)
        if is_changed:
            _lay_out(work, type(content), source)
        sheet = bilingual.of(content, locale.tag, noted, source=source)
        if is_changed:
            _note_one(work, sheet, digest=digest, confirmed=sure, user=user)
        else:
            standing.count(work, sheet)
        changed[locale.tag] = work
    standing.save(list(changed.values()), NOTED)


def former_blocks(content: Any, locale: str) -> frozenset[str]:
    """The ids of the blocks that a locale's text was made from; one query."""
    work = works_of(content.content_id).get(locale)
    made_from = work.made_from.values() if work else ()
    return frozenset(block_id for text in made_from for block_id in units.block_ids(type(content), text))


def _lay_out(work: LocaleWork, model: Any, source: Snapshot) -> None:
    """What is saved has followed the source already: once more, and texts would stand beside the wrong source."""
    before = work.made_from.get(SOURCE)
    if before and BY_TAG[work.locale].overlays is None:
        work.made_from = {SOURCE: layout.follow(model, source, before, before)}


def _is_noted(work: LocaleWork, digest: str, snapshot: Snapshot) -> bool:
    return work.digest == digest or (not work.digest and snapshots.is_empty(snapshot))


def done(content: Any, draft: Any, locale: str, *, source: Snapshot, works: Mapping[str, LocaleWork]) -> None:
    """The text is released: whoever changes it from now on works towards the next release."""
    work = works[locale]
    work.state = WorkState.DONE
    work.digest = units.digest(type(draft), snapshots.take(draft, locale))
    work.made_from = {}
    work.contributors = []
    _void_signatures(work)
    sheet = bilingual.of(draft, locale, works, source=source)
    work.made_from = sheet.made_from_with(sheet.by_path)
    work.texts = _texts(work, sheet)
    standing.count(work, bilingual.of(draft, locale, works, source=source))
    standing.save([work], NOTED)


def reopen(content: Any, release: Release) -> None:
    """What was approved does not go out: it waits for an approver again, signed as it was where its source is the same.

    A text that somebody has changed since is left as it is.
    """
    work = standing.works_of_saved(content)[release.locale]
    if work.state != WorkState.DONE:
        return
    work.state, work.submitted_at = WorkState.IN_REVIEW, timezone.now()
    work.contributors = release.translators
    if not release.outdated_parts:
        work.reviser, work.clinical_approver = release.reviser, release.clinical_approver
        work.revised_at = release.approved_at if release.reviser else None
        work.clinically_approved_at = release.approved_at if release.clinical_approver else None
    standing.save([work], NOTED)


def works_of(content_id: UUID) -> dict[str, LocaleWork]:
    return {work.locale: work for work in LocaleWork.objects.filter(content_id=content_id)}


def _note_one(work: LocaleWork, sheet: Bilingual, *, digest: str, confirmed: Collection[str], user: Any | None) -> None:
    known = _noted_texts(work)
    changed = {
        segment.path
        for segment in sheet.segments
        if segment.target and segment.digest not in known.get(segment.anchor, {})
    }
    is_first = not work.made_from
    work.made_from = sheet.made_from_with(sheet.by_path if is_first else changed | set(confirmed))
    work.texts = _texts(work, sheet)
    is_reviewing = work.state == WorkState.IN_REVIEW and user is not None and rights.may_approve(user, work.locale)
    if work.digest != digest or work.state != WorkState.DONE:
        work.state = WorkState.IN_REVIEW if is_reviewing else WorkState.IN_PROGRESS
    if work.digest != digest:
        work.changed_at = timezone.now()
        _void_signatures(work, is_reviewing=is_reviewing)
    work.digest = digest
    if user is not None and user.pk not in work.contributors:
        work.contributors = [*work.contributors, user.pk]
    standing.count(work, sheet.made_from_again(work.made_from))


def _texts(work: LocaleWork, sheet: Bilingual) -> dict[str, dict[str, float]]:
    """The digests of each unit's texts, each with the moment when it was first noted there."""
    now = timezone.now().timestamp()
    known = _noted_texts(work)
    found: dict[str, dict[str, float]] = {}
    for segment in sheet.segments:
        if segment.target:
            before = known.get(segment.anchor, {}).get(segment.digest, now)
            found.setdefault(segment.unit, {})[segment.digest] = before
    return found


def _noted_texts(work: LocaleWork) -> dict[str, dict[str, float]]:
    """The digests that were noted, by anchor: a cell of a table may have moved since."""
    found: dict[str, dict[str, float]] = {}
    for unit, digests in work.texts.items():
        found.setdefault(anchor_of(unit), {}).update(digests)
    return found


def _void_signatures(work: LocaleWork, *, is_reviewing: bool = False) -> None:
    """What was signed is not what is there any more."""
    if not is_reviewing:
        work.submitted_at = work.submitted_by = None
    work.revised_at = work.reviser = None
    work.clinically_approved_at = work.clinical_approver = None
