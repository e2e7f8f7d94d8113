"""Where the pages of webhooks are in the admin, and what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from cms.webhooks.models import Endpoint

    Endpoints = Callable[..., Endpoint]

LIST = "/admin/webhooks/"


def address_of(endpoint: Endpoint, act: str = "") -> str:
    return f"{LIST}{endpoint.pk}/{act}/" if act else f"{LIST}inspect/{endpoint.pk}/"


def text(response: Any) -> str:
    return str(response.content.decode())
