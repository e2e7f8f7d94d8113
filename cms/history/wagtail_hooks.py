"""Where editors find a content id's history in the admin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button

from cms.history.views import CompareView, EditionsView, ExportView
from cms.translation.models import TranslatedContent

if TYPE_CHECKING:
    from collections.abc import Iterator


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [
        path("history/<uuid:content_id>/", EditionsView.as_view(), name="history_editions"),
        path("history/<uuid:content_id>/compare/", CompareView.as_view(), name="history_compare"),
        path("history/<uuid:content_id>/export/<str:format>/", ExportView.as_view(), name="history_export"),
    ]


@hooks.register("register_page_header_buttons")
def page_button(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Beside Wagtail's own history, for the same people."""
    specific = page.specific
    permissions = page.permissions_for_user(user)
    if isinstance(specific, TranslatedContent) and (permissions.can_edit() or permissions.can_publish()):
        yield Button(
            _("Editions"), reverse("history_editions", args=[specific.content_id]), icon_name="history", priority=66
        )
