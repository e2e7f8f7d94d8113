"""Looks at headings: none empty, none twice, no level left out, no bold paragraph in the place of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cms.plain_language import sentences
from cms.plain_language.hints import Code, Hint, Kind, Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cms.plain_language.hints import Passage, Text

#: A section opens with a heading of the second level, below the name of the page.
_SECTION = 2
#: Words; a longer bold paragraph is emphasis.
_LONGEST = 8


def check(text: Text) -> Iterator[Hint]:
    yield from _twice(text)
    for passage in text.passages:
        if passage.is_rich:
            yield from _levels(passage)
            yield from _in_bold(passage, text.language)


def _twice(text: Text) -> Iterator[Hint]:
    seen: set[str] = set()
    for passage in text.passages:
        if passage.role is Role.HEADING and (words := passage.text.strip().lower()):
            if words in seen:
                yield Hint(Kind.HEADINGS, Code.HEADING_TWICE, passage.place, passage.text.strip())
            seen.add(words)


def _levels(passage: Passage) -> Iterator[Hint]:
    above = _SECTION
    for block in passage.rich.blocks:
        if not block.tag.startswith("h"):
            continue
        level = int(block.tag[1])
        if not block.text:
            yield Hint(Kind.HEADINGS, Code.HEADING_EMPTY, passage.place)
        elif level > above + 1 or level <= _SECTION:
            facts = {"level": level, "expected": above + 1 if level > above else _SECTION + 1}
            yield Hint(Kind.HEADINGS, Code.HEADING_JUMPS, passage.place, block.text, facts)
        above = max(level, _SECTION)


def _in_bold(passage: Passage, language: str) -> Iterator[Hint]:
    """Only where text follows; a lone bold line is a line of emphasis."""
    for block, following in zip(passage.rich.blocks, passage.rich.blocks[1:], strict=False):
        is_short = sentences.length(block.text, language) <= _LONGEST
        if block.tag == "p" and block.is_bold and is_short and not following.is_bold:
            yield Hint(Kind.HEADINGS, Code.HEADING_IN_BOLD, passage.place, block.text)
