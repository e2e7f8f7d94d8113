"""Sends notifications by e-mail, one mail for each person and act, apart from the act itself."""

from __future__ import annotations

import fcntl
import logging
import smtplib
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import connection
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext, override

from cms.locales import BY_TAG, TAGS
from cms.translation import notifications, rights
from cms.translation.models import Notification, NotificationKind
from cms.translation.naming import language_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

logger = logging.getLogger(__name__)

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

#: The name of our lock among those that others take in the same PostgreSQL database.
_LOCK = 0x7472616E736C6174


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
    with alone() as is_alone:
        return _send_all(_wanted(_letters())) if is_alone else 0


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


def _send_all(letters: Iterator[Letter]) -> int:
    wanted = list(letters)
    sent = 0
    if not wanted:
        return sent
    try:
        with get_connection() as server:
            for letter in wanted:
                sent += _send(letter, server)
    except OSError as error:  # all of smtplib's errors are among these
        logger.warning("The mail server fails (%s); %d mails wait.", _reason(error), len(wanted) - sent)
    return sent


def _send(letter: Letter, server: Any) -> bool:
    """Whether it was sent. An address that is refused for good is given up; raises OSError where the server fails."""
    message = compose(letter)
    message.connection = server
    try:
        message.send()
    except (ValueError, smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError) as error:
        logger.warning("No mail could be sent to %s (%s).", letter.person.get_username(), _reason(error))
        if _is_final(error):
            _note(letter)
        return False
    _note(letter)
    return True


def _note(letter: Letter) -> None:
    """Unless somebody acted again meanwhile, which is another mail."""
    keys = [row.pk for row in letter.notifications]
    Notification.objects.filter(pk__in=keys, created_at=letter.first.created_at).update(mailed_at=timezone.now())


def _is_final(error: Exception) -> bool:
    """An address that is none, or one that the server knows nobody behind."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _message in error.recipients.values())
    return isinstance(error, ValueError)


def _reason(error: Exception) -> str:
    """Without what the server said, for it repeats addresses."""
    return f"{type(error).__name__} {getattr(error, 'smtp_code', '')}".strip()


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


@contextmanager
def alone() -> Iterator[bool]:
    """Whether no other process is sending mail. The lock ends with the process that holds it, however that ends.

    No row is locked while a server is waited for, which may take long: an author's act would wait with it.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
            is_alone = bool(cursor.fetchone()[0])
            try:
                yield is_alone
            finally:
                if is_alone:
                    cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
        return
    with Path(f"{connection.settings_dict['NAME']}-mail").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
