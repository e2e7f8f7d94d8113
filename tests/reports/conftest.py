"""An author at the admin."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cms.translation import groups
from tests import factories

if TYPE_CHECKING:
    from django.test import Client


@pytest.fixture
def author(db: None, client: Client) -> Client:
    client.force_login(factories.user("author", groups.AUTHORS))
    return client
