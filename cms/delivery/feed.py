"""The change feed: first all that is live, then whatever happened since, in the order in which it happened.

A follower without a cursor crawls the documents that are live, by the number of their newest edition, up to the newest
edition of all at that moment. What changes meanwhile gets a higher number and is told after that by the log: its new
text, or that it is gone, also to a follower who was never told that it was there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from cms.delivery.caching import with_public_origin
from cms.delivery.errors import FeedReset, InvalidParameter
from cms.delivery.feed_parameters import DEFAULT_LIMIT, MAX_DOCUMENTS
from cms.delivery.feed_places import HIGHEST, NOTHING, Place, mark
from cms.publishing import content, rows
from cms.publishing.addresses import api_url
from cms.publishing.models import Answer, Document, DocumentState, Edition, Event
from cms.publishing.rows import Condition

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: Editions that one page of a filtered feed goes through at most. There is an index for each filter, but PostgreSQL
#: reads through what is filtered out where it takes that to be little: some 350 ms for a million.
MOST_PASSED_OVER = 20_000


class Entry(NamedTuple):
    """The columns of an edition that the feed tells, as `_COLUMNS` reads them. `document` are ready bytes, None where
    there are none to send.
    """

    sequence: int
    content_id: str
    type: str
    locale: str
    version: int
    event: str
    change_kind: str
    digest: str
    slug: str
    gone_reason: str
    occurred_at: str
    document: bytes | None = None

    @property
    def mark(self) -> bytes:
        """Tells the edition from any other that may get its number after a restore; the same on every database."""
        moment = rows.told_moment(self.occurred_at)
        return mark(rows.told_uuid(self.content_id), self.locale, self.version, self.event, self.digest, moment)


@dataclass(frozen=True)
class Page:
    """Some changes, and where to go on."""

    entries: Sequence[Entry]
    next_cursor: str
    has_more: bool
    has_documents: bool

    @property
    def locales(self) -> list[str]:
        """Those that the page holds text in."""
        return list(dict.fromkeys(entry.locale for entry in self.entries if entry.document is not None))

    def encoded(self) -> bytes:
        changes = [told(entry) for entry in self.entries]
        if self.has_documents:
            for change, entry in zip(changes, self.entries, strict=True):
                change["document"] = None if entry.document is None else orjson.Fragment(bytes(entry.document))
        body = {"changes": changes, "next_cursor": self.next_cursor, "has_more": self.has_more}
        return with_public_origin(content.encode(body))


def page(values: Mapping[str, Any]) -> Page:
    """Two queries; a third where a crawl ends after something was published.

    Raises InvalidParameter, InvalidCursor, FeedReset.
    """
    filters = _filters(values)
    with_documents = values["include"] is not None
    limit = _limit(values["limit"], with_documents=with_documents)
    stretch = _stretch(values["cursor"], filters)
    found = _found(stretch, filters, wanted=limit + 1, with_documents=with_documents)
    is_full = len(found) > limit
    told = found[:limit]
    after = _after(stretch.place, told[-1]) if is_full else stretch.end
    return Page(told, after.cursor(filters=filters), is_full or not stretch.is_last, with_documents)


def _filters(values: Mapping[str, Any]) -> dict[str, str]:
    """By the name of the column."""
    found = {"type": values["type"], "locale": values["locale"] and values["locale"].tag}
    return {column: value for column, value in found.items() if value is not None}


def _limit(asked: int | None, *, with_documents: bool) -> int:
    if not with_documents:
        return asked or DEFAULT_LIMIT
    if asked is not None and asked > MAX_DOCUMENTS:
        raise InvalidParameter("limit", f"takes a whole number from 1 to {MAX_DOCUMENTS} with `include=document`")
    return asked or MAX_DOCUMENTS


@dataclass(frozen=True)
class _Stretch:
    """What one page may tell of: from the follower's place up to an end, which is that of the log if it is the last."""

    place: Place
    end: Place
    is_last: bool


def _stretch(cursor: str | None, filters: Mapping[str, str]) -> _Stretch:
    """Nothing that is written after this query is told.

    The mark of the edition at the follower's place tells whether the log is the one that the follower has seen so far:
    after a restore it ends before that edition, or has given its number to another one.
    """
    place = Place.of_cursor(cursor, filters=filters) if cursor is not None else None
    seen = place.sequence if place else 0
    marks = {0: NOTHING, **{entry.sequence: entry.mark for entry in _read(_ENDS, (seen, seen + MOST_PASSED_OVER))}}
    newest = Place(max(marks), marks[max(marks)])
    if place is None:
        return _Stretch(Place(newest.sequence, newest.mark, crawled=0), newest, is_last=True)
    if marks.get(seen) != place.mark:
        raise FeedReset
    nearest = seen + MOST_PASSED_OVER
    if filters and nearest in marks:
        return _Stretch(place, Place(nearest, marks[nearest]), is_last=nearest == newest.sequence)
    return _Stretch(place, newest, is_last=True)


