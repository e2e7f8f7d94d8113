"""A follower of the change feed."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.delivery.following import Follower


@pytest.fixture
def follower(client: Client, db: None) -> Follower:
    return Follower(client)
