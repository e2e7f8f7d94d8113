"""The side panel with the checks: ours, and below them Wagtail's own where there is a preview to run them on."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.side_panels import ChecksSidePanel
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page, PreviewableMixin
from wagtail.snippets.views import snippets

from cms.locales import BY_TAG, column
from cms.translation import rights, snapshots
from cms.translation.pages import TranslatedPage

if TYPE_CHECKING:
    from collections.abc import Iterable


class PlainLanguagePanel(ChecksSidePanel):
    """Keeps the name of Wagtail's panel, so that its toggle, its place and its own checks stay what they are."""

    template_name = "plain_language/panel.html"

    class SidePanelToggle(ChecksSidePanel.SidePanelToggle):
        template_name = "plain_language/toggle.html"

    class Media:
        css = {"all": ["plain_language/plain_language.css"]}
        js = ["plain_language/plain_language.js"]

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Without a preview there is nothing for Wagtail's own checks to look at."""
        context = super().get_context_data(parent_context)
        own = rights.translatable_by(self.request.user)
        return {
            **context,
            "is_previewable": isinstance(self.object, PreviewableMixin) and self.object.is_previewable(),
            "url": _url(self.object),
            "columns": json.dumps({tag: _names_in_form(self.model, tag) for tag in own}),
            "words": json.dumps(_words()),
            "may_write": bool(own),
        }


class WithHints(ABC):
    """For the views that show the form of translated content; `content_of_form` is what it writes."""

    @property
    @abstractmethod
    def content_of_form(self) -> Any: ...

    def get_side_panels(self) -> Any:
        shown: Any = super().get_side_panels()  # type: ignore[misc]  # of the view that it is mixed into
        if getattr(self, "expects_json_response", False) or getattr(self, "hydrate_create_view", False):
            return shown  # the form stays as it is in the browser, and so does the panel
        ours = PlainLanguagePanel(self.content_of_form, self.request)  # type: ignore[attr-defined]
        return MediaContainer(_with_ours(shown, ours))


class _OfAPage(WithHints):
    page: Any

    @property
    def content_of_form(self) -> Any:
        return self.page


class _OfASnippet(WithHints):
    form: Any

    @property
    def content_of_form(self) -> Any:
        return self.form.instance


class EditPageWithHints(_OfAPage, EditView):
    """The form of a page that exists."""


class AddPageWithHints(_OfAPage, CreateView):
    """The form of a new page."""


class EditSnippetWithHints(_OfASnippet, snippets.EditView):
    """The form of a snippet that exists."""


class AddSnippetWithHints(_OfASnippet, snippets.CreateView):
    """The form of a new snippet."""


class TranslatedPageViewSet(PageViewSet):
    """For all types of translated pages; one of its own for a type takes over `WithHints`."""

    model = TranslatedPage
    #: The explorer stays Wagtail's.
    parent_models = ()
    edit_view_class = EditPageWithHints
    add_view_class = AddPageWithHints

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Views such as those of a workflow look the page up: the base of translated pages has no table for that."""
        found: dict[str, Any] = super().get_common_view_kwargs(**{"model": Page, **kwargs})
        return found


def _with_ours(shown: Iterable[Any], ours: PlainLanguagePanel) -> list[Any]:
    others = [panel for panel in shown if not isinstance(panel, ChecksSidePanel)]
    return sorted([*others, ours], key=lambda panel: panel.order)


def _url(content: Any) -> str:
    if content.pk is None:
        return reverse("plain_language_new", args=[content._meta.label_lower])
    return reverse("plain_language", args=[content._meta.label_lower, content.pk])


def _names_in_form(model: Any, tag: str) -> list[str]:
    """What the names of a locale's fields begin with, and what else its hints depend on."""
    within = BY_TAG[tag].within_language
    names = [column(name, near) for near in within for name in snapshots.translated_fields(model)]
    alts = [name.removesuffix("_alt") for name in snapshots.translated_fields(model) if name.endswith("_alt")]
    shared = [own for name in alts for own in (name, f"{name}_decorative")]
    return [*names, *shared, *model.translated_children]


def _words() -> dict[str, str]:
    """The sentences that plain_language.js says; what is in braces is filled in there."""
    return {
        "toggle": _("Toggle checks"),
        "hints": _("Hints: {count}"),
        "none": _("Nothing to mend."),
        "failed": _("The hints could not be brought up to date. They are tried again with your next change."),
        "updated": _("Hints are up to date. {count}"),
        "gone": _("The text is no longer in the form."),
    }
