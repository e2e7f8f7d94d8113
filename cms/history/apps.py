from __future__ import annotations

from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy


class HistoryConfig(AppConfig):
    name = "cms.history"
    label = "history"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cms.history import signals  # noqa: F401 -- connects them
        from cms.translation import status_panel

        status_panel.add_link(
            status_panel.Link(
                gettext_lazy("All editions, and what changed"),
                lambda content: reverse("history_editions", args=[content.content_id]),
            )
        )
