"""What the tests of access share: a process that knows nobody yet, and keys as they are handed out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import time_machine

from cms.access import issuing, keys, rates
from cms.access.models import ApiKey
from tests import factories
from tests.access.ledgers import NOON

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.test import Client

    from cms.access.issuing import Issued


@pytest.fixture(autouse=True)
def fresh_process() -> Iterator[None]:
    keys.forget()
    rates.forget()
    yield
    keys.forget()
    rates.forget()


@pytest.fixture
def make_key() -> Callable[..., Issued]:
    """`make_key(rate=100)` gives the key and its secret."""

    def make(**fields: Any) -> Issued:
        return issuing.make(ApiKey(**{"name": "Patient app", "owner": "Clínica del Dolor", **fields}))

    return make


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(factories.administrator())
    return client


@pytest.fixture
def noon() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock
