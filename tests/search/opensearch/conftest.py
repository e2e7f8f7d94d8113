"""A search server that is set and empty, or filled with what the library holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command

from search import backends
from tests.search.opensearch.server import serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import Settings

    from tests.search.opensearch.server import SearchServer


@pytest.fixture
def server(settings: Settings) -> Iterator[SearchServer]:
    with serving() as running:
        settings.OPENSEARCH_URL = running.url
        backends._named.cache_clear()
        yield running
    backends._named.cache_clear()


@pytest.fixture
def filled(library: None, server: SearchServer) -> SearchServer:
    """Nothing is kept of the requests that filled it."""
    call_command("search_index", stdout=None)
    server.asked.clear()
    return server
