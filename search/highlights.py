"""Shows where the words of a question stand: excerpts as safe HTML, which holds text and `<mark>` only.

Reading a whole text as the index does takes 3 ms; here only the words are read that hold the core of a stem, some
0.05 ms a text.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from cms.locales import BY_TAG
from search import analysis, entries, wording
from search.parts import PREFIX

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

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
class Passage:
    """A text of a document: the part of the answer that it stands in, and the heading above it."""

    part: str
    heading: str | None
    locale: str
    text: str


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

    @property
    def cores(self) -> list[str]:
        return sorted({stem if wording.has_han(stem) else _core(stem) for stem in self.stems})


def highlights(body: Mapping[str, Any], wanted: Wanted) -> list[dict[str, Any]]:
    """Of the name and what leads the text always where a word is marked, and of the sections that hold most."""
    leads: list[tuple[Passage, list[Span]]] = []
    sections: list[tuple[Passage, list[Span]]] = []
    for passage in _passages(body):
        spans = marked(passage.text, wanted) if entries.language_of(passage.locale) == wanted.language else []
        if spans:
            (sections if passage.part.startswith("sections.") else leads).append((passage, spans))
    sections.sort(key=lambda found: -_kinds(found[0].text, found[1]))
    return [_highlight(passage, spans) for passage, spans in [*leads, *sections[:_MOST_EXCERPTS]]]


def marked(text: str, wanted: Wanted) -> list[Span]:
    """Where words of the question stand, in order, without overlaps."""
    folded = _folded(text)
    spans = {span for core in wanted.cores for span in _around(folded, core, text, wanted)}
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


def _passages(body: Mapping[str, Any]) -> Iterator[Passage]:
    locale = body["locale"]
    yield Passage("name", None, locale, body["name"])
    for part in ("summary", "definition"):
        if body.get(part):
            yield Passage(part, None, locale, body[part])
    if body.get("plain_text"):
        yield Passage("description", None, locale, body["plain_text"])
    for section in body.get("sections", ()):
        yield Passage(f"sections.{section['key']}", section["heading"], section["locale"], section["plain_text"])


def _core(stem: str) -> str:
    return stem[: max(_SHORTEST_CORE, len(stem) - _ENDING)]


#: One character for one, so that places stay: letters without their accents, Arabic letters in one form.
_PLAIN = str.maketrans(
    {
        character: plain
        for code in (*range(0xC0, 0x250), *range(0x621, 0x64B), *range(0x1E00, 0x1F00), *range(0xFF01, 0xFF5F))
        if len(plain := analysis.fold(character := chr(code), "ar")) == 1
    }
)


def _folded(text: str) -> str:
    lower = text.lower()
    return (lower if len(lower) == len(text) else text).translate(_PLAIN)


def _around(folded: str, core: str, text: str, wanted: Wanted) -> Iterator[Span]:
    """The words that hold a core, where they are what is looked for."""
    place = folded.find(core)
    while place >= 0:
        if wording.has_han(core):
            yield place, place + len(core)
            place = folded.find(core, place + 1)
            continue
        start, end = _word_at(text, place)
        yield from _of_word(text, start, end, wanted)
        place = folded.find(core, end)


def _word_at(text: str, place: int) -> Span:
    start = end = place
    while start and _is_of_word(text[start - 1]):
        start -= 1
    while end < len(text) and _is_of_word(text[end]):
        end += 1
    return start, end


def _is_of_word(character: str) -> bool:
    return character.isalnum() or bool(unicodedata.combining(character))


def _of_word(text: str, start: int, end: int, wanted: Wanted) -> Iterator[Span]:
    for word in analysis.words(text[start:end], wanted.language):
        if word.stem in wanted.stems:
            typed = wanted.stems[word.stem]
            last = start + word.end if typed is None else min(start + word.start + typed, start + word.end)
            yield start + word.start, last


def _kinds(text: str, spans: Sequence[Span]) -> int:
    return len({text[start:end].lower() for start, end in spans})


def _highlight(passage: Passage, spans: Sequence[Span]) -> dict[str, Any]:
    text, spans = _excerpt(passage.text, spans) if passage.part != "name" else (passage.text, spans)
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
        return " ".join(text.split("\n")), spans
    first = max(spans, key=lambda span: (_kinds(text, _within(spans, span[0], span[0] + _EXCERPT)), -span[0]))[0]
    start = max(0, first - _BEFORE)
    if start:
        start = text.find(" ", start, first) + 1 or start
    end = min(len(text), start + _EXCERPT)
    if end < len(text):
        cut = text.rfind(" ", first + 1, end)
        end = cut if cut > max(span[1] for span in _within(spans, start, end)) else end
    within = [(a - start, min(b, end) - start) for a, b in _within(spans, start, end)]
    opened, closed = ("… " if start else ""), (" …" if end < len(text) else "")
    moved = [(a + len(opened), b + len(opened)) for a, b in within]
    return f"{opened}{text[start:end]}{closed}".replace("\n", " "), moved


def _within(spans: Sequence[Span], start: int, end: int) -> list[Span]:
    return [span for span in spans if start <= span[0] < end]
