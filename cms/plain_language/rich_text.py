"""Reads stored rich text: its paragraphs, links and marked terms, and what is tagged as another language."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser

_BLOCKS = frozenset({"p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"})
_TERM = "glossary-term"


@dataclass(frozen=True)
class Link:
    """`target` tells targets apart; it is no address that a reader could open."""

    text: str
    target: str


@dataclass(frozen=True)
class Block:
    """A paragraph, item or heading. `untagged` leaves out what is marked as another language."""

    tag: str
    text: str
    untagged: str
    is_bold: bool


@dataclass(frozen=True)
class RichText:
    blocks: tuple[Block, ...]
    links: tuple[Link, ...] = ()
    terms: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple(block.text for block in self.blocks if block.text)


def of_plain(text: str) -> RichText:
    """Plain text, a paragraph a line."""
    lines = [line.strip() for line in text.split("\n")]
    return RichText(tuple(Block("p", line, line, is_bold=False) for line in lines if line))


@lru_cache(maxsize=2_048)
def read(stored: str) -> RichText:
    reader = _Reader()
    reader.feed(stored)
    reader.close()
    reader.end_block()
    return RichText(tuple(reader.blocks), tuple(reader.links), tuple(reader.terms))


@dataclass
class _Open:
    """A block that is being read."""

    tag: str = "p"
    text: list[str] = field(default_factory=list)
    untagged: list[str] = field(default_factory=list)
    bold: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self.links: list[Link] = []
        self.terms: list[str] = []
        self._block = _Open()
        self._link: tuple[str, list[str]] | None = None
        self._bold = 0
        self._foreign: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag in _BLOCKS:
            self.end_block()
            self._block = _Open(tag)
        elif tag == "br":
            self.end_block()
        elif tag == "a":
            self._link = (_target(attributes), [])
        elif tag in {"b", "strong"}:
            self._bold += 1
        if attributes.get("lang") or tag in self._foreign:
            self._foreign.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.end_block()
        elif tag == "a" and self._link is not None:
            self._end_link(*self._link)
        elif tag in {"b", "strong"}:
            self._bold = max(0, self._bold - 1)
        if self._foreign and self._foreign[-1] == tag:
            self._foreign.pop()

    def handle_data(self, data: str) -> None:
        self._block.text.append(data)
        if not self._foreign:
            self._block.untagged.append(data)
        if self._bold:
            self._block.bold.append(data)
        if self._link is not None:
            self._link[1].append(data)

    def end_block(self) -> None:
        text = _joined(self._block.text)
        if text or self._block.tag.startswith("h"):
            is_bold = bool(text) and _joined(self._block.bold) == text
            self.blocks.append(Block(self._block.tag, text, _joined(self._block.untagged), is_bold))
        self._block = _Open()

    def _end_link(self, target: str, text: list[str]) -> None:
        if target == _TERM:
            self.terms.append(_joined(text))
        else:
            self.links.append(Link(_joined(text), target))
        self._link = None


def _target(attributes: dict[str, str]) -> str:
    kind = attributes.get("linktype", "")
    if kind == _TERM:
        return _TERM
    return f"{kind}:{attributes.get('id', '')}" if kind else attributes.get("href", "")


def _joined(pieces: list[str]) -> str:
    return " ".join("".join(pieces).split())
