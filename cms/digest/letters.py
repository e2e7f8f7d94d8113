"""One person's digest as a mail: plain text, in the language of their admin, with links into it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, override

from cms.digest import parts
from cms.translation.naming import language_of

if TYPE_CHECKING:
    from datetime import date


def week_of(day: date) -> str:
    """The ISO week of a day: 2026-W48."""
    year, week, _weekday = day.isocalendar()
    return f"{year}-W{week:02d}"


def compose(person: Any, *, week: str) -> EmailMessage | None:
    """None where nothing waits for the person. Its words and times are those of their admin."""
    with override(language_of(person)), timezone.override(_time_zone(person)):
        found = parts.of(person)
        if not found:
            return None
        origin = settings.WAGTAILADMIN_BASE_URL
        context = {
            "parts": found,
            "origin": origin,
            "site": settings.WAGTAIL_SITE_NAME,
            "account_url": origin + reverse("wagtailadmin_account"),
        }
        return EmailMessage(
            _("%(site)s: what waits for you") % {"site": settings.WAGTAIL_SITE_NAME},
            render_to_string("digest/mail.txt", context),
            to=[person.email],
            headers={"Auto-Submitted": "auto-generated", "Message-ID": _message_id(person, week)},
        )


def _time_zone(person: Any) -> str:
    profile = getattr(person, "wagtail_userprofile", None)
    return (profile and profile.current_time_zone) or settings.TIME_ZONE


def _message_id(person: Any, week: str) -> str:
    """The same whenever it is made, so that a mailbox knows a repeated mail."""
    return f"<digest-{person.pk}-{week}@{urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname}>"
