"""Matching by an OpenSearch server, for installations too large for the database's own full text.

The server is asked which answers match and how common terms are. Filters, order, facets and excerpts stay in the
database, so answers are the same as without it. The database keeps its own full text all the same, and gives the
answer where the server does not.
"""

from __future__ import annotations

import logging
import threading
from time import monotonic, time_ns
from typing import TYPE_CHECKING

from django.db import connection, transaction

from cms.publishing import lifecycle
from cms.publishing.rows import Condition
from search.backends import MOST_COUNTED
from search.backends.opensearch_index import Index, TooMany
from search.backends.postgresql import PostgreSQL
from search.backends.server import Refused, Unavailable
from search.backends.sqlite import SQLite
from search.models import Entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from search.backends import BackEnd
    from search.expressions import Expression

logger = logging.getLogger(__name__)

#: The longest silence that a reader's search, or a publish, waits for.
TIMEOUT_S = 2

#: How long a server that failed is not asked again.
PAUSE_S = 10

#: A server that fails is told of no more often than this.
SILENCE_S = 60

#: One request holds this many entries at most, some two megabytes.
MOST_SENT = 100

_OWN: Mapping[str, type[PostgreSQL | SQLite]] = {"postgresql": PostgreSQL, "sqlite": SQLite}

# One value instead of thousands of placeholders, which no database takes.
_IS_ONE_OF = {
    "postgresql": ("entry.answer_id = ANY(CAST(%s AS bigint[]))", "{{{}}}"),
    "sqlite": ("entry.answer_id IN (SELECT value FROM json_each(%s))", "[{}]"),
}

_A_BAD_QUESTION = 400


class OpenSearch:
    def __init__(self) -> None:
        self._index = Index.of_settings(timeout_s=TIMEOUT_S)
        self._own: BackEnd = _OWN[connection.vendor]()
        self._trouble = _Trouble()
        self._unsent = _Unsent()

    def condition(self, expression: Expression) -> Condition:
        """By the database where more match than the server gives at once."""
        try:
            with self._trouble:
                found = self._index.matching(expression)
        except (Unavailable, TooMany):
            return self._own.condition(expression)
        sql, form = _IS_ONE_OF[connection.vendor]
        return Condition(sql, (form.format(",".join(map(str, found))),))

    def frequencies(self, terms: Iterable[str]) -> dict[str, int]:
        wanted = list(terms)
        if not wanted:
            return {}
        try:
            with self._trouble:
                return dict(zip(wanted, self._index.counts(wanted, most=MOST_COUNTED), strict=True))
        except Unavailable:
            return self._own.frequencies(wanted)

    def put(self, entries: Sequence[tuple[int, str]]) -> None:
        """The server is told once the transaction is committed, of all that is committed with it."""
        self._unsent.keys.update(answer_id for answer_id, _terms in entries)
        # Read under the publishing lock, so that of two moments the later one is that of the later commit.
        self._unsent.moment = time_ns() // 1_000_000
        transaction.on_commit(self._send, robust=True)

    def _send(self) -> None:
        """What was rolled back before is sent along as it stands now, which changes nothing."""
        keys = sorted(self._unsent.keys)
        self._unsent.keys.clear()
        for start in range(0, len(keys), MOST_SENT):
            try:
                self._index.send(entries_of(keys[start : start + MOST_SENT]), moment=self._unsent.moment)
            except Unavailable as error:
                _tell_of_unsent(keys[start:], error)
                break
        if keys:
            # Whoever asked since the commit has remembered what the server did not know yet.
            lifecycle.state_version_raised()


def entries_of(keys: Iterable[int]) -> Iterable[tuple[int, str, str]]:
    """Answers' keys, in order, with digests and terms as they are in the database now; nothing for one that is gone."""
    return Entry.objects.filter(pk__in=list(keys)).order_by("pk").values_list("pk", "digest", "terms")


def _tell_of_unsent(keys: Sequence[int], error: Unavailable) -> None:
    logger.error(
        "The search server fails (%s) and lacks up to %d entries: run manage.py search_index.",
        error,
        len(keys),
        extra={"answer_ids": keys},
    )


class _Unsent(threading.local):
    """The keys of answers whose entries this thread has written, and when it last did, in milliseconds since 1970."""

    def __init__(self) -> None:
        self.keys: set[int] = set()
        self.moment = 0


class _Trouble:
    """Keeps a server that fails from being asked by every reader: each would wait for it. Raises Unavailable then."""

    def __init__(self) -> None:
        self._ends_at = 0.0
        self._told_at = float("-inf")

    def __enter__(self) -> None:
        if monotonic() < self._ends_at:
            raise Unavailable("it failed a moment ago")

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if not isinstance(error, Unavailable):
            return
        now = monotonic()
        if not isinstance(error, Refused) or error.status != _A_BAD_QUESTION:
            self._ends_at = now + PAUSE_S
        if now - self._told_at >= SILENCE_S:
            self._told_at = now
            logger.warning("The search server fails (%s); the database is asked instead.", error)
