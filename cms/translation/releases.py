"""Approving, withdrawing and rolling back a locale.

The source locale is released by publishing. Every other locale goes out from its current release: the snapshot of its
text as it was approved. What is out changes only here and through `cms.publishing.lifecycle`, in one transaction each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Max
from django.utils import timezone

from cms.locales import BY_TAG, SOURCE
from cms.publishing import store
from cms.publishing.content import digest_of
from cms.publishing.models import Document
from cms.translation import (
    bilingual,
    drafts,
    going_out,
    marks,
    memory,
    proofreading,
    readiness,
    rights,
    snapshots,
    staleness,
    standing,
    told,
    units,
    work,
    writing,
)
from cms.translation.current import as_of, current_of, effective_of
from cms.translation.errors import LocaleBelowNotOut, NoSuchRelease, TextHasChanged
from cms.translation.models import Release, ReleaseState
from cms.translation.moments import AT_ONCE, Moments
from cms.translation.naming import name_of_person

if TYPE_CHECKING:
    from cms.translation.bilingual import Bilingual
    from cms.translation.models import LocaleWork
    from cms.translation.snapshots import Snapshot


def approve(
    content: Any,
    locale: str,
    *,
    by: Any,
    seen_digest: str | None = None,
    method: str | None = None,
    moments: Moments = AT_ONCE,
) -> Release:
    """Releases the locale's latest draft, or lets it wait for its moment. One that waits already is replaced.

    `seen_digest` is `seen` of the text that the approver had before their eyes. `method` None: by what is known of the
    text.

    Raises NoRight, or a ReleaseRefused that says what is in the way.
    """
    rights.require_approver(by, locale)
    moments.require_coming()
    with store.locked() as counter:
        draft = drafts.locked(content)
        works = work.works_of(content.content_id)
        source = readiness.source_of(draft)
        source_text = snapshots.take(source, SOURCE)
        sheet = bilingual.of(draft, locale, works, source=source_text)
        if seen_digest is not None and seen_digest != seen(sheet):
            raise TextHasChanged(locale)
        readiness.check_signatures(works.get(locale), locale, by)
        readiness.check_complete(sheet)
        known = marks.of(content.content_id, locale)
        proofreading.check(sheet, known)
        draft = writing.write(draft, locale, sheet.text, user=None)
        snapshot = snapshots.take(draft, locale)
        readiness.propose_path(draft, locale, snapshot)
        made = method or proofreading.method_of(content.content_id, sheet, known)
        release = _add(content, source, locale, snapshot, by=by, method=made, moments=moments)
        work.done(content, draft, locale, source=source_text, works=standing.works_of_saved(content))
        if release.is_waiting:
            going_out.foretell(content, held=counter)
            told.schedule(release)
        else:
            going_out.go_out(content, release, sheet, held=counter, by=by)
    return release


def seen(sheet: Bilingual) -> str:
    """What a person who read this text has seen: the text, and the source that it stood beside."""
    return digest_of([units.digest(sheet.model, sheet.text), units.digest(sheet.model, sheet.source)])


def withdraw(content: Any, locale: str, *, by: Any, reason: str = "") -> Release:
    """Takes the locale back; its readers get the next one of the chain. Raises NoRight or NoSuchRelease."""
    rights.require_approver(by, locale)
    with store.locked() as counter:
        release = Release.objects.select_for_update().filter(
            content_id=content.content_id, locale=locale, is_current=True, withdrawn_at=None
        ).first()  # fmt: skip
        if release is None:
            raise NoSuchRelease(locale, None)
        staleness.take_back(release, by=by, reason=reason)
        release.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawal_reason"])
        memory.forget(content.content_id, locale)
        told.withdrawal(release)
        going_out.tell(content, release, held=counter)
    return release


def roll_back(content: Any, locale: str, *, to: int, by: Any) -> Release:
    """Releases the text of an earlier release again, as a new one. It is as outdated as the earlier one has become. A
    release that waits is replaced, as by any later approval.

    Raises NoRight or NoSuchRelease.
    """
    rights.require_approver(by, locale)
    with store.locked() as counter:
        went_out = Release.objects.filter(content_id=content.content_id, locale=locale, state=ReleaseState.OUT)
        earlier = went_out.filter(number=to).first()
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
            reviser=earlier.reviser,
            reviser_name=earlier.reviser_name,
            clinical_approver=earlier.clinical_approver,
            clinical_approver_name=earlier.clinical_approver_name,
        )
        memory.keep(content.content_id, going_out.as_released(content, release))
        going_out.tell(content, release, held=counter)
        told.roll_back(release)
    return release


def _add(
    content: Any, source: Any, locale: str, snapshot: Snapshot, *, by: Any, method: str, moments: Moments
) -> Release:
    facts = source.neutral_facts()
    made_from = {SOURCE: staleness.digests_of(source, snapshots.take(source, SOURCE), facts)}
    below = BY_TAG[locale].overlays
    if below:
        out = as_of(content, moments.goes_out_at) if moments.goes_out_at else current_of(content)
        base = effective_of(type(content), below, out)
        if base is None:
            raise LocaleBelowNotOut(below)
        made_from[below] = staleness.digests_of(source, base, facts)
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
        moments=moments,
        translators=noted.contributors if noted else [],
        **(_signatures(noted) if noted else {}),
    )


def _signatures(noted: LocaleWork) -> dict[str, Any]:
    return {
        "reviser": noted.reviser,
        "reviser_name": name_of_person(noted.reviser),
        "clinical_approver": noted.clinical_approver,
        "clinical_approver_name": name_of_person(noted.clinical_approver),
    }


def _insert(
    content: Any, locale: str, *, by: Any, snapshot: Snapshot, moments: Moments = AT_ONCE, **values: Any
) -> Release:
    """The next release; the one before stays, as what was approved then."""
    of_locale = Release.objects.filter(content_id=content.content_id, locale=locale)
    newest = of_locale.aggregate(newest=Max("number"))["newest"] or 0
    of_locale.filter(state=ReleaseState.WAITING).update(state=ReleaseState.REPLACED)
    waits, now = moments.goes_out_at is not None, timezone.now()
    if not waits:
        of_locale.filter(is_current=True).update(is_current=False)
    return Release.objects.create(
        content_id=content.content_id,
        locale=locale,
        number=newest + 1,
        is_current=not waits,
        state=ReleaseState.WAITING if waits else ReleaseState.OUT,
        goes_out_at=moments.goes_out_at,
        released_at=None if waits else now,
        expires_at=moments.expires_at,
        snapshot=snapshot,
        head=snapshots.head_of(type(content), snapshot),
        approver=by if by.pk else None,
        approver_name=name_of_person(by),
        approved_at=now,
        **values,
    )
