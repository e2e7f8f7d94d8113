"""The addresses of the reading view."""

from __future__ import annotations

from django.urls import path

from cms.preview import reading_views

urlpatterns = [
    path("<str:token>/", reading_views.opened, name="preview"),
    path("<str:token>/conditions/<str:key>/", reading_views.page_at, name="preview-page-at"),
]
