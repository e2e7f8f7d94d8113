"""What the kind of change does to readers, in the edit form and for its refreshing while somebody writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.forms import Media
from django.urls import reverse
from django.views.generic import TemplateView
from wagtail.admin.panels import Panel
from wagtail.admin.staticfiles import versioned_static

from cms.publishing.models import ChangeKind
from cms.translation import consequences, drafts, rights
from cms.translation.forms import UNDERSTOOD
from cms.translation.one_locale import content_at

if TYPE_CHECKING:
    from django.http import HttpRequest

#: Stands for the primary key of content that is not saved yet.
UNSAVED = "0"


class ConsequencesPanel(Panel):
    """What each kind of change does with this very draft, and the box to tick before a safety change.

    Without JavaScript all kinds are told; with it the chosen one, fetched anew after each save.
    """

    def get_form_options(self) -> dict[str, Any]:
        return {"fields": [UNDERSTOOD], "field_permissions": {UNDERSTOOD: rights.AUTHOR_PERMISSION}}

    class BoundPanel(Panel.BoundPanel):
        template_name = "translation/change_panel.html"

        def is_shown(self) -> bool:
            return super().is_shown() and UNDERSTOOD in self.form.fields

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            return {
                **super().get_context_data(parent_context),
                **told_of(self.instance),
                "understood": self.form[UNDERSTOOD],
                "kind": str(self.form["change_kind"].value() or ""),
                "url": reverse(
                    "translation_consequences",
                    args=(type(self.instance)._meta.label_lower, self.instance.pk or UNSAVED),
                ),
            }

        @property
        def media(self) -> Media:
            return Media(js=[versioned_static("translation/change.js")])


class ConsequencesView(TemplateView):
    """The same for the saved draft, as a piece of HTML; for those who may say what kind of change it is."""

    template_name = "translation/consequences.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.content = content_at(kwargs["model"], kwargs["pk"])
        if not (rights.may_edit(request.user, self.content) and request.user.has_perm(rights.AUTHOR_PERMISSION)):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), **told_of(drafts.latest(self.content))}


def told_of(draft: Any) -> dict[str, Any]:
    return {"all_consequences": consequences.of(draft), "safety": ChangeKind.SAFETY}
