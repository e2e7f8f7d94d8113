"""A place at the workbench."""

from __future__ import annotations

import pytest

from tests import factories
from tests.translation.workbench.bench import Workbench


@pytest.fixture
def at(client):
    def sit_down(content, tag, *, user=None):
        return Workbench(client, content, tag, user=user or factories.translator(tag))

    return sit_down
