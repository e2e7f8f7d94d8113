"""The addresses of export and import in the admin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import path

from cms.translation.exchange import export_views, views

if TYPE_CHECKING:
    from django.urls import URLPattern

_HERE = "translation/exchange/"


def urls() -> list[URLPattern]:
    """Before those of one locale of one content, which look alike."""
    return [
        path(f"{_HERE}import/", views.ImportView.as_view(), name="translation_import"),
        path(f"{_HERE}import/<uuid:key>/", views.ReportView.as_view(), name="translation_import_report"),
        path(f"{_HERE}import/<uuid:key>/state/", views.StateView.as_view(), name="translation_import_state"),
        path(f"{_HERE}export/", export_views.ExportView.as_view(), name="translation_export"),
        path(f"{_HERE}export/file/", export_views.ExportFileView.as_view(), name="translation_export_file"),
    ]
