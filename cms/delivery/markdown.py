"""Clean HTML, as documents hold it, as CommonMark that reads back as the same.

Superscript, subscript and glossary terms have no mark in CommonMark; they stay what they are, as inline HTML. So does
emphasis within emphasis, and emphasis whose asterisks CommonMark would not take for marks: in the middle of Chinese
text after a comma, say.
"""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache
from typing import Any

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString
from markdownify import MarkdownConverter

_BLOCKS = ["p", "ul", "ol", "li"]
_MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*"}

#: Characters that mean something wherever they stand; an ampersand only before what looks like an entity.
_SPECIAL = re.compile(r"[\\`*_\[\]<~|]|&(?=#?\w+;)")
#: What would make a line a heading, a quotation, a list item, a rule, or the line above a heading.
_LINE_START = re.compile(
    r"^(?:(?=#{1,6}(?:\s|$)|>|[-+](?:\s|$)|:?-+:?\s*$|=+\s*$)|([0-9]{1,9})(?=[.)](?:\s|$)))", re.MULTILINE
)
_ENTITY = re.compile(r"&(?=#?\w+;)")
_OF_ADDRESSES = re.compile(r"[\s()<>\\]")
_SPACES_AROUND_BREAK = re.compile(r"[ \t]*\\\n[ \t]*")
_BREAKS_AT_THE_ENDS = re.compile(r"\A(?:\\\n\s*|[ \n])+|(?:\\\n\s*|[ \n])+\Z")


@lru_cache(maxsize=4_096)
def of_html(clean: str) -> str:
    """Empty for empty text. Costs some 0.3 ms for a paragraph, so what was asked for lately is remembered."""
    soup = BeautifulSoup(clean, "html.parser")
    for block in soup.find_all(_BLOCKS):
        if not block.get_text(strip=True):
            block.extract()
    for parent in [soup, *soup.find_all("li")]:
        _put_lines_around_words(soup, parent)
    markdown: str = _Converter().convert_soup(soup)
    return markdown.strip("\n")


def _put_lines_around_words(soup: BeautifulSoup, parent: Tag) -> None:
    """Gives words that stand beside lists and paragraphs, and those in list items, an element of their own."""
    line: Tag | None = None
    for child in list(parent.children):
        if isinstance(child, Tag) and child.name in _BLOCKS:
            line = None
            continue
        if line is None:
            line = soup.new_tag("p" if parent is soup else "line")
            child.insert_before(line)
        line.append(child.extract())


class _Converter(MarkdownConverter):
    class Options(MarkdownConverter.DefaultOptions):  # type: ignore[name-defined]  # stubs lack it
        autolinks = False
        newline_style = "backslash"
        # Every white space is one space, and no line is broken.
        wrap = True
        wrap_width = None

    def escape(self, text: str, parent_tags: Any) -> str:
        return _SPECIAL.sub(r"\\\g<0>", text)

    def convert_p(self, el: Any, text: str, parent_tags: Any) -> str:
        line = self.convert_line(el, text, parent_tags)
        return f"\n\n{line}\n\n" if line else ""

    def convert_line(self, el: Any, text: str, parent_tags: Any) -> str:
        # An exclamation mark before a link would make it an image.
        broken = _SPACES_AROUND_BREAK.sub("\\\\\n", text).replace("![", "\\![")
        return _LINE_START.sub(r"\1\\", _BREAKS_AT_THE_ENDS.sub("", broken))

    def convert_li(self, el: Any, text: str, parent_tags: Any) -> str:
        words = text.strip("\n ")
        bullet = _bullet(el)
        indent = " " * len(bullet)
        lines = [f"{indent}{line}" if line else "" for line in words.split("\n")]
        return f"{bullet}{lines[0][len(bullet) :]}\n" + "".join(f"{line}\n" for line in lines[1:])

    def convert_b(self, el: Any, text: str, parent_tags: Any) -> str:
        words = text.strip(" ")
        if not words:
            return text
        before, _, after = text.partition(words)
        mark = _MARKS[el.name]
        is_mark = (
            parent_tags.isdisjoint(_MARKS)
            and _opens(words[0], before or _beside(el, "previous_sibling"))
            and _opens(words[-1], after or _beside(el, "next_sibling"))
        )
        opened, closed = (mark, mark) if is_mark else (f"<{el.name}>", f"</{el.name}>")
        return f"{before}{opened}{words}{closed}{after}"

    convert_strong = convert_i = convert_em = convert_b

    def convert_sup(self, el: Any, text: str, parent_tags: Any) -> str:
        return f"<{el.name}>{text}</{el.name}>" if text else ""

    convert_sub = convert_sup

    def convert_dfn(self, el: Any, text: str, parent_tags: Any) -> str:
        return f'<dfn data-term="{html.escape(el.get("data-term", ""))}">{text}</dfn>' if text else ""

    def convert_a(self, el: Any, text: str, parent_tags: Any) -> str:
        href = el.get("href")
        if not href or not text.strip():
            return text
        address = _OF_ADDRESSES.sub(lambda found: f"%{ord(found[0]):02X}", href)
        address = _ENTITY.sub(r"\\&", address)
        return f"[{text}]({address})"


def _bullet(item: Any) -> str:
    """Of two lists with nothing between them, the second has other bullets: they would be one list."""
    is_second = False
    neighbour = item.parent.previous_sibling
    while isinstance(neighbour, Tag) and neighbour.name == item.parent.name:
        is_second = not is_second
        neighbour = neighbour.previous_sibling
    if item.parent.name == "ol":
        number = 1 + len(item.find_previous_siblings("li"))
        return f"{number}{')' if is_second else '.'} "
    return "* " if is_second else "- "


def _opens(inner: str, outer: str) -> bool:
    """Whether asterisks between these two characters belong to the inner one (CommonMark 0.31, 6.2).

    `outer` is empty at the end of a line, and an asterisk where other emphasis begins or ends, whose marks would join
    these.
    """
    if outer[-1:] == "*" or _is_space(inner):
        return False
    # Symbols beyond ASCII count as punctuation only in newer versions of CommonMark: what holds in both is taken.
    if unicodedata.category(inner)[0] not in "PS":
        return True
    return outer == "" or _is_space(outer[0]) or _is_punctuation(outer[0])


def _is_space(character: str) -> bool:
    """CommonMark's white space; Python's holds separators of lines and paragraphs too."""
    return character in "\t\n\f\r" or unicodedata.category(character) == "Zs"


def _is_punctuation(character: str) -> bool:
    return unicodedata.category(character)[0] == "P" or (character.isascii() and not character.isalnum())


def _beside(element: Any, direction: str) -> str:
    """The character that an inline element is followed or preceded by."""
    neighbour = getattr(element, direction)
    if isinstance(neighbour, NavigableString):
        return neighbour[-1 if direction == "previous_sibling" else 0] if neighbour else ""
    if neighbour is None:
        return "" if element.parent.name in ("p", "line") else ">"
    return "*" if neighbour.name in _MARKS else "" if neighbour.name == "br" else ">"
