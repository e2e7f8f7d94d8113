"""Releases with a moment: who approved one changes or cancels it, and the clock sends it out and takes it back.

What was approved is what goes out: the text is kept with the approval, whatever becomes of the draft. The acts of the
clock are safe to call twice; the second finds nothing to do.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.locales import BY_TAG, TAGS
from cms.publishing import store
from cms.translation import going_out, notifications, readiness, rights, staleness, told, work
from cms.translation.current import as_of, goes_out_at, is_unsafe, out_of, waiting_of
from cms.translation.errors import LocaleBelowNotOut, NoSuchRelease, SourceNotSafe, WrongMoment
from cms.translation.labels import part_labels
from cms.translation.models import Release, ReleaseState
from cms.translation.moments import EXPIRES_AT, GOES_OUT_AT, Moments

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

logger = logging.getLogger(__name__)


# Acts of a person


def change(content: Any, locale: str, *, moments: Moments, by: Any) -> Release:
    """Gives the release that waits other moments. Raises NoRight, NoSuchRelease, WrongMoment or LocaleBelowNotOut."""
    rights.require_approver(by, locale)
    moments.require_coming()
    if moments.goes_out_at is None:
        raise WrongMoment(GOES_OUT_AT, _("Say when it goes out, or cancel it."))
    with store.locked() as counter:
        release = _locked(_waiting(content.content_id, locale), locale)
        below = BY_TAG[locale].overlays
        if below and below not in out_of(as_of(content, moments.goes_out_at)):
            raise LocaleBelowNotOut(below)
        release.goes_out_at, release.expires_at = moments.goes_out_at, moments.expires_at
        release.save(update_fields=[GOES_OUT_AT, EXPIRES_AT])
        going_out.foretell(content, held=counter)
    return release


def cancel(content: Any, locale: str, *, by: Any) -> Release:
    """The release that waits does not go out; its text is in review again. Raises NoRight or NoSuchRelease."""
    rights.require_approver(by, locale)
    with store.locked() as counter:
        release = _locked(_waiting(content.content_id, locale), locale)
        _end(content, release, ReleaseState.CANCELLED)
        going_out.foretell(content, held=counter)
    return release


def set_expiry(content: Any, locale: str, *, expires_at: datetime | None, by: Any) -> Release:
    """Says when the release that is out is taken back; None for never. Raises NoRight, NoSuchRelease or WrongMoment."""
    rights.require_approver(by, locale)
    Moments(expires_at=expires_at).require_coming()
    with store.locked() as counter:
        out = Release.objects.filter(content_id=content.content_id, locale=locale, is_current=True, withdrawn_at=None)
        release = _locked(out, locale)
        release.expires_at = expires_at
        release.save(update_fields=[EXPIRES_AT])
        going_out.foretell(content, held=counter)
    return release


# Acts of the clock


def due_to_go_out(now: datetime) -> list[Release]:
    """In the order of their moments, a locale before its overlays; without their texts."""
    found = Release.objects.filter(state=ReleaseState.WAITING, goes_out_at__lte=now)
    return sorted(_without_text(found), key=lambda release: (goes_out_at(release), TAGS.index(release.locale)))


def due_to_expire(now: datetime) -> Iterable[Release]:
    found = Release.objects.filter(is_current=True, withdrawn_at=None, expires_at__lte=now)
    return _without_text(found).order_by(EXPIRES_AT, "pk")


def go_out(pk: int, *, moment: datetime) -> bool:
    """Sends out the release that waits for this moment, as an approval does. False where none does any more.

    Raises a ReleaseRefused that says what has come in the way since; then nothing has changed.
    """
    with store.locked() as counter:
        release = _still(Release.objects.filter(pk=pk, state=ReleaseState.WAITING, goes_out_at=moment))
        if release is None:
            return False
        content = notifications.content_of(release.content_id)
        release = _measured(content, release)
        _require_fit(content, release)
        Release.objects.filter(content_id=release.content_id, locale=release.locale, is_current=True).update(
            is_current=False
        )
        release.state, release.is_current, release.released_at = ReleaseState.OUT, True, timezone.now()
        release.save(update_fields=["state", "is_current", "released_at"])
        sheet, left_behind = going_out.as_released(content, release), going_out.units_left_behind(content, release)
        going_out.go_out(content, release, sheet, held=counter, by=release.approver, besides=left_behind)
        _note("translation.go_out", content, release)
        return True


def refuse(pk: int, *, reason: str) -> None:
    """The release that waits will not go out; who approved it is told why, and its text is in review again."""
    with store.locked() as counter:
        release = _still(Release.objects.filter(pk=pk, state=ReleaseState.WAITING))
        if release is None:
            return
        content = notifications.content_of(release.content_id)
        release.refusal = reason
        _end(content, release, ReleaseState.REFUSED)
        going_out.foretell(content, held=counter)
        told.refusal(release)
        _note("translation.refuse", content, release)
    logger.warning(
        "Release %d of %s did not go out.",
        release.number,
        release.locale,
        extra={"content_id": str(release.content_id), "locale": release.locale},
    )


def expire(pk: int, *, moment: datetime) -> bool:
    """Takes back the release whose time is over; its readers get the next language of the chain. False where it is not
    out any more or its time was changed.

    The memory keeps what it said: nobody has found fault with it.
    """
    with store.locked() as counter:
        release = _still(Release.objects.filter(pk=pk, is_current=True, withdrawn_at=None, expires_at=moment))
        if release is None:
            return False
        content = notifications.content_of(release.content_id)
        staleness.take_back(release, by=None, reason=staleness.EXPIRED)
        release.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawal_reason"])
        told.withdrawal(release)
        going_out.tell(content, release, held=counter)
        _note("translation.expire", content, release)
        return True


def forget(content_id: UUID) -> None:
    """The content is deleted, so nothing of it goes out or is taken back any more."""
    of_content = Release.objects.filter(content_id=content_id)
    of_content.filter(state=ReleaseState.WAITING).update(state=ReleaseState.CANCELLED)
    of_content.filter(is_current=True, expires_at__isnull=False).update(expires_at=None)


def _measured(content: Any, release: Release) -> Release:
    """The release as it fits the source that is out now."""
    published = going_out.published_row(content)
    with published.read_once():
        staleness.measure(published, change_kind="")
        return waiting_of(published)[release.locale]


def _require_fit(content: Any, release: Release) -> None:
    """Raises what would keep the text from being approved now, of what can have come since."""
    if is_unsafe(release):
        raise SourceNotSafe(release.locale, labels=part_labels(type(content), release.outdated_parts))
    below = BY_TAG[release.locale].overlays
    out = Release.objects.filter(content_id=release.content_id, locale=below, is_current=True, withdrawn_at=None)
    if below and not out.exists():
        raise LocaleBelowNotOut(below)
    readiness.check_path(content, release.locale, release.snapshot)


def _end(content: Any, release: Release, state: ReleaseState) -> None:
    release.state = state
    release.save(update_fields=["state", "refusal"])
    work.reopen(content, release)


def _waiting(content_id: UUID, locale: str) -> QuerySet[Release]:
    return Release.objects.filter(content_id=content_id, locale=locale, state=ReleaseState.WAITING)


def _locked(found: QuerySet[Release], locale: str) -> Release:
    release = found.select_for_update().first()
    if release is None:
        raise NoSuchRelease(locale, None)
    return release


def _still(found: QuerySet[Release]) -> Release | None:
    """None where somebody else was faster."""
    return found.select_for_update().first()


def _without_text(found: QuerySet[Release]) -> QuerySet[Release]:
    return found.defer("snapshot", "head", "made_from")


def _note(action: str, content: Any, release: Release) -> None:
    log(instance=content, action=action, data={"locale": release.locale, "release": release.number})
