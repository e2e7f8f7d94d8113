"""Where the words of a text stand: words with their parts, and runs of Chinese characters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from search.analysis import letters

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Over the kinds of the characters: a word with what joins its parts, or a run of Chinese characters.
_TOKEN = re.compile("w[wn]*(?:jn*w[wn]*)*|h[hn]*")
_PART = re.compile("w[wn]*")

#: More parts than this make no word together: an address, a path.
MOST_PARTS = 4

#: What a French, Italian or Catalan word starts with when it has lost its vowel.
_ELIDED = re.compile("[ldjmtsnc]|qu|jusqu|lorsqu|puisqu|quoiqu|presqu|[dn]ell|[sd]all|all|sull|un")


class Part(NamedTuple):
    """A piece of a text that is a word by itself: `text` as written, and where it stands (code points)."""

    text: str
    start: int
    end: int


class Token(NamedTuple):
    """What is written together: a word with its parts in order (one or more), or a run of Chinese characters."""

    parts: tuple[Part, ...]
    is_han: bool = False


def tokens(text: str, language: str) -> Iterator[Token]:
    kinds = letters.kinds(text)
    for match in _TOKEN.finditer(kinds):
        start, end = match.span()
        if kinds[start] == letters.HAN:
            yield Token((Part(text[start:end], start, end),), is_han=True)
        elif letters.JOINER in match.group():
            yield Token(tuple(_parts(text, kinds, start, end, language)))
        else:
            yield Token((Part(text[start:end], start, end),))


def _parts(text: str, kinds: str, start: int, end: int, language: str) -> Iterator[Part]:
    """The parts between hyphens, slashes and dots; what an apostrophe joins is one part, without `l'` and `'s`."""
    group: list[Part] = []
    for match in _PART.finditer(kinds, start, end):
        part = Part(text[slice(*match.span())], *match.span())
        if group and not _goes_on(text[group[-1].end : part.start], group[-1], part):
            yield _one_word(group, text, language)
            group = []
        group.append(part)
    yield _one_word(group, text, language)


def _goes_on(joiner: str, before: Part, after: Part) -> bool:
    """Whether two parts are one word: around an apostrophe, and in a code such as G90.5 or 8A80.Z."""
    if joiner[0] in letters.APOSTROPHES:
        return True
    left, right = letters.plain(before.text), letters.plain(after.text)
    return joiner[0] in ".．" and (right[0].isdigit() or not (left.isalpha() or left.isdigit()))


def _one_word(group: list[Part], text: str, language: str) -> Part:
    """One part of several, without an elided word before it and a possessive after it."""
    if language != "en" and _has_apostrophe(text, group[:2]) and _ELIDED.fullmatch(letters.plain(group[0].text)):
        group = group[1:]
    if _has_apostrophe(text, group[-2:]) and letters.plain(group[-1].text) == "s":
        group = group[:-1]
    return Part("".join(part.text for part in group), group[0].start, group[-1].end)


def _has_apostrophe(text: str, pair: list[Part]) -> bool:
    return len(pair) == 2 and text[pair[0].end] in letters.APOSTROPHES
