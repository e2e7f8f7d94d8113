"""A document with a past, read a month later."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine

from tests.delivery.factories import NOW, publish
from tests.delivery.past.once import FIRST, HOUR, SECOND

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(NOW + timedelta(days=30), tick=False):
        yield


@pytest.fixture
def gout(db: None) -> None:
    """Published, changed an hour later."""
    publish(FIRST, at=NOW)
    publish(SECOND, at=NOW + HOUR)
