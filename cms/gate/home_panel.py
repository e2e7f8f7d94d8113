"""On the admin's first page: what is out without its sign-off, for those who can give it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wagtail.admin.ui.components import Component

from cms.gate import alarms
from cms.gate.admin_urls import edit_url

if TYPE_CHECKING:
    from django.http import HttpRequest

    from cms.gate.models import Alarm

#: The report has them all.
SHOWN = 10


class AlarmsPanel(Component):
    name = "gate_alarms"
    template_name = "gate/home_panel.html"
    order = 150

    def __init__(self, found: list[Alarm]) -> None:
        self.found = found

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {
            "lines": [(alarm, edit_url(alarm.page)) for alarm in self.found[:SHOWN]],
            "has_more": len(self.found) > SHOWN,
        }


def add(request: HttpRequest, panels: list[Any]) -> None:
    """Nothing open, no panel."""
    found = alarms.shown_to(request.user)
    if found:
        panels.append(AlarmsPanel(found))
