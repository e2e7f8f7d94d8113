"""The texts of an answer that excerpts are cut from, kept beside its terms: its whole body is five times as long."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

NAME, SECTIONS = "name", "sections."


@dataclass(frozen=True)
class Passage:
    """A text of a document: the part of the answer that it stands in, and the heading above it."""

    part: str
    heading: str | None
    locale: str
    text: str


def of(body: Mapping[str, Any]) -> Iterator[Passage]:
    """In the order in which they are shown."""
    locale = body["locale"]
    yield Passage(NAME, None, locale, body["name"])
    for part in ("summary", "definition"):
        if body.get(part):
            yield Passage(part, None, locale, body[part])
    if body.get("plain_text"):
        yield Passage("description", None, locale, body["plain_text"])
    for section in body.get("sections", ()):
        yield Passage(f"{SECTIONS}{section['key']}", section["heading"], section["locale"], section["plain_text"])


def written(body: Mapping[str, Any]) -> str:
    """As `search.models.Entry` keeps them."""
    return orjson.dumps([[each.part, each.heading, each.locale, each.text] for each in of(body)]).decode()


def read(kept: str) -> Sequence[Passage]:
    return [Passage(*each) for each in orjson.loads(kept)]
