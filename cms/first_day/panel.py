"""The steps on the first page of the admin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wagtail.admin.ui.components import Component

from cms.first_day import sample
from cms.first_day.steps import seen, steps

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest

#: By which Wagtail remembers who has put the panel away.
DISMISSED = "first-day"


class FirstDayPanel(Component):
    name = "first_day"
    template_name = "first_day/panel.html"
    order = 50

    class Media:
        css = {"all": ["first_day/first_day.css"]}

    def __init__(self, user: Any) -> None:
        self.user = user
        self.steps = steps(user)
        self.has_sample = sample.is_there()

    @property
    def is_needed(self) -> bool:
        return any(not step.is_done for step in self.steps)

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        done = sum(step.is_done for step in self.steps)
        following = next((step.key for step in self.steps if not step.is_done and step.url), "")
        return {
            "steps": self.steps,
            "done": done,
            "following": following,
            "has_sample": self.has_sample,
            "is_administrator": self.user.is_superuser,
            "dismissed": DISMISSED,
        }


def add(request: HttpRequest, panels: list[Any]) -> None:
    """Whoever has put it away costs no query."""
    if seen(request.user).get(DISMISSED):
        return
    panel = FirstDayPanel(request.user)
    if panel.is_needed:
        panels.append(panel)
