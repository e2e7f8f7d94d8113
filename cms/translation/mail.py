"""Sends notifications by e-mail, one mail for each person and act, apart from the act itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext, override

from cms.locales import BY_TAG, TAGS
from cms.translation import mail_server, notifications, rights
from cms.translation.models import Notification, NotificationKind
from cms.translation.naming import language_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

#: A mail that could not be sent is tried again for so long; the notification stays in the admin.
TRIED_FOR = timedelta(days=1)

#: What of a person's settings in Wagtail says that they want no mail of a kind.
PREFERENCES = {
    NotificationKind.SUBMITTED: "submitted_notifications",
    NotificationKind.APPROVED: "approved_notifications",
    NotificationKind.SENT_BACK: "rejected_notifications",
    NotificationKind.COMMENTED: "updated_comments_notifications",
}

#: What stands first in a mail of several, and gives it its subject.
_ORDER = (NotificationKind.WITHDRAWN, NotificationKind.OUTDATED)


@dataclass(frozen=True)
class Letter:
    """What one act on one content means for one person: one notification or, of several locales, more."""

    notifications: tuple[Notification, ...]

    @property
    def first(self) -> Notification:
        return self.notifications[0]

    @property
    def person(self) -> Any:
        return self.first.user

    @property
    def language(self) -> str:
        return language_of(self.person)


def send_waiting() -> int:
    """Sends what waits, and returns how many mails; what a failing server does not take waits for the next time.

    The moment of a mail is noted after the server took it. A process that is killed between the two repeats that one
    mail, under the same Message-ID, rather than lose it.
    """
    if not waiting().exists():
        return 0
    with mail_server.alone() as is_alone:
        return mail_server.send_all(_wanted(_letters()), compose=compose, note=_note) if is_alone else 0


def waiting() -> Any:
    """What was not mailed yet and shall be, oldest first."""
    unwanted = Q(user__email="")
    for kind, preference in PREFERENCES.items():
        unwanted |= Q(kind=kind, **{f"user__wagtail_userprofile__{preference}": False})
    return (
        notifications.unread()
        .filter(mailed_at=None, created_at__gte=timezone.now() - TRIED_FOR, user__is_active=True)
        .exclude(unwanted)
        .select_related("user__wagtail_userprofile", "content__content_type")
        .order_by("created_at", "pk")
    )


def compose(letter: Letter) -> EmailMessage:
    """In the language of the person."""
    with override(letter.language):
        return EmailMessage(
            " ".join(_subject(letter).split()),
            render_to_string("translation/mail/notification.txt", _context(letter)),
            to=[letter.person.email],
            headers={"Auto-Submitted": "auto-generated", "Message-ID": _message_id(letter)},
        )


def _letters() -> list[Letter]:
    """All notifications of an act have its moment."""
    acts: dict[tuple[Any, ...], list[Notification]] = {}
    for notification in waiting():
        key = (notification.created_at, notification.user_id, notification.content_id)
        acts.setdefault(key, []).append(notification)
    return [Letter(tuple(sorted(act, key=_place))) for act in acts.values()]


def _place(notification: Notification) -> tuple[int, int]:
    kind = _ORDER.index(notification.kind) if notification.kind in _ORDER else len(_ORDER)
    return kind, TAGS.index(notification.locale)


def _wanted(letters: list[Letter]) -> Iterator[Letter]:
    """Who has lost the right since is told nothing any more, in the admin either."""
    contents = {key: notifications.content_of(key) for key in {letter.first.content_id for letter in letters}}
    for letter in letters:
        may_edit = rights.may_edit(letter.person, contents[letter.first.content_id])
        kept = tuple(row for row in letter.notifications if may_edit and notifications.concerns(letter.person, row))
        lost = [row.pk for row in letter.notifications if row not in kept]
        if lost:
            Notification.objects.filter(pk__in=lost).update(read_at=timezone.now())
        if kept:
            yield Letter(kept)


def _note(letter: Letter) -> None:
    """Unless somebody acted again meanwhile, which is another mail."""
    keys = [row.pk for row in letter.notifications]
    Notification.objects.filter(pk__in=keys, created_at=letter.first.created_at).update(mailed_at=timezone.now())


def _subject(letter: Letter) -> str:
    words = {"what": letter.first.get_kind_display(), "name": letter.first.content.name}
    count = len(letter.notifications)
    if count == 1:
        return _("%(what)s: %(name)s (%(language)s)") % {**words, "language": _language(letter.first)}
    several = ngettext("%(what)s: %(name)s (%(count)s language)", "%(what)s: %(name)s (%(count)s languages)", count)
    return several % {**words, "count": count}


def _context(letter: Letter) -> dict[str, Any]:
    origin = settings.WAGTAILADMIN_BASE_URL
    return {
        "name": letter.first.content.name,
        "lines": [(row, _language(row), origin + notifications.url_of(row)) for row in letter.notifications],
        "actor": letter.first.actor_name,
        "is_comment": letter.first.kind == NotificationKind.COMMENTED,
        "reason": notifications.explained(letter.first),
        "account_url": origin + reverse("wagtailadmin_account"),
    }


def _language(notification: Notification) -> str:
    return BY_TAG[notification.locale].own_name


def _message_id(letter: Letter) -> str:
    """The same whenever it is made, so that a mailbox knows a repeated mail."""
    moment: datetime = letter.first.created_at
    host = urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname
    return f"<notification-{letter.first.pk}-{int(moment.timestamp() * 1_000_000)}@{host}>"
