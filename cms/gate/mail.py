"""Tells people of alarms by e-mail, each in their language; what can't be sent waits for the next time."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _, override

from cms.gate.admin_urls import edit_url
from cms.gate.models import AlarmLetter
from cms.translation import mail_server
from cms.translation.naming import language_of

if TYPE_CHECKING:
    from collections.abc import Sequence

#: A mail that could not be sent is tried again for so long; the alarm stays in the admin.
TRIED_FOR = timedelta(days=1)


def send_waiting() -> int:
    """Returns how many mails were sent. A process that is killed between a mail and its note repeats that one,
    under the same Message-ID.
    """
    if not _waiting().exists():
        return 0
    with mail_server.alone() as is_alone:
        return mail_server.send_all(_waiting(), compose=compose, note=_note) if is_alone else 0


def compose(letter: AlarmLetter) -> EmailMessage:
    alarm = letter.alarm
    with override(language_of(letter.person)):
        return EmailMessage(
            _("Published by break-glass: %(page)s") % {"page": " ".join(alarm.page_name.split())},
            render_to_string("gate/mail/alarm.txt", {"alarm": alarm, "url": _url(alarm.page)}),
            to=[letter.person.email],
            headers={"Auto-Submitted": "auto-generated", "Message-ID": _message_id(letter)},
        )


def _waiting() -> Any:
    since = timezone.now() - TRIED_FOR
    letters = AlarmLetter.objects.filter(mailed_at=None, alarm__raised_at__gte=since, person__is_active=True)
    letters = letters.exclude(person__email="").exclude(alarm__page=None)
    return letters.select_related("alarm__page", "person__wagtail_userprofile").order_by("pk")


def _note(letter: AlarmLetter) -> None:
    letter.mailed_at = timezone.now()
    letter.save(update_fields=["mailed_at"])


def _url(page: Any) -> str:
    return f"{settings.WAGTAILADMIN_BASE_URL}{edit_url(page)}"


def _message_id(letter: AlarmLetter) -> str:
    facts: Sequence[object] = (letter.alarm_id, letter.person_id, int(letter.alarm.raised_at.timestamp()))
    return f"<alarm.{'.'.join(map(str, facts))}@{urlsplit(settings.PUBLIC_ORIGIN).hostname}>"
