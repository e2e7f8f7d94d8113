"""Finds the ready answer for a key and a locale: one query, nothing rendered."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

import orjson
from django.db import connection

from cms.delivery.caching import with_public_origin
from cms.delivery.errors import NotTranslated
from cms.delivery.filters import is_close_enough
from cms.delivery.parameters import is_uuid
from cms.publishing.models import Answer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from django.db.models.expressions import Col

    from cms.locales import ContentLocale

#: No slug or segment is longer.
_LONGEST_KEY = 255


class StoredAnswer(NamedTuple):
    """The columns of an answer that are needed to send it."""

    content_id: UUID
    slug: str
    segment: str
    locale: str
    body: bytes
    etag: str
    last_modified: datetime
    is_partial: bool
    surrogate_keys: str
    next_change_at: datetime | None

    def document(self) -> dict[str, Any]:
        return document_of(self.body)


def document_of(body: bytes | memoryview) -> dict[str, Any]:
    """A stored body, parsed, with the public origin."""
    return dict(orjson.loads(with_public_origin(bytes(body))))


def normalised(key: str) -> str:
    """A key as slugs and segments are stored; empty for one that can't be any of them."""
    return unicodedata.normalize("NFC", key) if len(key) <= _LONGEST_KEY and "\0" not in key else ""


def find(type_: str, key: str, locale: ContentLocale) -> StoredAnswer | None:
    """By content id, else by slug, else by path segment in the locale; None where its readers get none."""
    if not key:
        return None
    if is_uuid(key):
        return by_content_id(type_, UUID(key), locale)
    found = _read(_BY_KEY, type_, locale.tag, key, type_, locale.tag, key)
    return max(found, key=lambda answer: (answer.slug == key, answer.locale == locale.tag), default=None)


def by_content_id(type_: str, content_id: UUID, locale: ContentLocale) -> StoredAnswer | None:
    stored = Answer._meta.get_field("content_id").get_db_prep_value(content_id, connection)
    return next(iter(_read(_BY_ID, stored, locale.tag, type_)), None)


def only(type_: str, locale: ContentLocale) -> StoredAnswer | None:
    """The answer of a type that there is one of, such as the site."""
    return next(iter(_read(_ONLY, type_, locale.tag)), None)


def refuse_stand_ins(answer: StoredAnswer, *, locale: ContentLocale, fallback: str) -> None:
    """Raises NotTranslated where the reader does not allow what stands in for the locale."""
    if not is_close_enough(fallback, locale=locale, delivered=answer.locale, is_partial=answer.is_partial):
        raise NotTranslated(locale.tag, available=available_locales(answer.document()))


def available_locales(document: Mapping[str, Any]) -> list[str]:
    """The locales that a document can be had in."""
    return [
        alternate["locale"]
        for alternate in document["alternates"]
        if alternate["status"] in ("source", "released", "outdated")
    ]


def _select(*conditions: str) -> str:
    """SQL for the rows that meet any of the conditions, each of which has an index to itself.

    Joined by UNION ALL: an OR makes SQLite read every answer of the locale. Written once, since having the ORM compile it
    for each request takes three times as long as running it.
    """
    columns = ", ".join(f'"{column}"' for column in StoredAnswer._fields)
    table = Answer._meta.db_table
    return " UNION ALL ".join(f'SELECT {columns} FROM "{table}" WHERE {condition}' for condition in conditions)  # noqa: S608 -- no value is ever part of it


_BY_KEY = _select(*(f'"type" = %s AND "requested_locale" = %s AND "{column}" = %s' for column in ("slug", "segment")))
_BY_ID = _select('"content_id" = %s AND "requested_locale" = %s AND "type" = %s')
_ONLY = _select('"type" = %s AND "requested_locale" = %s') + " ORDER BY id LIMIT 1"


def _read(sql: str, *values: str) -> list[StoredAnswer]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [_stored(row) for row in cursor.fetchall()]


def _stored(row: Sequence[Any]) -> StoredAnswer:
    """The row in Python's types, as the ORM would have it: SQLite has neither UUIDs nor moments."""
    values = list(row)
    for position, column in enumerate(_columns()):
        for convert in connection.ops.get_db_converters(column):
            values[position] = convert(values[position], column, connection)
    return StoredAnswer._make(values)


@cache
def _columns() -> list[Col]:
    return [Answer._meta.get_field(name).get_col(Answer._meta.db_table) for name in StoredAnswer._fields]
