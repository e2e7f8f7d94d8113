"""The page that is written at the desk."""

from __future__ import annotations

import pytest

from tests import factories


@pytest.fixture(scope="module")
def topic_of_all(kept):
    return factories.page(locales=("en", "es", "ar", "zh-Hans"))


@pytest.fixture
def topic(topic_of_all):
    return factories.reload(topic_of_all)
