from __future__ import annotations

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class OperationsConfig(AppConfig):
    name = "cms.operations"
    label = "operations"
    verbose_name = "Operations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cms.operations.preparation import answer_in_added_locales, count_in_added_locales

        # Django tells each app in turn, the ones without models aside; when the last is told, all is in its place.
        last = [config for config in apps.get_app_configs() if config.models_module is not None][-1]
        post_migrate.connect(answer_in_added_locales, sender=last, dispatch_uid="operations.answer_in_added_locales")
        post_migrate.connect(count_in_added_locales, sender=last, dispatch_uid="operations.count_in_added_locales")
