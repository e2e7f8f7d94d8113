"""Takes a rich text apart into the pieces that translators see, and puts it together again from their translations.

A piece is what stands between two block tags: a paragraph, a list item. Its *marked text* is plain text without
entities in which inline tags are protected: `<b>`, `<i>`, `<sup>`, `<sub>` and `<br>` as they are, links as
`<a1>…</a1>` by their number, so that nobody has to deal with the address of a link. Words that look like one of these
tags are written with an entity after all: `&lt;b>`. See docs/adr/0013 for why this is ours.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: A tag in marked text: inline, or a block's in a rich text that is shown in one piece.
TAG = re.compile(r"<br>|</?(?:b|i|sup|sub|a\d+|p|ul|ol|li)>")

_LOOKS_LIKE_A_TAG = r"(?=(?:br|/?(?:b|i|sup|sub|a\d+|p|ul|ol|li))>)"
_TO_HIDE = re.compile(rf"<{_LOOKS_LIKE_A_TAG}|&(?=(?:amp;)*lt;{_LOOKS_LIKE_A_TAG})")
_HIDDEN = re.compile(rf"&lt;{_LOOKS_LIKE_A_TAG}|&amp;(?=(?:amp;)*lt;{_LOOKS_LIKE_A_TAG})")

_BLOCK = re.compile(r"(</?(?:p|ul|ol|li|h[1-6]|blockquote)(?:\s[^>]*)?>|<hr\s*/?>)")
_OPENS_A_PIECE = re.compile(r"<(?:p|li|h[1-6]|blockquote)(?:\s|>)")
_STORED_TAG = re.compile(r"<br\s*/?>|<(/?)(b|i|sup|sub|p|ul|ol|li|strong|em)(?:\s[^>]*)?>|<a(\s[^>]*)?>|</a>")
_SAME = {"strong": "b", "em": "i"}
#: What blocks may stand in; None is the top.
_STANDS_IN: dict[str, set[str | None]] = {"p": {None}, "ul": {None, "li"}, "ol": {None, "li"}, "li": {"ul", "ol"}}


@dataclass(frozen=True)
class Rich:
    """A stored rich text: what stands before each piece, the pieces, and what stands after the last one."""

    frame: tuple[str, ...]
    pieces: tuple[str, ...]

    def with_pieces(self, pieces: Sequence[str]) -> str:
        """The rich text with other pieces in the same frame."""
        return "".join(part for pair in zip(self.frame, [*pieces, ""], strict=True) for part in pair)


@lru_cache(maxsize=4_096)
def split(stored: str) -> Rich:
    """Every paragraph or item is a piece, an empty one too; around them only text that is not blank."""
    frame: list[str] = [""]
    pieces: list[str] = []
    is_open = False
    for position, token in enumerate(_BLOCK.split(stored)):
        if position % 2:
            if is_open:
                pieces.append("")
                frame.append("")
            frame[-1] += token
            is_open = bool(_OPENS_A_PIECE.match(token))
        elif token.strip():
            pieces.append(token)
            frame.append("")
            is_open = False
        else:
            is_open = is_open and not token
            frame[-1] += token
    return Rich(tuple(frame), tuple(pieces))


def links_of(piece: str) -> list[str]:
    """The attributes of the links in a stored piece, in order: `linktype="page" id="3"`."""
    if "<a" not in piece:
        return []
    return [(match[3] or "").strip() for match in _STORED_TAG.finditer(piece) if match[0].startswith("<a")]


def with_links(piece: str, links: Sequence[str]) -> str:
    """The stored piece with other targets of its links, in their order."""
    targets = iter(links)
    return _STORED_TAG.sub(
        lambda match: f"<a {next(targets)}>" if match[0].startswith("<a") else match[0],
        piece,
    )


def numbered_links(piece: str, links: Sequence[str]) -> list[tuple[int, str]]:
    """The links of a translated piece with their numbers in the source, whose links are given."""
    own = links_of(piece)
    return list(zip(_numbers(own, links), own, strict=True))


def marked(piece: str, *, links: Sequence[str] | None = None) -> str:
    """The marked text of a stored piece. `links` are the source's: a link takes the number of its like there."""
    if "<" not in piece and "&" not in piece:
        return piece
    return _marked(piece, tuple(_numbers(links_of(piece), links)))


