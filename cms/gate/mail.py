"""Tells people of alarms by e-mail, each in their language; what can't be sent waits for the next time."""

from __future__ import annotations

import logging
import smtplib
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _, override

from cms.gate.admin_urls import edit_url
from cms.gate.models import AlarmLetter

if TYPE_CHECKING:
    from collections.abc import Sequence

logger = logging.getLogger(__name__)

#: A mail that could not be sent is tried again for so long; the alarm stays in the admin.
TRIED_FOR = timedelta(days=1)


def send_waiting() -> int:
    """Returns how many mails were sent. A process that is killed between a mail and its note repeats that one,
    under the same Message-ID.
    """
    waiting = list(_waiting())
    if not waiting:
        return 0
    try:
        with get_connection() as server:
            return sum(_send(letter, server) for letter in waiting)
    except OSError as error:  # all of smtplib's errors are among these
        logger.warning("The mail server fails (%s); %d mails wait.", type(error).__name__, len(waiting))
        return 0


def compose(letter: AlarmLetter) -> EmailMessage:
    alarm, profile = letter.alarm, getattr(letter.person, "wagtail_userprofile", None)
    with override((profile and profile.preferred_language) or settings.LANGUAGE_CODE):
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


def _send(letter: AlarmLetter, server: Any) -> bool:
    message = compose(letter)
    message.connection = server
    try:
        message.send()
    except (ValueError, smtplib.SMTPRecipientsRefused) as error:
        logger.warning("No mail could be sent to %s (%s).", letter.person.get_username(), type(error).__name__)
        return False
    letter.mailed_at = timezone.now()
    letter.save(update_fields=["mailed_at"])
    return True


def _url(page: Any) -> str:
    return f"{settings.WAGTAILADMIN_BASE_URL}{edit_url(page)}"


def _message_id(letter: AlarmLetter) -> str:
    facts: Sequence[object] = (letter.alarm_id, letter.person_id, int(letter.alarm.raised_at.timestamp()))
    return f"<alarm.{'.'.join(map(str, facts))}@{urlsplit(settings.PUBLIC_ORIGIN).hostname}>"
