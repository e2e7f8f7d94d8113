"""What the Wagtail admin gets: the address that answers with hints, and the panel in the forms of all pages."""

from __future__ import annotations

from django.db.transaction import non_atomic_requests
from django.urls import URLPattern, path
from wagtail import hooks

from cms.plain_language.admin.panel import TranslatedPageViewSet
from cms.plain_language.admin.views import HintsView


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    """What is typed is only looked at: with SQLite a transaction would keep others from writing meanwhile."""
    view = non_atomic_requests(HintsView.as_view())
    of_new = non_atomic_requests(HintsView.as_view(http_method_names=["post"]))
    return [
        path("plain-language/<str:model>/new/", of_new, name="plain_language_new"),
        path("plain-language/<str:model>/<int:pk>/", view, name="plain_language"),
    ]


@hooks.register("register_admin_viewset")
def pages() -> TranslatedPageViewSet:
    return TranslatedPageViewSet()
