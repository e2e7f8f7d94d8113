"""Matching by SQLite's FTS5: triggers keep the index up in the transaction that writes the entries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

from cms.publishing.rows import Condition
from search.backends import MOST_COUNTED
from search.expressions import written

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from search.expressions import Expression


class SQLite:
    def condition(self, expression: Expression) -> Condition:
        query = written(expression, quote='"', all_of=" AND ", any_of=" OR ")
        return Condition("entry.answer_id IN (SELECT rowid FROM search_index WHERE search_index MATCH %s)", (query,))

    def frequencies(self, terms: Iterable[str]) -> dict[str, int]:
        wanted = list(terms)
        places = ", ".join(["%s"] * len(wanted))
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT term, doc FROM search_frequency WHERE term IN ({places})", wanted)  # noqa: S608 -- placeholders only
            found = dict(cursor.fetchall())
        return {term: min(found.get(term, 0), MOST_COUNTED) for term in wanted}

    def put(self, entries: Sequence[tuple[int, str]]) -> None:
        """Triggers have done it."""
