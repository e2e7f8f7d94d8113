"""Blocks and sections as a stream field holds them."""

from __future__ import annotations

from typing import Any
from uuid import NAMESPACE_URL, uuid5

from cms.locales import column
from cms.translation import snapshots
from tests.factories.words import Words


def block_id(*names: object) -> str:
    return str(uuid5(NAMESPACE_URL, "/".join(map(str, names))))


def paragraph(text: str, *, block: str) -> dict[str, Any]:
    return {"type": "paragraph", "id": block, "value": text if text.startswith("<") else f"<p>{text}</p>"}


def callout(text: str, *, block: str, title: str = "", urgency: str = "warning") -> dict[str, Any]:
    return {
        "type": "callout",
        "id": block,
        "value": {"urgency": urgency, "title": title or text[:40], "text": f"<p>{text}</p>"},
    }


def section(key: str, *blocks: dict[str, Any], of: str, heading: str = "") -> dict[str, Any]:
    return {"type": key, "id": block_id(of, key), "value": {"heading": heading, "blocks": list(blocks)}}


def sections_of(slug: str, words: Words) -> list[dict[str, Any]]:
    return [
        section("overview", paragraph(words.overview, block=block_id(slug, "overview", 0)), of=slug),
        section("safety", callout(words.safety, block=block_id(slug, "safety", 0)), of=slug),
    ]


def write(content: Any, locale: str, /, **fields: Any) -> Any:
    """Sets the columns of one locale; streams are given raw. Nothing is saved."""
    streams = snapshots.stream_fields(type(content))
    for name, value in fields.items():
        field = content._meta.get_field(column(name, locale))
        setattr(content, field.name, field.stream_block.to_python(value) if name in streams else value)
    return content


def read(content: Any, name: str, locale: str) -> Any:
    return getattr(content, column(name, locale))
