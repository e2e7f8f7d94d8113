from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PreviewConfig(AppConfig):
    name = "cms.preview"
    label = "preview"
    verbose_name = _("Preview")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cms.delivery import previews
        from cms.preview.serving import TokenPreviews

        previews.register(TokenPreviews())
