"""Finds shouting (capitals, exclamation marks) and words that are written twice."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cms.plain_language import sentences
from cms.plain_language.hints import Code, Hint, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cms.plain_language.hints import Text

#: Three words on end: one or two may be abbreviations.
_CAPITALS = re.compile(r"\b[A-ZÀ-ÖØ-Þ]{2,}(?:[ '’-]+[A-ZÀ-ÖØ-Þ]{2,}){2,}\b")
_WITHIN = rf"[\w{sentences.MARKS}'’-]"
_DOUBLED = re.compile(rf"(?<!{_WITHIN})((?:[^\W\d_][{sentences.MARKS}]*)+)\s+\1(?!{_WITHIN})", re.IGNORECASE)
_DOUBLED_CHARACTERS = re.compile(r"的的|是是|在在|和和|与与|及及|，，|。。|、、")
_MARKS = re.compile(r"[^!！]*[!！]+")

#: Words that grammar may put side by side.
_RIGHTLY_TWICE = {
    "en": frozenset({"that", "had"}),
    "fr": frozenset({"nous", "vous"}),
}


def check(text: Text) -> Iterator[Hint]:
    for passage in text.passages:
        for line in passage.paragraphs:
            if shouted := _CAPITALS.search(line):
                yield Hint(Kind.EMPHASIS, Code.CAPITALS, passage.place, shouted[0])
            if marked := _MARKS.match(line):
                yield Hint(Kind.EMPHASIS, Code.EXCLAMATION, passage.place, marked[0].strip())
            yield from _doubled(line, passage.place, text.language)


def _doubled(line: str, place: str, language: str) -> Iterator[Hint]:
    if language == "zh":
        found = [match[0] for match in _DOUBLED_CHARACTERS.finditer(line)]
    else:
        rightly = _RIGHTLY_TWICE.get(language, frozenset())
        found = [match[0] for match in _DOUBLED.finditer(line) if match[1].lower() not in rightly]
    for words in found:
        yield Hint(Kind.WORDS, Code.DOUBLED_WORD, place, words)
