from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MedicalReviewConfig(AppConfig):
    name = "cms.medical_review"
    label = "medical_review"
    verbose_name = _("Medical reviews")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cms.digest import parts
        from cms.history import records
        from cms.medical_review import audit, digest

        parts.register(digest.part)
        records.register("reviews", audit.reviews)
