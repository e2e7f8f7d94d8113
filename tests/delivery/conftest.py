"""A filled library for each test that asks for one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from cms.delivery import state
from tests.delivery import library as sample
from tests.delivery.entering import Counted

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def library(db: None) -> None:
    sample.fill()


@pytest.fixture
def transactional_library(transactional_db: None) -> None:
    sample.fill()


@pytest.fixture
def one_connection() -> Iterator[None]:
    """For tests that enter by WSGI: a request would end the connection that the test's own transaction is on."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def django(library: None) -> Counted:
    """Over the library; to this process nothing is known of it yet."""
    state.known.forget()
    return Counted()
