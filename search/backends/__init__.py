"""Where the terms of entries are matched: the database's own full text, or a search server where one is set.

A back end matches terms and counts them; what they mean and which entry comes first is decided in Python, the same on
each.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Protocol

from django.conf import settings
from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cms.publishing.rows import Condition
    from search.expressions import Expression

#: Counting further would tell nothing more about how common a term is.
MOST_COUNTED = 2_000


class BackEnd(Protocol):
    """What each back end does. Terms are as `search.entries` writes them."""

    def condition(self, expression: Expression) -> Condition:
        """The rows of `search_entry` (by the name `entry`) that the expression holds for."""

    def frequencies(self, terms: Iterable[str]) -> dict[str, int]:
        """How many entries hold each term, up to MOST_COUNTED; 0 for one that nobody has."""

    def put(self, entries: Sequence[tuple[int, str]]) -> None:
        """Answers' keys with their terms, in the transaction that has written them to `search_entry`."""


def current() -> BackEnd:
    """The one that this installation uses."""
    return _named("opensearch" if settings.OPENSEARCH_URL else connection.vendor)


@cache
def _named(name: str) -> BackEnd:
    if name == "opensearch":
        from search.backends.opensearch import OpenSearch

        return OpenSearch()
    if name == "postgresql":
        from search.backends.postgresql import PostgreSQL

        return PostgreSQL()
    from search.backends.sqlite import SQLite

    return SQLite()
