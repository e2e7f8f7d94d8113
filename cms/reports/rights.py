"""Who sees the reports: whoever may write or publish any page, as with Wagtail's own."""

from __future__ import annotations

from typing import Any

from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.permissions import policy_registry

ACTS = ["add", "change", "publish"]


def page_policy() -> Any:
    return policy_registry.get_by_type(Page)


def image_policy() -> Any:
    return policy_registry.get_by_type(get_image_model())


def may_see(user: Any) -> bool:
    return bool(page_policy().user_has_any_permission(user, ACTS))
