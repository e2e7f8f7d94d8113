"""A page that is out, and a file of it that comes back with another summary."""

from __future__ import annotations

import pytest

from tests import factories
from tests.translation.exchange import agency
from tests.translation.exchange.agency import OUT, SUMMARY


@pytest.fixture
def page():
    return factories.page(locales=OUT)


@pytest.fixture
def file(page, tmp_path):
    """Spanish, with another summary."""
    found = agency.export(page, tmp_path, "es")
    agency.fill_in(found, {"summary": SUMMARY["es"]})
    return found
