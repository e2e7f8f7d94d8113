"""Wagtail's preview panel for content with documents: a mode for each content locale, shown in the reading view."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.utils.translation import gettext as _
from wagtail.models import Page, PreviewableMixin

from cms.locales import BY_TAG, CONTENT_LOCALES, SOURCE
from cms.preview import drafts, reading
from cms.preview.reading_views import standing_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class Previewed(PreviewableMixin):
    """Content that editors see as readers will, from the form as it is: nothing has to be saved."""

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        return [(locale.tag, reading.label_of(locale)) for locale in CONTENT_LOCALES]

    @property
    def default_preview_mode(self) -> str:
        return SOURCE

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        if mode_name not in BY_TAG:
            raise Http404
        found = drafts.preview(self, mode_name)
        is_editing = getattr(request, "is_editing", False)
        label = _("as you are writing it") if is_editing else _("as it was saved")
        page: Any = self if isinstance(self, Page) else None
        return reading.respond(request, found.body, standing_of(found, label=label), page=page)
