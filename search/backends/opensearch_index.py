"""The index that an OpenSearch server keeps of entries: how it is made, asked and filled.

Written for the documented REST API of OpenSearch 2 and 3. Its tests compare each request with that documentation and
give canned answers; no real server was run.

Entries are in the index `<name>-entries`, which the alias `<name>` leads to once it has been filled for the first time.
All that searches or publishes uses the alias, so that an index that is new and half full answers nobody.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.conf import settings

from search.backends.server import Refused, Server, Unavailable
from search.expressions import All, AnyOf

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from search.expressions import Expression

#: The server gives no more than this at once, unless it is told otherwise.
MOST_MATCHING = 10_000

# Refreshed often, since a publish waits for it; a refresh that finds nothing new costs next to nothing.
_MAKING: Mapping[str, object] = {
    "settings": {"index": {"refresh_interval": "200ms"}},
    "mappings": {
        "dynamic": "strict",
        "properties": {
            "answer": {"type": "long"},
            "digest": {"type": "keyword", "index": False},
            "terms": {"type": "keyword", "doc_values": False},
        },
    },
}

_ALREADY_THERE = "resource_already_exists_exception"
_NOT_FOUND, _CONFLICT = 404, 409


class TooMany(Exception):
    """More than MOST_MATCHING entries match."""


class Index:
    """`send` and `delete` take the moment in milliseconds at which what they say was true: an older one never wins."""

    def __init__(self, server: Server, name: str) -> None:
        self._server = server
        self._alias, self._entries = f"/{name}", f"/{name}-entries"
        self._name = name

    @classmethod
    def of_settings(cls, *, timeout_s: float) -> Index:
        name = settings.OPENSEARCH_INDEX
        return cls(Server(settings.OPENSEARCH_URL, timeout_s=timeout_s), name)

    def close(self) -> None:
        self._server.close()

    def matching(self, expression: Expression) -> list[int]:
        """The keys of the answers that the expression holds for, in no order. Raises TooMany and Unavailable."""
        body = {
            "query": {"bool": {"filter": [query(expression)]}},
            "size": MOST_MATCHING,
            "track_total_hits": MOST_MATCHING + 1,
            "sort": ["_doc"],
            **_only("answer"),
        }
        wanted = "timed_out,_shards.failed,hits.total.value,hits.hits.fields"
        found = _complete(self._server.ask("POST", f"{self._alias}/_search", body, filter_path=wanted))
        if _total(found) > MOST_MATCHING:
            raise TooMany
        return _keys(found)

    def counts(self, terms: Sequence[str], *, most: int) -> list[int]:
        """How many entries hold each term, in the order of the terms, up to `most`. Raises Unavailable."""
        lines: list[Mapping[str, object]] = []
        for term in terms:
            lines += [{}, {"query": query(term), "size": 0, "track_total_hits": most}]
        wanted = ",".join(f"responses.{part}" for part in ("status", "timed_out", "_shards.failed", "hits.total.value"))
        answer = self._server.post_lines(f"{self._alias}/_msearch", lines, filter_path=wanted)
        found = [min(_total(_complete(each)), most) for each in _list(answer, "responses")]
        if len(found) != len(terms):
            raise _not_understood()
        return found

    def send(self, entries: Iterable[tuple[int, str, str]], *, moment: int, is_filling: bool = False) -> None:
        """Answers' keys with their digests and terms. Returns when searches find them, unless the index is only being
        filled. Raises Unavailable.
        """
        lines: list[Mapping[str, object]] = []
        for key, digest, terms in entries:
            lines.append({"index": _versioned(key, moment)})
            lines.append({"answer": key, "digest": digest, "terms": terms.split(" ")})
        if is_filling:
            self._bulk(self._entries, lines)
        else:
            # Without the alias the server would make an index of that name, with a mapping of its own.
            self._bulk(self._alias, lines, refresh="wait_for", require_alias="true")

    def delete(self, keys: Iterable[int], *, moment: int) -> None:
        """Raises Unavailable."""
        self._bulk(self._entries, [{"delete": _versioned(key, moment)} for key in keys])

    def held(self, *, after: int, most: int) -> dict[int, str]:
        """The digests of the entries that are there, by their answers' keys, in order. Raises Unavailable."""
        body = {"size": most, "sort": [{"answer": "asc"}], "search_after": [after], **_only("answer", "digest")}
        wanted = "timed_out,_shards.failed,hits.total.value,hits.hits.fields"
        found = _complete(self._server.ask("POST", f"{self._entries}/_search", body, filter_path=wanted))
        return dict(zip(_keys(found), map(str, _values(found, "digest")), strict=True))

    def exists(self) -> bool:
        """Raises Unavailable."""
        return self._is_there(self._entries)

    def is_open(self) -> bool:
        """Whether searches use it. Raises Unavailable."""
        return self._is_there(f"{self._entries}/_alias/{self._name}")

    def make(self) -> None:
        """Changes nothing where it is there. Raises Unavailable."""
        try:
            self._server.ask("PUT", self._entries, _MAKING)
        except Refused as error:
            if error.kind != _ALREADY_THERE:
                raise

    def open(self) -> None:
        """From now on searches use it. Raises Unavailable."""
        added = {"index": self._entries[1:], "alias": self._name}
        self._server.ask("POST", "/_aliases", {"actions": [{"add": added}]})

    def refresh(self) -> None:
        """Makes all that was sent visible. Raises Unavailable."""
        self._server.ask("POST", f"{self._entries}/_refresh")

    def _is_there(self, path: str) -> bool:
        try:
            self._server.ask("HEAD", path)
        except Refused as error:
            if error.status != _NOT_FOUND:
                raise
            return False
        return True

    def _bulk(self, path: str, lines: Sequence[Mapping[str, object]], **parameters: str) -> None:
        if not lines:
            return
        wanted = "errors,items.*.status,items.*.error.type"
        answer = self._server.post_lines(f"{path}/_bulk", lines, filter_path=wanted, **parameters)
        if _part(answer, "errors"):
            _raise_for(_failures(_list(answer, "items")))


