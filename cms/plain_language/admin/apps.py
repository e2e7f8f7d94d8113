from __future__ import annotations

from django.apps import AppConfig


class PlainLanguageConfig(AppConfig):
    name = "cms.plain_language.admin"
    label = "plain_language"
    verbose_name = "Plain language"
    default_auto_field = "django.db.models.BigAutoField"
