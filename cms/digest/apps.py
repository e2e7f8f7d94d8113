from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DigestConfig(AppConfig):
    name = "cms.digest"
    label = "digest"
    verbose_name = _("Weekly mail")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cms.digest import missed, parts, translations

        parts.register(missed.part)
        parts.register(translations.part)
