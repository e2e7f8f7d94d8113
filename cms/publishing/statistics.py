"""Lets the database look at its tables again after many rows were written, so that it plans by what is there."""

from __future__ import annotations

from django.apps import apps
from django.db import connection


def refresh() -> None:
    """Costs some milliseconds; both databases would get there by themselves some time later, or not (SQLite)."""
    tables = [model._meta.db_table for model in apps.get_app_config("publishing").get_models()]
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(table)}")
