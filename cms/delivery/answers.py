"""Finds the ready answer for a key and a locale: one query, nothing rendered."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

import orjson

from cms.delivery.caching import with_public_origin
from cms.delivery.errors import NotTranslated
from cms.delivery.filters import is_close_enough
from cms.delivery.parameters import is_uuid
from cms.publishing import rows

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

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
    found = _read(_BY_ID, rows.for_database("content_id", content_id), locale.tag, type_)
    return next(iter(found), None)


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


def _read(sql: str, *values: str) -> list[StoredAnswer]:
    return [StoredAnswer._make(row) for row in rows.read(sql, values, columns=StoredAnswer._fields)]


_OF_TYPE = "type = %s AND requested_locale = %s"

# Two selects, since an OR makes SQLite read every answer of the locale; each of these runs on an index of its own.
_BY_KEY = " UNION ALL ".join(
    rows.select(StoredAnswer._fields, f"{_OF_TYPE} AND {column} = %s") for column in ("slug", "segment")
)
_BY_ID = rows.select(StoredAnswer._fields, "content_id = %s AND requested_locale = %s AND type = %s")
_ONLY = rows.select(StoredAnswer._fields, _OF_TYPE) + " ORDER BY id LIMIT 1"
