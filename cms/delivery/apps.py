from __future__ import annotations

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "cms.delivery"
    label = "delivery"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.db.models.signals import post_save

        from cms.delivery import state
        from cms.publishing.models import Counter

        post_save.connect(state.forget_after_commit, sender=Counter, dispatch_uid="delivery.forget_after_commit")
