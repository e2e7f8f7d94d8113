"""Who exchanges what."""

from __future__ import annotations

import pytest

from tests import factories
from tests.translation.exchange import agency
from tests.translation.exchange.agency import OUT, SUMMARY


@pytest.fixture
def page():
    return factories.page(locales=OUT)


@pytest.fixture
def translator():
    return factories.translator("ar")


@pytest.fixture
def admin(client, translator):
    """The browser of a translator of Arabic."""
    client.force_login(translator)
    return client


@pytest.fixture
def file(page, tmp_path):
    found = agency.export(page, tmp_path, "ar")
    agency.fill_in(found, {"summary": SUMMARY["ar"]})
    return found
