"""What the Wagtail admin shows of what did not happen at its moment: on its first page, and where it can be mended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.ui.components import Component

from cms.locales import BY_TAG
from cms.scheduling import missed
from cms.translation.edit_urls import edit_url, release_url
from cms.translation.moments import in_words
from cms.translation.naming import name_of

if TYPE_CHECKING:
    from cms.scheduling.models import Missed

#: More than this would push the rest of the page out of sight.
SHOWN = 20


class MissedPanel(Component):
    name = "missed"
    template_name = "scheduling/missed_panel.html"
    order = 195

    def __init__(self, found: list[Missed]) -> None:
        self.found = found

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {
            "lines": [_line(one) for one in self.found[:SHOWN]],
            "has_more": len(self.found) > SHOWN,
            "shown": SHOWN,
        }


@hooks.register("construct_homepage_panels")
def missed_panel(request: Any, panels: list[Any]) -> None:
    if found := missed.standing(request.user, most=SHOWN + 1):
        panels.append(MissedPanel(found))


@hooks.register("before_edit_page")
def tell_of_page(request: Any, page: Any) -> None:
    _tell(request, page.specific)


@hooks.register("before_edit_snippet")
def tell_of_snippet(request: Any, instance: Any) -> None:
    _tell(request, instance)


def _tell(request: Any, content: Any) -> None:
    """Once, when the form is opened."""
    if request.method != "GET":
        return
    for one in missed.of(content).filter(locale=""):
        sentence = _("Scheduled for %(moment)s, but it did not happen: %(act)s.") % {
            "moment": in_words(one.moment),
            "act": one.get_act_display(),
        }
        messages.error(request, format_html("{} {}", sentence, one.reason))


def _line(one: Missed) -> dict[str, Any]:
    locale = BY_TAG.get(one.locale)
    return {
        "missed": one,
        "moment": in_words(one.moment),
        "name": name_of(one.content),
        "locale": locale,
        "url": release_url(one.content, one.locale) if locale else edit_url(one.content),
    }
