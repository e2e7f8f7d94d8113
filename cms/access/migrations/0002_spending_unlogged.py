"""Keeps what is counted by the minute out of PostgreSQL's log: nobody restores it, and no replica asks for it."""

from __future__ import annotations

from typing import Any

from django.db import migrations


def leave_out_of_log(apps: Any, schema_editor: Any) -> None:
    _set(schema_editor, "UNLOGGED")


def put_into_log(apps: Any, schema_editor: Any) -> None:
    _set(schema_editor, "LOGGED")


def _set(schema_editor: Any, kind: str) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER TABLE access_spending SET {kind}")


class Migration(migrations.Migration):
    dependencies = [("access", "0001_keys_and_rates")]

    operations = [migrations.RunPython(leave_out_of_log, put_into_log)]
