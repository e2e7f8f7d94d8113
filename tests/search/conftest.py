"""What the tests of search share: libraries that were published once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cms.delivery import state
from tests.delivery import library as sample
from tests.delivery.conftest import one_connection
from tests.delivery.entering import Counted
from tests.search import clinic as many_names

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["one_connection"]


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
def django(library: None) -> Counted:
    return Counted()


@pytest.fixture(scope="module")
def published_by_a_clinic(kept: None) -> None:
    many_names.fill()


@pytest.fixture
def clinic(published_by_a_clinic: None, rolled_back: None) -> None:
    """What `clinic.py` says, for modules in which no test commits."""
