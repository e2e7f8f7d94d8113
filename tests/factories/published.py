"""What is out, and what readers are given."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import orjson

from cms.locales import SOURCE, TAGS
from cms.publishing.content import decompress
from cms.publishing.models import Answer, Document, Edition

if TYPE_CHECKING:
    from uuid import UUID


def document(content: Any, locale: str = SOURCE) -> Document:
    return Document.objects.get(content_id=_id(content), locale=locale)


def is_out(content: Any, locale: str = SOURCE) -> bool:
    return Document.objects.filter(content_id=_id(content), locale=locale, state="live").exists()


def locales_out(content: Any) -> list[str]:
    out = Document.objects.filter(content_id=_id(content), state="live").values_list("locale", flat=True)
    return [tag for tag in TAGS if tag in set(out)]


def answer_row(content: Any, locale: str = SOURCE) -> Answer:
    return Answer.objects.get(content_id=_id(content), requested_locale=locale)


def answer(content: Any, locale: str = SOURCE) -> dict[str, Any]:
    """What a reader of the locale is given."""
    return dict(orjson.loads(bytes(answer_row(content, locale).body)))


def section_text(content: Any, key: str, locale: str = SOURCE) -> str:
    found = next(item for item in answer(content, locale)["sections"] if item["key"] == key)
    return str(found["plain_text"])


def editions(content: Any, locale: str | None = None) -> list[Edition]:
    """All of a content id, oldest first."""
    found = Edition.objects.filter(content_id=_id(content)).order_by("sequence")
    return list(found if locale is None else found.filter(locale=locale))


def told(edition: Edition) -> dict[str, Any]:
    return decompress(edition.content)


def days_from_now(days: int) -> date:
    return date.fromordinal(date.today().toordinal() + days)


def _id(content: Any) -> UUID:
    found: UUID = getattr(content, "content_id", content)
    return found
