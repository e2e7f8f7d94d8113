"""Lists of cards: joined from stored bytes without parsing them, with links to the pages beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson

from cms.delivery import chosen, coming, filters, pagination
from cms.delivery.caching import with_public_origin
from cms.delivery.errors import InvalidParameter
from cms.delivery.form_parameters import MAX_WITH_SECTIONS
from cms.delivery.pagination import ORDERS, Order, Page, Position
from cms.delivery.schemas import OF_ENTRIES
from cms.publishing import content, rows, store
from cms.publishing.models import Counter
from cms.publishing.remembered import Remembered

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from cms.locales import ContentLocale
    from cms.publishing.rows import Condition

#: Counting more than this would cost more than anybody learns from it.
MAX_COUNT = 10_000

#: Parameters that may change from one page to the next.
_OF_ONE_PAGE = frozenset({"cursor", "limit", "fields", "include", "rich_text"})

counts: Remembered[int] = Remembered()


@dataclass(frozen=True)
class Listing:
    """One page of a list: its cards as stored, and the cursors of the pages beside it."""

    cards: list[bytes]
    content_ids: list[UUID]
    #: The locales of the cards, nearest to the asked one first.
    locales: list[str]
    count: int | None
    next_cursor: str | None
    previous_cursor: str | None
    next_change_at: datetime | None


def listing(type_: str, *, locale: ContentLocale, values: Mapping[str, Any]) -> Listing:
    """One query for the page; two more after each publish, for the count and for what the clock will bring. With
    `include=sections` whole documents are read for it, some 0.2 ms each, so a page holds few.

    Raises InvalidCursor, InvalidParameter.
    """
    _check(values)
    order, digest = ORDERS[values["order"]], _digest(type_, values)
    mark = digest[: pagination.DIGEST_BYTES]
    cursor = values["cursor"]
    position = None if cursor is None else Position.of_cursor(cursor, order, digest=mark)
    conditions = filters.conditions(type_, locale=locale, values=values)
    with_sections = values.get("include") is not None
    page = _page(conditions, order=order, position=position, limit=values["limit"], with_bodies=with_sections)
    sections = [orjson.loads(bytes(row[_BODY]))["sections"] for row in page.rows] if with_sections else None
    found = _locales(page, sections)
    return Listing(
        cards=_cards(page, sections, type_=type_, values=values),
        content_ids=[row[0] for row in page.rows],
        locales=[tag for tag in locale.reading_order if tag in found],
        count=_count(conditions, page, digest=digest),
        next_cursor=page.next.cursor(order, digest=mark) if page.next else None,
        previous_cursor=page.previous.cursor(order, digest=mark) if page.previous else None,
        next_change_at=_next_change_at(type_, page),
    )


# A row begins with its content id and its key in the order; then come these.
_COLUMNS = ("card", "locale", "next_change_at")
_CARD, _LOCALE, _NEXT_CHANGE_AT, _STATE_VERSION, _BODY = 2, 3, 4, 5, 6
# Read with the page: `store.state_version` would be a second query for each list.
_SELECT_STATE_VERSION = f"(SELECT state_version FROM {Counter._meta.db_table} WHERE name = '{store.COUNTER}')"  # noqa: S608 -- constants


def _check(values: Mapping[str, Any]) -> None:
    wanted, with_sections = values["fields"], values.get("include") is not None
    if with_sections and values["limit"] > MAX_WITH_SECTIONS:
        raise InvalidParameter("limit", f"takes a whole number from 1 to {MAX_WITH_SECTIONS} with `include=sections`")
    if wanted is not None and "sections" in wanted.parts and not with_sections:
        raise InvalidParameter(
            "fields", "names `sections`, which cards have with `include=sections` only; send that too"
        )


def _locales(page: Page, sections: Sequence[Any] | None) -> set[str]:
    """Of the cards, and of their sections where these are beside them."""
    return {row[_LOCALE] for row in page.rows} | {part["locale"] for beside in sections or () for part in beside}


def _next_change_at(type_: str, page: Page) -> datetime | None:
    moments = [row[_NEXT_CHANGE_AT] for row in page.rows]
    moments.append(coming.next_change(type_, state_version=_state_version(page)))
    return min((moment for moment in moments if moment is not None), default=None)


def _state_version(page: Page) -> int | None:
    return page.rows[0][_STATE_VERSION] if page.rows else None


def _cards(page: Page, sections: Sequence[Any] | None, *, type_: str, values: Mapping[str, Any]) -> list[bytes]:
    """As they are stored where nothing else was chosen."""
    if sections is None and values["fields"] is None:
        return [bytes(row[_CARD]) for row in page.rows]
    entries = [orjson.loads(bytes(row[_CARD])) for row in page.rows]
    if sections is not None:
        entries = [{**card, "sections": beside} for card, beside in zip(entries, sections, strict=True)]
    return [content.encode(chosen.in_form(entry, values, schema=OF_ENTRIES[type_])) for entry in entries]


def _page(
    conditions: list[Condition], *, order: Order, position: Position | None, limit: int, with_bodies: bool
) -> Page:
    columns = (*pagination.columns_of(order), *_COLUMNS)
    where = rows.every([*conditions, *([pagination.beyond(order, position)] if position else [])])
    further = (_SELECT_STATE_VERSION, "body") if with_bodies else (_SELECT_STATE_VERSION,)
    sql = rows.select((*columns, *further), where.sql)
    found = rows.read(
        f"{sql} {pagination.in_order(order, position)} LIMIT %s", (*where.values, limit + 1), columns=columns
    )
    return pagination.page(found, position=position, limit=limit)


def envelope(found: Listing, *, address: Callable[[str], str]) -> bytes:
    """The list as it leaves; `address` gives the URL of a cursor."""
    head = {
        "count": found.count,
        "next": address(found.next_cursor) if found.next_cursor else None,
        "previous": address(found.previous_cursor) if found.previous_cursor else None,
    }
    opened = content.encode(head).removesuffix(b"}")
    return with_public_origin(b"".join([opened, b',"results":[', b",".join(found.cards), b"]}"]))


def whole(results: Sequence[Any]) -> dict[str, Any]:
    """The same envelope for a list that is never split."""
    return {"count": len(results), "next": None, "previous": None, "results": results}


def _count(conditions: list[Condition], page: Page, *, digest: bytes) -> int | None:
    """Exact up to MAX_COUNT, else None."""
    if page.is_whole:
        return len(page.rows)
    state_version = _state_version(page)
    count = counts.get(digest, state_version=state_version) if state_version is not None else None
    if count is None:
        count = _counted(rows.every(conditions))
        if state_version is not None:
            counts.put(digest, count, state_version=state_version)
    return count if count <= MAX_COUNT else None


def _counted(where: Condition) -> int:
    """One more than MAX_COUNT at most."""
    sql = f"SELECT COUNT(*) FROM ({rows.select(['1'], where.sql)} LIMIT %s) AS counted"  # noqa: S608 -- placeholders only
    return int(rows.read(sql, (*where.values, MAX_COUNT + 1), columns=())[0][0])


def _digest(type_: str, values: Mapping[str, Any]) -> bytes:
    """What makes a list this one and no other: its order, filters and locale, not the size and form of its pages."""
    parts = {name: str(value) for name, value in values.items() if name not in _OF_ONE_PAGE and value is not None}
    parts["locale"] = values["locale"].tag
    return bytes.fromhex(content.digest_of_bytes(orjson.dumps([type_, parts], option=orjson.OPT_SORT_KEYS)))