def query(expression: Expression) -> dict[str, Any]:
    """In the server's query language, whose values are values only: no character means anything in them."""
    if isinstance(expression, str):
        return {"term": {"terms": expression}}
    if isinstance(expression, All):
        return {"bool": {"filter": [query(part) for part in expression.parts]}}
    return _any_of(expression)


def _any_of(expression: AnyOf) -> dict[str, Any]:
    # Terms side by side are one clause, of which a server allows only so many.
    terms = [part for part in expression.parts if isinstance(part, str)]
    choices = [query(part) for part in expression.parts if not isinstance(part, str)]
    if terms:
        choices.append({"terms": {"terms": terms}})
    return choices[0] if len(choices) == 1 else {"bool": {"should": choices, "minimum_should_match": 1}}


def _only(*fields: str) -> dict[str, Any]:
    """From columns, since reading the stored entry takes the server ten times as long."""
    return {"stored_fields": "_none_", "docvalue_fields": list(fields)}


def _versioned(key: int, moment: int) -> dict[str, object]:
    return {"_id": str(key), "version": moment, "version_type": "external_gte"}


def _not_understood() -> Unavailable:
    return Unavailable("an answer that is not understood")


def _part(answer: Any, name: str) -> Any:
    try:
        return answer[name]
    except (KeyError, TypeError):
        raise _not_understood() from None


def _complete(answer: Any) -> Any:
    """The answer, of all shards and of all that they hold."""
    if _part(_part(answer, "_shards"), "failed") or _part(answer, "timed_out"):
        raise Unavailable("an answer that is not complete")
    return answer


def _total(found: Any) -> int:
    total = _part(_part(_part(found, "hits"), "total"), "value")
    if not isinstance(total, int):
        raise _not_understood()
    return total


def _list(answer: Any, name: str) -> list[Any]:
    value = _part(answer, name)
    if not isinstance(value, list):
        raise _not_understood()
    return value


def _keys(found: Any) -> list[int]:
    keys = _values(found, "answer")
    if not all(isinstance(key, int) for key in keys):
        raise _not_understood()
    return keys


def _values(found: Any, field: str) -> list[Any]:
    """Of each hit; the server leaves out an empty list."""
    try:
        return [hit["fields"][field][0] for hit in found["hits"].get("hits", ())]
    except (AttributeError, IndexError, KeyError, TypeError):
        raise _not_understood() from None


def _failures(items: list[Any]) -> list[str]:
    """The names of errors. That something newer is there is none."""
    try:
        outcomes = [outcome for item in items for outcome in item.values()]
        failed = [outcome for outcome in outcomes if "error" in outcome and outcome["status"] != _CONFLICT]
        return [re.sub(r"\W", "", str(outcome["error"]["type"])) for outcome in failed]
    except (AttributeError, KeyError, TypeError):
        raise _not_understood() from None


def _raise_for(failures: Sequence[str]) -> None:
    if failures:
        raise Unavailable(f"{len(failures)} not taken, {', '.join(sorted(set(failures)))}")
