"""Takes a rich text apart into the pieces that translators see, and puts it together again from their translations.

A piece is what stands between two block tags: a paragraph, a list item. Its *marked text* is plain text without
entities in which inline tags are protected: `<b>`, `<i>`, `<sup>`, `<sub>` and `<br>` as they are, links as
`<a1>…</a1>` by their number, so that nobody has to deal with the address of a link. See docs/adr/0013 for why
this is ours.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

#: A tag in marked text: inline, or a block's in a rich text that is shown in one piece.
TAG = re.compile(r"<br>|</?(?:b|i|sup|sub|a\d+|p|ul|ol|li)>")

_BLOCK = re.compile(r"(</?(?:p|ul|ol|li|h[1-6]|blockquote)(?:\s[^>]*)?>|<hr\s*/?>)")
_OPENS_A_PIECE = re.compile(r"<(?:p|li|h[1-6]|blockquote)(?:\s|>)")
_STORED_TAG = re.compile(r"<br\s*/?>|<(/?)(b|i|sup|sub|p|ul|ol|li|strong|em)(?:\s[^>]*)?>|<a(\s[^>]*)?>|</a>")
_SAME = {"strong": "b", "em": "i"}


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
    return [(match[3] or "").strip() for match in _STORED_TAG.finditer(piece) if match[0].startswith("<a")]


def numbered_links(piece: str, links: Sequence[str]) -> list[tuple[int, str]]:
    """The links of a translated piece with their numbers in the source, whose links are given."""
    own = links_of(piece)
    return list(zip(_numbers(own, links), own, strict=True))


def marked(piece: str, *, links: Sequence[str] | None = None) -> str:
    """The marked text of a stored piece. `links` are the source's: a link takes the number of its like there."""
    numbers = _numbers(links_of(piece), links)
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
        found += [html.unescape(piece[rest : match.start()]), tag(match)]
        rest = match.end()
    return "".join([*found, html.unescape(piece[rest:])])


def stored(text: str, *, links: Sequence[str]) -> str:
    """The stored form of a marked text; a link whose number is not in `links` loses its tag and keeps its words."""
    found, rest = [], 0
    for match in TAG.finditer(text):
        found += [html.escape(text[rest : match.start()], quote=False), _stored_tag(match[0], links)]
        rest = match.end()
    return "".join([*found, html.escape(text[rest:], quote=False)])


def align(before: Sequence[str], after: Sequence[str]) -> list[int | None]:
    """For each text of `after` the place of its like in `before`, each used once; None for a new one.

    Equal texts belong together; between them, what was rewritten belongs together in its order.
    """
    found: list[int | None] = [None] * len(after)
    for act, start, end, new_start, new_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if act in {"equal", "replace"}:
            for offset in range(min(end - start, new_end - new_start)):
                found[new_start + offset] = start + offset
    return found


def _numbers(own: Sequence[str], links: Sequence[str] | None) -> list[int]:
    """Links like one of the source have its number; the others take the numbers that are left, in order."""
    if links is None:
        return list(range(1, len(own) + 1))
    free = dict(enumerate(links, start=1))
    numbers: list[int | None] = []
    for attributes in own:
        like = next((number for number, other in free.items() if other == attributes), None)
        numbers.append(like)
        if like is not None:
            del free[like]
    left = [*free, *range(len(links) + 1, len(links) + len(own) + 1)]
    return [left.pop(0) if number is None else number for number in numbers]


def _stored_tag(tag: str, links: Sequence[str]) -> str:
    if tag == "<br>":
        return "<br/>"
    number = re.fullmatch(r"</?a(\d+)>", tag)
    if number is None:
        return tag
    if not 0 < int(number[1]) <= len(links):
        return ""
    return "</a>" if tag.startswith("</") else f"<a {links[int(number[1]) - 1]}>"
