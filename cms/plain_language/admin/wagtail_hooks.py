"""What the Wagtail admin gets: the address that answers with hints, and the panel in the forms of all pages."""

from __future__ import annotations

from django.urls import URLPattern, path
from wagtail import hooks

from cms.plain_language.admin.panel import TranslatedPageViewSet
from cms.plain_language.admin.views import HintsView


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [
        path(
            "plain-language/<str:model>/new/", HintsView.as_view(http_method_names=["post"]), name="plain_language_new"
        ),
        path("plain-language/<str:model>/<int:pk>/", HintsView.as_view(), name="plain_language"),
    ]


@hooks.register("register_admin_viewset")
def pages() -> TranslatedPageViewSet:
    return TranslatedPageViewSet()
