"""A page that is out in Spanish, for which the English says something else since."""

from __future__ import annotations

from typing import Any

import pytest

from tests import factories
from tests.journeys.workbench.bench import change_source


@pytest.fixture
def topic() -> Any:
    """Out in English and Spanish; the English says something else since in two places."""
    content = factories.page("chronic-pain", locales=("en", "es"))
    return change_source(
        content, summary="Pain that lasts longer than six months.", overview="Chronic pain can stay for years."
    )
