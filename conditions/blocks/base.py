"""What every content block can do: say its JSON, the schema of that JSON, and its words as plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from cms.publishing.plain import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Schema = dict[str, Any]


class Reading(Protocol):
    """What a block may ask for while it is written as JSON, in the locale that is being built."""

    def rich_text(self, stored: str) -> str:
        """Clean HTML."""

    def image(self, image_id: int | None) -> dict[str, Any] | None:
        """The rights to an image and its files, by width; None for an image that is no more."""

    def page_link(self, page_id: int | None) -> dict[str, Any] | None:
        """Id, slug, name, locale and url of another page; None where it is not delivered."""


class DocumentBlock(Protocol):
    """A block that documents hold."""

    schema: ClassVar[Schema]
    name: str

    def document_value(self, raw: Any, reading: Reading) -> dict[str, Any] | None:
        """From the raw value as it is stored, so that building a document never asks the database for a chooser's
        object; None for a block that says nothing (its target is gone).
        """

    def plain_lines(self, value: Mapping[str, Any]) -> Iterator[str]:
        """The words of a document value, line by line."""


def items_of(raw: Any) -> list[Any]:
    """The values in a stored ListBlock."""
    return [item["value"] for item in raw or []]


def text_lines(*texts: str | None) -> Iterator[str]:
    """Plain texts as lines; empty ones are left out."""
    yield from (text for text in texts if text)


def html_lines(clean: str) -> Iterator[str]:
    """The words of clean HTML, a line per paragraph or list item."""
    yield from text_lines(*plain_text(clean).split("\n"))


def obj(properties: Mapping[str, Schema], *, description: str) -> Schema:
    """The schema of an object that always has all of its keys and no others."""
    return {
        "type": "object",
        "description": description,
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


def array(items: Schema) -> Schema:
    return {"type": "array", "items": items}


TEXT: Schema = {"type": "string", "description": "Plain text."}
NULLABLE_TEXT: Schema = {"type": ["string", "null"], "description": "Plain text."}
HTML: Schema = {"type": "string", "contentMediaType": "text/html", "description": "Clean HTML."}
URL: Schema = {"type": "string", "format": "uri"}
