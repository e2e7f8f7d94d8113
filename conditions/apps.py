from __future__ import annotations

from django.apps import AppConfig


class ConditionsConfig(AppConfig):
    name = "conditions"
    verbose_name = "Conditions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cms.translation import terms
        from conditions import glossary, signals
        from conditions.publishing import register_kinds

        signals.connect_images()
        register_kinds()
        terms.register(glossary.approved_terms)
