from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class MedicalReviewConfig(AppConfig):
    name = "cms.medical_review"
    label = "medical_review"
    verbose_name = _("Medical reviews")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cms.digest import parts
        from cms.medical_review import digest
        from cms.medical_review.groups import make_default_group

        post_migrate.connect(make_default_group, dispatch_uid="medical_review.default_group")
        parts.register(digest.part)
