"""Who hears of what became of a text: that it is out, left behind by its source, or taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from wagtail.log_actions import get_active_log_context

from cms.locales import translations
from cms.translation import notifications, rights
from cms.translation.models import NotificationKind, Release
from cms.translation.notifications import News

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from uuid import UUID


def approval(content: Any, release: Release, *, by: Any) -> None:
    """Those who wrote the text hear that it is out; what they were asked to do is done."""
    notifications.settle(content.content_id, release.locale)
    approved = News(release.locale, NotificationKind.APPROVED, to=_writers(release))
    notifications.announce(content, approved, *_news_of_overlays(release), by=by)


def change(content: Any, releases: Iterable[Release], *, stand_ins: Mapping[str, str]) -> None:
    """Translators hear which of their locales the source has left behind, or withdrawn, all by one act.

    `stand_ins` are the locales that readers get instead of those that are withdrawn.
    """
    changed = list(releases)
    for release in changed:
        if not release.outdated_parts:
            notifications.settle(content.content_id, release.locale, NotificationKind.OUTDATED)
    left_behind = [release for release in changed if release.outdated_parts]
    if left_behind:
        told = [_news_of_change(content, release, stand_ins) for release in left_behind]
        notifications.announce(content, *told, by=_publisher(content))


def withdrawal(release: Release) -> None:
    """Translators hear that a person took the text back, and why."""
    notifications.tell(
        _translators(release.locale),
        release.content_id,
        release.locale,
        NotificationKind.WITHDRAWN,
        by=release.withdrawn_by,
        text=release.withdrawal_reason,
    )


def roll_back(release: Release) -> None:
    """An earlier text is out again, so nobody has to bring back the one that was taken away."""
    notifications.settle(release.content_id, release.locale, NotificationKind.WITHDRAWN)


def schedule(release: Release) -> None:
    """It is read and approved; writers hear of it when it goes out."""
    notifications.settle(release.content_id, release.locale, NotificationKind.SUBMITTED)


def refusal(release: Release) -> None:
    """Who approved what has not gone out hears why; where they have left, all who may approve do."""
    approver, permission = release.approver, rights.approve_permission(release.locale)
    if approver is not None and approver.is_active and approver.has_perm(permission):
        people = get_user_model()._default_manager.filter(pk=approver.pk)
    else:
        people = notifications.people_with(permission)
    notifications.tell(
        people, release.content_id, release.locale, NotificationKind.REFUSED, by=None, text=release.refusal
    )


def _news_of_change(content: Any, release: Release, stand_ins: Mapping[str, str]) -> News:
    """A text that was withdrawn before is not withdrawn again: its source has changed once more."""
    published_at = getattr(content, "last_published_at", None)
    note = getattr(content, "change_note", "")
    translators = _translators(release.locale)
    if release.withdrawn_at is None or (published_at is not None and release.withdrawn_at < published_at):
        return News(release.locale, NotificationKind.OUTDATED, to=translators, text=note)
    stand_in = stand_ins.get(release.locale)
    falls = f"{notifications.FALLS_BACK}{stand_in}" if stand_in else ""
    text = "\n".join(filter(None, (release.withdrawal_reason, falls, note)))
    return News(release.locale, NotificationKind.WITHDRAWN, to=translators, text=text)


def _news_of_overlays(base: Release) -> list[News]:
    """A release may leave the overlays of its locale behind, or bring them up to date with it."""
    overlays = [locale.tag for locale in translations() if locale.overlays == base.locale]
    told = []
    for release in _current(base.content_id, overlays):
        if release.outdated_since is None:
            notifications.settle(release.content_id, release.locale, NotificationKind.OUTDATED)
        elif base.released_at is not None and release.outdated_since >= base.released_at:
            told.append(News(release.locale, NotificationKind.OUTDATED, to=_translators(release.locale)))
    return told


def _current(content_id: UUID, locales: list[str]) -> Iterable[Release]:
    of_locales = Release.objects.filter(content_id=content_id, locale__in=locales, is_current=True)
    return of_locales if locales else ()


def _publisher(content: Any) -> Any | None:
    """Who publishes in the admin, else who saved what is published (a script, the clock)."""
    revision = getattr(content, "live_revision", None)
    return get_active_log_context().user or (revision.user if revision is not None else None)


def _writers(release: Release) -> Any:
    return get_user_model()._default_manager.filter(pk__in=release.translators, is_active=True)


def _translators(locale: str) -> Any:
    return notifications.people_with(rights.translate_permission(locale))
