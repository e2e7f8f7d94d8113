"""What the tests of search share: libraries that were published once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from cms.delivery import state
from search import misses
from tests.delivery import library as sample
from tests.delivery.entering import Counted
from tests.search import clinic as many_names

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def nothing_counted() -> Iterator[None]:
    """What was looked for in vain would be written when the process ends, to whatever database there is then."""
    yield
    misses.forget()


@pytest.fixture
def rolled_back(db: None) -> Iterator[None]:
    """For tests that publish and never commit: no request relies on what an earlier one knew."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(state, "RELIED_ON_S", 0)
        yield


@pytest.fixture
def library(rolled_back: None) -> None:
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
    return Counted()


@pytest.fixture
def clinic(rolled_back: None) -> None:
    many_names.fill()
