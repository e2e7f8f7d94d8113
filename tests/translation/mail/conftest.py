"""No test leaves a sender's lock behind."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection


@pytest.fixture(autouse=True)
def _no_lock_is_left(db):
    """SQLite's lock is a file beside the database."""
    yield
    Path(f"{connection.settings_dict['NAME']}-mail").unlink(missing_ok=True)
