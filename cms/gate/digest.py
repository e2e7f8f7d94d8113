"""Alarms in the weekly mail: pages that went out in spite of the gate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cms.digest.parts import Line, Part
from cms.gate import alarms
from cms.gate.admin_urls import edit_url

if TYPE_CHECKING:
    from cms.gate.models import Alarm

#: The admin's first page has more of them.
NAMED = 10


def part(person: Any) -> Part | None:
    """The newest first; only what this person can do something about."""
    found = alarms.shown_to(person)[:NAMED]
    lines = tuple(_line(alarm) for alarm in found)
    return Part(_("The publish gate"), lines, reverse("wagtailadmin_home")) if found else None


def _line(alarm: Alarm) -> Line:
    told = {
        "name": alarm.page_name,
        "what": _("Published by break-glass"),
        "day": date_format(timezone.localtime(alarm.raised_at)),
    }
    return Line(_("%(name)s: %(what)s, %(day)s") % told, edit_url(alarm.page))