def _found(stretch: _Stretch, filters: Mapping[str, str], *, wanted: int, with_documents: bool) -> list[Entry]:
    """As many as are wanted, as far as there are, in order."""
    columns = _WITH_DOCUMENT if with_documents else _COLUMNS
    place, end = stretch.place, stretch.end
    found: list[Entry] = []
    if place.crawled is not None:
        found = _crawled(columns, filters, place, limit=wanted)
    if len(found) < wanted and place.sequence < end.sequence:
        found += _logged(columns, filters, place, end, limit=wanted - len(found))
    return found


def _after(place: Place, last: Entry) -> Place:
    """Where a follower is who was told the last entry of a page that more come after."""
    if place.crawled is not None and last.sequence <= place.sequence:
        return Place(place.sequence, place.mark, crawled=last.sequence)
    return Place(last.sequence, last.mark)


def read_after(sequence: int, *, limit: int) -> list[Entry]:
    """The editions after a number, oldest first, for those that follow the log in this house."""
    return _logged(_COLUMNS, {}, Place(sequence, NOTHING), Place(HIGHEST, NOTHING), limit=limit)


def read_at(sequences: Sequence[int]) -> dict[int, Entry]:
    """The editions with these numbers, by their number; without those that the log does not hold."""
    if not sequences:
        return {}
    sql = f"SELECT {', '.join(_COLUMNS)} FROM {_EDITIONS} WHERE sequence IN ({', '.join(['%s'] * len(sequences))})"  # noqa: S608 -- names and placeholders only
    return {entry.sequence: entry for entry in _read(sql, sequences)}


def told(entry: Entry) -> dict[str, Any]:
    """An edition as the feed tells it, with the placeholder for the origin."""
    url = api_url(entry.type, entry.slug, entry.locale)
    return {
        "sequence": entry.sequence,
        "event": entry.event,
        "type": entry.type,
        "id": rows.told_uuid(entry.content_id),
        "locale": entry.locale,
        "version": entry.version,
        "change_kind": entry.change_kind,
        "digest": entry.digest or None,
        "url": url,
        "occurred_at": rows.told_moment(entry.occurred_at),
        "moved_to": url if entry.event == Event.MOVED else None,
        "gone_reason": entry.gone_reason or None,
    }


_EDITIONS, _DOCUMENTS, _ANSWERS = (f'"{model._meta.db_table}"' for model in (Edition, Document, Answer))
_COLUMNS = tuple(rows.as_text(name) if name in ("content_id", "occurred_at") else name for name in Entry._fields[:-1])
# The answer in the document's own locale is of this edition only as long as none replaced it.
_DOCUMENT = (
    f"(SELECT body FROM {_ANSWERS} AS answer WHERE answer.content_id = {_EDITIONS}.content_id "  # noqa: S608 -- names only
    f"AND answer.requested_locale = {_EDITIONS}.locale AND answer.sequence = {_EDITIONS}.sequence)"
)
_WITH_DOCUMENT = (*_COLUMNS, _DOCUMENT)
_ENDS = (
    f"SELECT {', '.join(_COLUMNS)} FROM {_EDITIONS} "  # noqa: S608 -- names only
    f"WHERE sequence IN (%s, %s, (SELECT MAX(sequence) FROM {_EDITIONS}))"
)


def _between(column: str, after: int, up_to: int, filters: Mapping[str, str]) -> Condition:
    """A range of one index: there is one for each combination of filters."""
    parts = [Condition(f"{name} = %s", (value,)) for name, value in filters.items()]
    return rows.every([*parts, Condition(f"{column} > %s AND {column} <= %s", (after, up_to))])


def _crawled(columns: Sequence[str], filters: Mapping[str, str], place: Place, *, limit: int) -> list[Entry]:
    """The editions of documents that are live, found without reading those that were replaced."""
    documents = _between("edition_id", place.crawled or 0, place.sequence, filters)
    numbers = (
        f"SELECT edition_id FROM {_DOCUMENTS} WHERE state = '{DocumentState.LIVE}' AND {documents.sql} "  # noqa: S608 -- names and placeholders only
        "ORDER BY edition_id LIMIT %s"
    )
    sql = f"SELECT {', '.join(columns)} FROM {_EDITIONS} WHERE sequence IN ({numbers}) ORDER BY sequence"  # noqa: S608 -- names and placeholders only
    return _read(sql, (*documents.values, limit))


def _logged(columns: Sequence[str], filters: Mapping[str, str], place: Place, end: Place, *, limit: int) -> list[Entry]:
    editions = _between("sequence", place.sequence, end.sequence, filters)
    sql = f"SELECT {', '.join(columns)} FROM {_EDITIONS} WHERE {editions.sql} ORDER BY sequence LIMIT %s"  # noqa: S608 -- names and placeholders only
    return _read(sql, (*editions.values, limit))


def _read(sql: str, values: Sequence[Any]) -> list[Entry]:
    return [Entry(*row) for row in rows.read(sql, values, columns=())]
