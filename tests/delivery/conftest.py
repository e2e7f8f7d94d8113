"""A filled library for each test that asks for one, and figures that no other test has left behind."""

from __future__ import annotations

import pytest

from cms.delivery import figures, lists
from tests.delivery import library as sample


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """A rolled back test gives its state version to the next one, which no installation ever does."""
    lists.counts.forget()
    figures.statuses.forget()


@pytest.fixture
def library(db: None) -> None:
    sample.fill()


@pytest.fixture
def transactional_library(transactional_db: None) -> None:
    sample.fill()
