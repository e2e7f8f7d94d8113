"""Matching by PostgreSQL's tsvector: a derived column with a GIN index, of terms that are ready-made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

from cms.publishing.rows import Condition
from search.backends import MOST_COUNTED
from search.expressions import written

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from search.expressions import Expression

_COUNTED = (
    "(SELECT count(*) FROM (SELECT 1 FROM search_entry WHERE vector @@ CAST(%s AS tsquery) "  # noqa: S608 -- a constant
    f"LIMIT {MOST_COUNTED}) AS counted)"
)


class PostgreSQL:
    def condition(self, expression: Expression) -> Condition:
        query = written(expression, quote="'", all_of=" & ", any_of=" | ")
        return Condition("entry.vector @@ CAST(%s AS tsquery)", (query,))

    def frequencies(self, terms: Iterable[str]) -> dict[str, int]:
        wanted = list(terms)
        if not wanted:
            return {}
        queries = [written(term, quote="'", all_of="", any_of="") for term in wanted]
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join([_COUNTED] * len(wanted))}", queries)
            return dict(zip(wanted, cursor.fetchone(), strict=True))

    def put(self, entries: Sequence[tuple[int, str]]) -> None:
        """The column is derived."""
