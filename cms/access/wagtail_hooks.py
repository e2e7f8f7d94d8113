"""What the Wagtail admin gets from access: the API keys under Settings, and our entries in the log."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.log_actions import LogFormatter

from cms.access.viewsets import KeyViewSet


@hooks.register("register_admin_viewset")
def api_keys() -> KeyViewSet:
    return KeyViewSet()


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    @actions.register_action("access.make")
    class MakeFormatter(LogFormatter):
        label = gettext_lazy("Make an API key")

        def format_message(self, log_entry: Any) -> str:
            return str(gettext_lazy("Made the key %(prefix)s")) % {"prefix": log_entry.data["prefix"]}

    @actions.register_action("access.rotate")
    class RotateFormatter(LogFormatter):
        label = gettext_lazy("Make a new secret")

        def format_message(self, log_entry: Any) -> str:
            sentence = gettext_lazy("Made a new secret; those before it are good until %(moment)s")
            return str(sentence) % {"moment": _shown(log_entry.data["until"])}

    @actions.register_action("access.revoke")
    class RevokeFormatter(LogFormatter):
        label = gettext_lazy("Revoke an API key")

        def format_message(self, log_entry: Any) -> str:
            return str(gettext_lazy("Revoked the key %(prefix)s")) % {"prefix": log_entry.data["prefix"]}


def _shown(moment: str) -> str:
    parsed = parse_datetime(moment)
    return date_format(timezone.localtime(parsed), "DATETIME_FORMAT") if parsed else moment
