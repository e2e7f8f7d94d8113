"""Reads answers and editions by SQL that is written here: having the ORM compile a query takes three times as long as
running it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db import connection

from cms.publishing.models import Answer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import Model
    from django.db.models.expressions import Col

TABLE = f'"{Answer._meta.db_table}"'


@dataclass(frozen=True)
class Condition:
    """A part of a WHERE clause. No value is ever part of the text; values are in the database's own form."""

    sql: str
    values: tuple[Any, ...] = ()


def select(columns: Sequence[str], condition: str) -> str:
    return f"SELECT {', '.join(columns)} FROM {TABLE} WHERE {condition}"  # noqa: S608 -- names and placeholders only


def every(conditions: Sequence[Condition]) -> Condition:
    """All of the conditions at once."""
    joined = " AND ".join(condition.sql for condition in conditions)
    return Condition(joined, tuple(value for condition in conditions for value in condition.values))


def for_database(column: str, value: Any) -> Any:
    """A value of an answer's column in the database's own form: SQLite has neither UUIDs nor moments."""
    return _field(column).get_db_prep_value(value, connection)


def read(sql: str, values: Sequence[Any], *, columns: tuple[str, ...], model: type[Model] = Answer) -> list[list[Any]]:
    """The rows; the columns of the model that they begin with are in Python's types, as the ORM would have them."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows = [list(row) for row in cursor.fetchall()]
    for position, column in enumerate(_expressions(model, columns)):
        for convert in connection.ops.get_db_converters(column):
            for row in rows:
                row[position] = convert(row[position], column, connection)
    return rows


@cache
def _expressions(model: type[Model], columns: tuple[str, ...]) -> list[Col]:
    return [model._meta.get_field(column).get_col(model._meta.db_table) for column in columns]  # type: ignore[union-attr]  # columns, not relations


def _field(column: str) -> Any:
    return Answer._meta.get_field(column)
