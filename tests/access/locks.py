"""Somebody else who writes while a test goes on."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def held(statement: str) -> Iterator[None]:
    """Another connection holds SQLite's one lock, or those that the statement takes on PostgreSQL."""
    if connection.vendor == "sqlite":
        other: Any = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
    else:
        other = connection.copy()
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute(statement)
    try:
        yield
    finally:
        other.rollback()
        other.close()
