"""A document's JSON as a reader sees it: parts, the blocks in them, and the texts that are compared word by word.

It knows the few keys that have a shape of their own; whatever else a document holds, now or later, is read as it
stands, so that nothing that readers saw can be left out of a comparison.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cms.publishing.document import CIRCUMSTANCES
from cms.publishing.plain import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

#: Which part a key of a document stands in, where that is not a part of its own.
_PART_OF = {
    **dict.fromkeys(("name", "other_names", "summary", "definition", "description"), "about"),
    **dict.fromkeys(("codes", "specialties", "audience"), "classification"),
    **dict.fromkeys(("slug", "path", "path_segment", "url", "web_url"), "address"),
    **dict.fromkeys(("topic", "breadcrumb", "children", "related", "navigation"), "surroundings"),
    **dict.fromkeys(("translation", "fallbacks", "alternates"), "languages"),
}
#: What is read first; parts that are not named here follow as the document has them, and these stand last.
_FIRST = ("about", "image")
_LAST = ("classification", "surroundings", "seo", "rights", "readability", "languages", "address")

#: Says which document it is, or the same as something beside it.
_NOT_READ = frozenset({*CIRCUMSTANCES, "id", "type", "locale", "dir", "plain_text"})

_RICH = re.compile(r"\s*<(?:p|ul|ol|h[1-6]|blockquote)[\s>]")
_LINK = re.compile(r'<a\s[^>]*?href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)


@dataclass(frozen=True)
class Piece:
    """A paragraph, an item, a cell, a fact. `name` is its key in the JSON; `raw` is its form, which may differ where
    `text`, the words alone, does not.
    """

    name: str
    text: str
    raw: str


@dataclass(frozen=True)
class Block:
    """What is added, moved and removed as one. `key` is the same in each edition, empty where nothing tells it from
    others of its `kind`: the type of a block of a section, else the key in the document.
    """

    key: str
    kind: str
    locale: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Part:
    """`heading` is the document's own, with its `locale`; empty for parts that have none."""

    key: str
    heading: str
    locale: str
    blocks: tuple[Block, ...]


def read(document: Mapping[str, Any]) -> tuple[Part, ...]:
    """Without what is empty: a reader does not see that."""
    locale = str(document["locale"])
    found: dict[str, list[Block]] = {}
    sections: list[Part] = []
    for key, value in document.items():
        if key == "sections":
            sections = [_section(section) for section in value]
        elif key not in _NOT_READ:
            found.setdefault(_PART_OF.get(key, key), []).extend(_blocks(key, value, locale))
    parts = {key: Part(key, "", locale, tuple(blocks)) for key, blocks in found.items() if blocks}
    rest = [key for key in parts if key not in (*_FIRST, *_LAST)]
    in_order = [*(parts[key] for key in _FIRST if key in parts), *sections]
    return (*in_order, *(parts[key] for key in (*rest, *_LAST) if key in parts))


def _section(section: Mapping[str, Any]) -> Part:
    locale = str(section["locale"])
    blocks = (
        Block(str(block["id"]), str(block["type"]), locale, tuple(_pieces("", block["value"])))
        for block in section["blocks"]
    )
    return Part(f"sections.{section['key']}", str(section["heading"]), locale, tuple(blocks))


def _blocks(key: str, value: Any, locale: str) -> Iterator[Block]:
    """A list of objects is a block for each, anything else is one."""
    if isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
        yield from _blocks_of_list(key, value, locale)
        return
    pieces = tuple(_pieces(key, value))
    if pieces:
        yield Block(key, key, _locale_of(value, locale), pieces)


def _blocks_of_list(key: str, items: Sequence[Mapping[str, Any]], locale: str) -> Iterator[Block]:
    seen: Counter[str] = Counter()
    for item in items:
        identity = _identity(item)
        seen[identity] += 1
        block_key = f"{key}/{identity}/{seen[identity]}" if identity else ""
        pieces = tuple(_pieces("", item))
        if pieces:
            yield Block(block_key, key, _locale_of(item, locale), pieces)


#: What tells entries of a list from each other, whatever else they say: the first of these that an entry has.
_IDENTITIES = (("id",), ("key",), ("locale", "status"), ("system", "value"), ("part",), ("kind", "jurisdiction"))


def _identity(item: Mapping[str, Any]) -> str:
    """Empty where nothing stays the same when the words change."""
    for name in ("therapy", "condition"):
        if isinstance(item.get(name), dict):
            return str(item[name]["id"])
    names = next((names for names in _IDENTITIES if all(name in item for name in names)), ())
    return "/".join(str(item[name]) for name in names if name != "status")


def _locale_of(value: Any, locale: str) -> str:
    return str(value.get("locale") or locale) if isinstance(value, dict) else locale


def _pieces(name: str, value: Any) -> Iterator[Piece]:
    if value is None or value in ("", [], {}):
        return
    if isinstance(value, dict):
        if {"url", "width", "height"} <= value.keys():
            yield _file(name, value)
            return
        for key, item in value.items():
            if key not in _NOT_READ or key in ("type", "locale"):
                yield from _pieces(key, item)
    elif isinstance(value, list):
        for item in value:
            yield from _pieces(name, item)
    elif isinstance(value, str) and _RICH.match(value):
        yield from _rich(name, value)
    else:
        text = _said(value)
        yield Piece(name, text, text)


def _rich(name: str, value: str) -> Iterator[Piece]:
    """A piece for each paragraph or item, and one for each address that a link leads to."""
    lines = re.split(r"(?<=</p>)|(?<=</li>)|(?=<[uo]l>)", value)
    for line in lines:
        text = " ".join(plain_text(line).split())
        if text:
            yield Piece(name, text, line)
    for address, text in _LINK.findall(value):
        said = f"{plain_text(text)}: {html.unescape(address)}"
        yield Piece("link", said, said)


def _file(name: str, value: Mapping[str, Any]) -> Piece:
    text = f"{value['width']} × {value['height']} {value.get('format') or ''} {value['url']}"
    return Piece(name, text, text)


def _said(value: Any) -> str:
    """JSON's own words for yes and no are put into the reader's where they are shown."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
