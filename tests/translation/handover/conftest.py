"""A topic that is out in several languages."""

from __future__ import annotations

import pytest

from tests import factories
from tests.translation.handover.hands import LOCALES


@pytest.fixture(scope="module")
def topic_of_all(kept):
    return factories.page(locales=("en", *LOCALES))


@pytest.fixture
def topic(topic_of_all):
    return factories.reload(topic_of_all)
