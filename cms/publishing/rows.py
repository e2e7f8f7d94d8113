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


def read(sql: str, values: Sequence[Any], *, columns: tuple[str, ...]) -> list[list[Any]]:
    """The rows; the columns of answers that they begin with are in Python's types, as the ORM would have them."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows = [list(row) for row in cursor.fetchall()]
    for position, column in enumerate(_expressions(columns)):
        for convert in connection.ops.get_db_converters(column):
            for row in rows:
                row[position] = convert(row[position], column, connection)
    return rows


def as_text(column: str) -> str:
    """A column in the database's own spelling. Making objects of ids and moments, only to write them out again, is
    most of what it costs to read a hundred rows of PostgreSQL.
    """
    return f"CAST({column} AS text)"


def told_uuid(text: str) -> str:
    """SQLite keeps the digits alone."""
    return text if "-" in text else f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def told_moment(text: str) -> str:
    """To the second; both databases spell moments in UTC, year first."""
    return f"{text[:10]}T{text[11:19]}Z"


@cache
def _expressions(columns: tuple[str, ...]) -> list[Col]:
    return [_field(column).get_col(Answer._meta.db_table) for column in columns]


def _field(column: str) -> Any:
    return Answer._meta.get_field(column)
