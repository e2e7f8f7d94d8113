"""A machine and the server that it asks, of which no answer is remembered from another test."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from cms.translation.machine.libretranslate import LibreTranslate
from tests.translation.translation_server import running


@pytest.fixture(autouse=True)
def _nothing_is_remembered(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    cache.clear()


@pytest.fixture
def server():
    with running() as server:
        yield server


@pytest.fixture
def machine(server):
    return LibreTranslate(url=server.url, timeout_s=5)
