"""Walks through lists by key: a page costs the same wherever it is, and an insert moves nothing that was seen."""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from cms.delivery.errors import InvalidCursor
from cms.publishing.rows import Condition, for_database

if TYPE_CHECKING:
    from collections.abc import Callable

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

#: A cursor is a letter for the side, a digest of the list that it belongs to, a content id, then the row's key.
DIGEST_BYTES = 8
_ID_BYTES = 16
_HEAD = 1 + DIGEST_BYTES + _ID_BYTES


class Side(Enum):
    """Which rows a cursor asks for, seen in the order of the list."""

    AFTER = b">"
    FROM = b"]"
    BEFORE = b"<"
    UP_TO = b"["

    @property
    def is_backward(self) -> bool:
        return self in (Side.BEFORE, Side.UP_TO)

    @property
    def is_inclusive(self) -> bool:
        return self in (Side.FROM, Side.UP_TO)


@dataclass(frozen=True)
class Order:
    """An order of a list: the column that it follows, the content id between equals, and how its keys become bytes."""

    name: str
    column: str
    descending: bool
    to_bytes: Callable[[Any], bytes]
    from_bytes: Callable[[bytes], Any]


def _moment_to_bytes(moment: datetime) -> bytes:
    return ((moment - _EPOCH) // timedelta(microseconds=1)).to_bytes(8, "big", signed=True)


def _moment_from_bytes(content: bytes) -> datetime:
    return _EPOCH + timedelta(microseconds=int.from_bytes(content, "big", signed=True))


ORDERS: dict[str, Order] = {
    order.name: order
    for order in (
        Order("name", "name_key", descending=False, to_bytes=bytes.fromhex, from_bytes=bytes.hex),
        Order("path", "path_key", descending=False, to_bytes=bytes.fromhex, from_bytes=bytes.hex),
        Order("-updated_at", "updated_at", descending=True, to_bytes=_moment_to_bytes, from_bytes=_moment_from_bytes),
    )
}


@dataclass(frozen=True)
class Position:
    """A place in a list, told by a row that stands or once stood there."""

    side: Side
    key: Any
    content_id: UUID

    def cursor(self, order: Order, *, digest: bytes) -> str:
        parts = (self.side.value, digest, self.content_id.bytes, order.to_bytes(self.key))
        return urlsafe_b64encode(b"".join(parts)).decode().rstrip("=")

    @classmethod
    def of_cursor(cls, cursor: str, order: Order, *, digest: bytes) -> Position:
        """Raises InvalidCursor for one that is not of this very list."""
        try:
            content = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
            position = cls(
                Side(content[:1]), order.from_bytes(content[_HEAD:]), UUID(bytes=content[1 + DIGEST_BYTES : _HEAD])
            )
        except (binascii.Error, ValueError, OverflowError):
            raise InvalidCursor from None
        if position.cursor(order, digest=digest) != cursor:
            raise InvalidCursor
        return position


@dataclass(frozen=True)
class Page:
    """Some rows of a list in its order, and the places that the pages beside it begin at; None at the ends."""

    rows: list[list[Any]]
    next: Position | None
    previous: Position | None

    @property
    def is_whole(self) -> bool:
        return self.next is None and self.previous is None


def columns_of(order: Order) -> tuple[str, str]:
    """What each row of a page has to begin with."""
    return ("content_id", order.column)


def beyond(order: Order, position: Position) -> Condition:
    """The rows on the asked side of the place: one range of the order's index."""
    way = "<" if order.descending != position.side.is_backward else ">"
    key = for_database(order.column, position.key)
    return Condition(
        f"({order.column}, content_id) {way}{'=' if position.side.is_inclusive else ''} (%s, %s)",
        (key, for_database("content_id", position.content_id)),
    )


def in_order(order: Order, position: Position | None) -> str:
    """The ORDER BY clause: from the place away, so that a limit keeps what is nearest to it."""
    way = "DESC" if order.descending != (position is not None and position.side.is_backward) else "ASC"
    return f"ORDER BY {order.column} {way}, content_id {way}"


def page(rows: list[list[Any]], *, position: Position | None, limit: int) -> Page:
    """The page of rows that were read from a place away, one more than the limit if there are."""
    has_more = len(rows) > limit
    rows = rows[:limit]
    if position is None:
        return Page(rows, next=_at(Side.AFTER, rows[-1]) if has_more else None, previous=None)
    if not rows:
        return _empty_page(position)
    if position.side.is_backward:
        rows.reverse()
        return Page(rows, next=_at(Side.AFTER, rows[-1]), previous=_at(Side.BEFORE, rows[0]) if has_more else None)
    return Page(rows, next=_at(Side.AFTER, rows[-1]) if has_more else None, previous=_at(Side.BEFORE, rows[0]))


def _empty_page(position: Position) -> Page:
    """Where everything beyond the place has gone, the way back includes the place itself."""
    if position.side.is_backward:
        return Page([], next=Position(Side.FROM, position.key, position.content_id), previous=None)
    return Page([], next=None, previous=Position(Side.UP_TO, position.key, position.content_id))


def _at(side: Side, row: list[Any]) -> Position:
    return Position(side, key=row[1], content_id=row[0])
