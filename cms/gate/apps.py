from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class GateConfig(AppConfig):
    name = "cms.gate"
    label = "gate"
    verbose_name = _("Publish gate")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cms.digest import parts
        from cms.gate import audit, checks, digest, signals  # noqa: F401 -- registers the check, connects the receiver
        from cms.gate.groups import make_defaults
        from cms.history import records

        post_migrate.connect(make_defaults, dispatch_uid="gate.defaults")
        parts.register(digest.part)
        records.register("sign_offs", audit.sign_offs)
        records.register("alarms", audit.alarms)
