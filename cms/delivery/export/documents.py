"""What there is to write of one document for readers of one locale: itself, its sections, or why it can't be had."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

import orjson

from cms.delivery.export import asking, layout
from cms.delivery.sections import section_of
from cms.publishing import content

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from cms.delivery.export.asking import Answered

_OK, _MOVED = 200, 308

#: A new address may be longer than a file's name; it stands in the names of this many folders at most.
_PIECE_BYTES = 200
MOST_PIECES = 4


@dataclass(frozen=True)
class File:
    """One body with the headers that it is delivered with. `aliases` are further names for it."""

    name: str
    body: bytes
    headers: dict[str, str]
    status: int = _OK
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Item:
    """The files behind one key. Items of equal `name` hold equal files.

    `inside` is the folder in it that keys lead to, empty for the item's own.
    """

    name: str
    files: list[File] = field(default_factory=list)
    inside: str = ""


def item(collection: str, key: str | UUID, tag: str) -> Item | None:
    """What readers of the locale get for the key; None where there never was anything."""
    answered = asking.ask(layout.address_of(collection, str(key), tag))
    if answered.status == _OK:
        files = list(_files(answered))
        return Item(_name(tag, _OK, files), files)
    if _is_unknown(answered):
        return None
    return _absence(answered, tag)


def _files(answered: Answered) -> Iterator[File]:
    yield File(layout.file_name("index", answered.headers["Content-Language"]), answered.body, answered.headers)
    document: dict[str, Any] = orjson.loads(answered.body)
    for section in document.get("sections", ()):
        yield _section(document, section["key"], section["id"], answered.headers)


def _section(document: dict[str, Any], key: str, id_: str, headers: dict[str, str]) -> File:
    """Made here as `SectionView` makes it, from the document that was asked for: asking for each would take as long as
    everything else together.
    """
    told = section_of(document, key)
    body = content.encode(told)
    languages = ", ".join(dict.fromkeys([told["locale"], told["section"]["locale"]]))
    own = {"ETag": f'"{content.digest_of_bytes(body)}"', "Content-Language": languages}
    alias = layout.file_name(f"sections.{id_}", languages)
    return File(layout.file_name(f"sections.{key}", languages), body, {**headers, **own}, aliases=(alias,))


def _is_unknown(answered: Answered) -> bool:
    return str(orjson.loads(answered.body).get("type", "")).endswith("/not-found/")


def _absence(answered: Answered, tag: str) -> Item | None:
    """None for a new address that is too long to be kept."""
    files = [File(f"{answered.status}.json", answered.body, answered.headers, status=answered.status)]
    inside = ""
    if answered.status == _MOVED:
        pieces = _pieces(answered.headers["Location"])
        if len(pieces) > MOST_PIECES:
            return None
        inside = "/".join(f"={piece}" for piece in pieces)
    return Item(_name(tag, answered.status, files), files, inside)


def _pieces(location: str) -> list[str]:
    """The key at the end of an address, percent-encoded, in pieces that can be names."""
    key = urlsplit(location).path.rstrip("/").rpartition("/")[2]
    encoded = quote(key, safe="%-._~")
    return [encoded[start : start + _PIECE_BYTES] for start in range(0, len(encoded), _PIECE_BYTES)]


def _name(tag: str, status: int, files: list[File]) -> str:
    told = [[file.name, content.digest_of_bytes(file.body), file.headers] for file in files]
    return f"{tag}.{status}.{content.digest_of(told)}"
