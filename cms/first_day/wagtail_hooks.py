"""What the Wagtail admin gets for the first day."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path
from wagtail import hooks

from cms.first_day import panel
from cms.first_day.views import LookView


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [path("first-day/<str:key>/", LookView.as_view(), name="first_day_look")]


@hooks.register("construct_homepage_panels")
def first_day_panel(request: Any, panels: list[Any]) -> None:
    panel.add(request, panels)
