from __future__ import annotations

from django.apps import AppConfig


class SchedulingConfig(AppConfig):
    name = "cms.scheduling"
    label = "scheduling"
    verbose_name = "Scheduling"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cms.scheduling import signals  # noqa: F401 -- connects the receivers
