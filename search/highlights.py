"""Shows where the words of a question stand: excerpts as safe HTML, which holds text and `<mark>` only.

Reading a whole text as the index does takes 3 ms; here only the words are read that hold the core of a stem, some
0.05 ms a text.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property, lru_cache
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from cms.locales import BY_TAG
from search import analysis, entries, wording
from search.analysis.letters import JOINERS, is_han
from search.parts import PREFIX
from search.passages import NAME, SECTIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from search.passages import Passage
    from search.questions import Reading

#: Characters around what is marked.
_EXCERPT = 180
_BEFORE = 60

#: How many excerpts of running text one answer has.
_MOST_EXCERPTS = 3

#: The endings that stemmers alter.
_ENDING = 2
_SHORTEST_CORE = 3

Span = tuple[int, int]


@dataclass(frozen=True)
class Wanted:
    """The stems to mark, in one language; of a word that was typed in part only its beginning, so many characters."""

    language: str
    stems: Mapping[str, int | None]

    @classmethod
    def of(cls, reading: Reading) -> Wanted:
        stems: dict[str, int | None] = {}
        for part in reading.known:
            for choice in part.choices:
                typed = len(part.typed) if choice.how == PREFIX and len(choice.stems) == 1 else None
                stems |= dict.fromkeys(choice.stems, typed)
        return cls(reading.language, stems)

    @cached_property
    def cores(self) -> list[str]:
        return sorted({stem if wording.has_han(stem) else _core(stem) for stem in self.stems})


def highlights(passages: Iterable[Passage], wanted: Wanted) -> list[dict[str, Any]]:
    """Of the name and what leads the text always where a word is marked, and of the sections that hold most."""
    leads: list[tuple[Passage, list[Span]]] = []
    sections: list[tuple[Passage, list[Span]]] = []
    for passage in passages:
        spans = marked(passage.text, wanted) if entries.language_of(passage.locale) == wanted.language else []
        if spans:
            (sections if passage.part.startswith(SECTIONS) else leads).append((passage, spans))
    sections.sort(key=lambda found: -_kinds(found[0].text, found[1]))
    return [_highlight(passage, spans) for passage, spans in [*leads, *sections[:_MOST_EXCERPTS]]]


def marked(text: str, wanted: Wanted) -> list[Span]:
    """Where words of the question stand, in order, without overlaps."""
    folded = _folded(text)
    spans = {span for core in wanted.cores for span in _around(text, folded, core, wanted)}
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def html(text: str, spans: Iterable[Span]) -> str:
    """The text with its spans marked."""
    written, place = [], 0
    for start, end in spans:
        written += [escape(text[place:start], quote=False), "<mark>", escape(text[start:end], quote=False), "</mark>"]
        place = end
    return "".join([*written, escape(text[place:], quote=False)])


def _core(stem: str) -> str:
    return stem[: max(_SHORTEST_CORE, len(stem) - _ENDING)]


class _Plain(dict[int, str]):
    """One character for one, so that places stay: letters without case and accents, Arabic ones in one form, Chinese
    ones as stems have them. Filled as characters come.
    """

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if is_han(character):
            plain = analysis.stem(analysis.fold(character, "zh"), "zh")
        else:
            plain = analysis.fold(character, "ar")
        self[code] = plain = plain if len(plain) == 1 else character
        return plain


_PLAIN = _Plain()

_MARKS = "\u00ad\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u200b-\u200f"
_MARK = re.compile(f"[{_MARKS}]")

#: What stems are without: accents of their own, vowels of Arabic and its tatweel, soft hyphens, and what joins words.
_UNREAD = re.compile(rf"[{_MARKS}]|(?<=[^\W_])[{re.escape(''.join(sorted(JOINERS)))}](?=[^\W_])")


#: What is other than ASCII's small letters, digits and punctuation. `str.translate` looks up each character of a text.
_ALTERED = re.compile("[^\x00-@\\[-\x7f]")
_MOSTLY_ASCII = 1.25


class _Folded:
    """A text as stems are written, and where each of its characters stands in the text itself."""

    def __init__(self, text: str) -> None:
        left_out = [match.start() for match in _UNREAD.finditer(text)]
        kept = "".join(text[a + 1 : b] for a, b in pairwise([-1, *left_out, len(text)])) if left_out else text
        self.text = _as_stems(kept)
        self._left_out = [place - before for before, place in enumerate(left_out)]

    def place(self, folded: int) -> int:
        return folded + bisect_right(self._left_out, folded)


def _as_stems(text: str) -> str:
    if text.isascii():
        return text.lower()
    if len(text.encode()) < _MOSTLY_ASCII * len(text):
        return _ALTERED.sub(lambda match: _PLAIN[ord(match[0])], text)
    return text.translate(_PLAIN)


#: Some megabytes: the pages that are found most are found again and again.
_folded = lru_cache(maxsize=2_048)(_Folded)


def _around(text: str, folded: _Folded, core: str, wanted: Wanted) -> Iterator[Span]:
    """The words that hold a core, where they are what is looked for."""
    found = folded.text.find(core)
    end = 0
    while found >= 0:
        place = folded.place(found)
        if wording.has_han(core):
            yield place, folded.place(found + len(core) - 1) + 1
        elif place >= end:
            start, end = _word_at(text, place)
            yield from _of_word(text, start, end, wanted)
        found = folded.text.find(core, found + 1)


def _word_at(text: str, place: int) -> Span:
    """With what is joined to it: G90.5, post-herpetic."""
    start = end = place
    while start and _is_of_word(text, start - 1):
        start -= 1
    while end < len(text) and _is_of_word(text, end):
        end += 1
    return start, end


def _is_of_word(text: str, place: int) -> bool:
    character = text[place]
    if character in JOINERS:
        return text[place - 1 : place].isalnum() and text[place + 1 : place + 2].isalnum()
    return character.isalnum() or bool(_MARK.match(character)) or bool(unicodedata.combining(character))


def _of_word(text: str, start: int, end: int, wanted: Wanted) -> Iterator[Span]:
    for stem, place, place_after in _words(text[start:end], wanted.language):
        if stem in wanted.stems:
            first, last = start + place, start + place_after
            yield first, _after(text, first, last, wanted.stems[stem])


@lru_cache(maxsize=16_384)
def _words(written: str, language: str) -> list[tuple[str, int, int]]:
    """Stems and places of what is written together: the same words stand in one text after the other."""
    return [(word.stem, word.start, word.end) for word in analysis.words(written, language)]


def _after(text: str, first: int, last: int, typed: int | None) -> int:
    """Where so many letters and digits of a word end, with their marks; None stands for all."""
    if typed is None:
        return last
    end = first
    while end < last and (typed or _MARK.match(text[end])):
        typed -= text[end].isalnum() and not _MARK.match(text[end])
        end += 1
    return end


def _kinds(text: str, spans: Sequence[Span]) -> int:
    return len({text[start:end].lower() for start, end in spans})


def _highlight(passage: Passage, spans: Sequence[Span]) -> dict[str, Any]:
    text, spans = _excerpt(passage.text, spans) if passage.part != NAME else (passage.text, spans)
    return {
        "part": passage.part,
        "heading": passage.heading,
        "locale": passage.locale,
        "dir": BY_TAG[passage.locale].direction,
        "html": html(text, spans),
    }


def _excerpt(text: str, spans: Sequence[Span]) -> tuple[str, Sequence[Span]]:
    """The stretch with most marks in it, cut between words, with an ellipsis where something is left out."""
    if len(text) <= _EXCERPT:
        return text.replace("\n", " "), spans
    first = max(spans, key=lambda span: (_kinds(text, _within(spans, span[0], span[0] + _EXCERPT)), -span[0]))
    start = max(0, first[0] - _BEFORE)
    if start:
        start = text.find(" ", start, first[0]) + 1 or start
    end = min(len(text), max(start + _EXCERPT, first[1]))
    if end < len(text):
        cut = text.rfind(" ", first[1], end)
        end = cut if cut > 0 else end
    opened, closed = ("… " if start else ""), (" …" if end < len(text) else "")
    shift = len(opened) - start
    moved = [(a + shift, b + shift) for a, b in _within(spans, start, end) if b <= end]
    return f"{opened}{text[start:end]}{closed}".replace("\n", " "), moved


def _within(spans: Sequence[Span], start: int, end: int) -> list[Span]:
    return [span for span in spans if start <= span[0] < end]
