from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class TranslationConfig(AppConfig):
    name = "cms.translation"
    label = "translation"
    verbose_name = "Translation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cms.translation import checks, signals  # noqa: F401 -- registers the checks, connects the receivers
        from cms.translation.groups import make_default_groups

        post_migrate.connect(make_default_groups, dispatch_uid="translation.default_groups")
