"""“Before publishing” in the edit form: what is missing, who signed, and what went out without a signature."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.forms import Media
from wagtail.admin.panels import Panel
from wagtail.admin.staticfiles import versioned_static

from cms.gate import alarms, break_glass, readiness, sign_offs
from cms.gate.admin_urls import REFUSED, break_glass_url, link_of, panel_url, sign_url
from cms.gate.readiness import CLINICAL_SIGN_OFF
from cms.translation.rights import AUTHOR_PERMISSION

if TYPE_CHECKING:
    from django.http import HttpRequest


class GatePanel(Panel):
    """Of the draft as it was last saved; brought up to date after each save."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "gate/panel.html"

        def is_shown(self) -> bool:
            """Translators have no part in it: their languages have rules of their own."""
            person = self.request.user
            return person.has_perm(AUTHOR_PERMISSION) or person.has_perm(sign_offs.PERMISSION)

        @property
        def media(self) -> Media:
            return Media(js=[versioned_static("gate/gate.js")])

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            is_new = self.instance.pk is None
            told = {"is_new": True} if is_new else standing(self.request, self.instance)
            return {**context, **told, "panel_url": panel_url(self.instance)}


def standing(request: HttpRequest, draft: Any) -> dict[str, Any]:
    """What the panel shows of a draft to this person."""
    lacking = readiness.missing(draft)
    policies = readiness.policies(type(draft))
    person = request.user
    return {
        "page": draft,
        "items": [(item, link_of(item, draft)) for item in lacking],
        "is_gated": bool(policies),
        "is_refused": REFUSED in request.GET,
        "signature": sign_offs.standing(draft) if CLINICAL_SIGN_OFF in policies else None,
        "sign_url": sign_url(draft),
        "may_sign": person.has_perm(sign_offs.PERMISSION),
        "alarms": alarms.open_of(draft.content_id),
        "break_glass_url": break_glass_url(draft) if lacking and _may_break(person, draft) else "",
        "break_glass_label": break_glass.LABEL,
    }


def _may_break(person: Any, draft: Any) -> bool:
    """What is out already, word for word, need not go out once more."""
    return (draft.has_unpublished_changes or not draft.live) and break_glass.may_break(person, draft)
