"""Loopback is a listed network here, attempts are short, and every endpoint has a secret."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from cms.webhooks import signing
from cms.webhooks.models import Endpoint
from tests import factories

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.test import Client
    from pytest_django import Settings

    from tests.webhooks.receiver import Receiver


@pytest.fixture(autouse=True)
def loopback_is_listed(settings: Settings) -> None:
    settings.WEBHOOK_ALLOWED_NETWORKS = ["127.0.0.0/8"]
    settings.WEBHOOK_TIMEOUT_S = 5


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    from tests.webhooks.receiver import receiving

    with receiving() as running:
        yield running


@pytest.fixture
def endpoint_at(db: None) -> Callable[..., Endpoint]:
    def make(url: str, **fields: Any) -> Endpoint:
        endpoint = Endpoint.objects.create(url=url, **fields)
        signing.add(endpoint)
        return endpoint

    return make


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(factories.administrator())
    return client