def stored(text: str, *, links: Sequence[str], has_blocks: bool = False) -> str:
    """The stored form of a marked text; empty for one that is blank.

    A tag that does not fit loses itself and keeps its words, for the editor can't open rich text that is not well
    formed: one without its other half, a link whose number is not in `links`, a block's tag unless `has_blocks`.
    """
    if not text.strip():
        return ""
    tags = list(TAG.finditer(text))
    kept = _fitting([match[0] for match in tags], links=len(links), has_blocks=has_blocks)
    found, rest = [], 0
    for place, match in enumerate(tags):
        found += [_escaped(text[rest : match.start()]), _stored_tag(match[0], links) if place in kept else ""]
        rest = match.end()
    return "".join([*found, _escaped(text[rest:])])


def has_words(marked_text: str) -> bool:
    """Whether there is anything between the tags."""
    return bool(TAG.sub("", marked_text).strip())


@lru_cache(maxsize=4_096)
def _marked(piece: str, numbers: tuple[int, ...]) -> str:
    stack: list[int] = []
    opened = iter(numbers)

    def tag(match: re.Match[str]) -> str:
        if match[0].startswith("<br"):
            return "<br>"
        if match[2]:
            return f"<{match[1]}{_SAME.get(match[2], match[2])}>"
        if match[0] == "</a>":
            return f"</a{stack.pop()}>" if stack else ""
        stack.append(next(opened))
        return f"<a{stack[-1]}>"

    found, rest = [], 0
    for match in _STORED_TAG.finditer(piece):
        found += [_shown(piece[rest : match.start()]), tag(match)]
        rest = match.end()
    return "".join([*found, _shown(piece[rest:])])


def _shown(stored_words: str) -> str:
    words = html.unescape(stored_words)
    return _TO_HIDE.sub(lambda match: "&lt;" if match[0] == "<" else "&amp;", words)


def _escaped(words: str) -> str:
    return html.escape(_HIDDEN.sub(lambda match: "<" if match[0] == "&lt;" else "&", words), quote=False)


def _fitting(tags: Sequence[str], *, links: int, has_blocks: bool) -> set[int]:
    """The places of the tags that are well formed together."""
    kept = set(range(len(tags)))
    while True:
        fitting = _paired([(place, tags[place]) for place in sorted(kept)], links=links, has_blocks=has_blocks)
        if fitting == kept:
            return kept
        # A pair may have stood in one that fell.
        kept = fitting


def _paired(tags: Iterable[tuple[int, str]], *, links: int, has_blocks: bool) -> set[int]:
    kept: set[int] = set()
    opened: list[tuple[int, str]] = []
    for place, tag in tags:
        name = tag.strip("</>")
        names = [other for _place, other in opened]
        if tag == "<br>":
            kept.add(place)
        elif not tag.startswith("</"):
            if _may_open(name, names, links=links, has_blocks=has_blocks):
                opened.append((place, name))
        elif name in names:
            start = len(names) - 1 - names[::-1].index(name)
            kept |= {opened[start][0], place}
            del opened[start:]
    return kept


def _may_open(name: str, opened: Sequence[str], *, links: int, has_blocks: bool) -> bool:
    if name in _STANDS_IN:
        return has_blocks and (opened[-1] if opened else None) in _STANDS_IN[name]
    if name.startswith("a"):
        return 0 < int(name[1:]) <= links and not any(other.startswith("a") for other in opened)
    return name not in opened


def _numbers(own: Sequence[str], links: Sequence[str] | None) -> list[int]:
    """Links like one of the source have its number, a second one too; the others take the numbers that are left."""
    if links is None:
        return list(range(1, len(own) + 1))
    free = dict(enumerate(links, start=1))
    numbers: list[int | None] = []
    for attributes in own:
        alike = [number for number, other in enumerate(links, start=1) if other == attributes]
        like = next((number for number in alike if number in free), alike[0] if alike else None)
        numbers.append(like)
        if like is not None:
            free.pop(like, None)
    left = [*free, *range(len(links) + 1, len(links) + len(own) + 1)]
    return [left.pop(0) if number is None else number for number in numbers]


def _stored_tag(tag: str, links: Sequence[str]) -> str:
    if tag == "<br>":
        return "<br/>"
    number = re.fullmatch(r"</?a(\d+)>", tag)
    if number is None:
        return tag
    return "</a>" if tag.startswith("</") else f"<a {links[int(number[1]) - 1]}>"
