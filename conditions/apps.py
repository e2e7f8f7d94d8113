from __future__ import annotations

from django.apps import AppConfig


class ConditionsConfig(AppConfig):
    name = "conditions"
    verbose_name = "Conditions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cms.plain_language.admin import measured
        from cms.translation import terms
        from conditions import glossary, running_text, signals  # noqa: F401 -- connects its receivers
        from conditions.gate import register_checks
        from conditions.models import ConditionPage
        from conditions.publishing import register_kinds, register_previews
        from conditions.reviewing import register_subject
        from conditions.snippets import Therapy

        register_kinds()
        register_subject()
        register_checks()
        register_previews()
        terms.register(glossary.approved_terms)
        measured.register(ConditionPage, running_text.of_condition)
        measured.register(Therapy, running_text.of_therapy)
