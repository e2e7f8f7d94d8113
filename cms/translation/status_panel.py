"""The status panel of the edit form: where this content is delivered, in which locales, and why not in the others."""

from __future__ import annotations

from typing import Any

from wagtail.admin.panels import Panel


class StatusPanel(Panel):
    """Shows a row per content locale with what may be done there."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "translation/status_panel.html"

        def is_shown(self) -> bool:
            return self.instance.pk is not None

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            return super().get_context_data(parent_context)
