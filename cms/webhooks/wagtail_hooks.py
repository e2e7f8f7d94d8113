"""What the Wagtail admin gets from webhooks."""

from __future__ import annotations

from typing import Any

from wagtail import hooks

from cms.webhooks.acts import ACTS
from cms.webhooks.viewsets import EndpointViewSet


@hooks.register("register_admin_viewset")
def webhooks() -> EndpointViewSet:
    return EndpointViewSet()


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    for act, label in ACTS.items():
        actions.register_action(act, label, label)
