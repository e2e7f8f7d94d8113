"""Finds words that readers may not know: those that editors keep lists of, those of the glossary, and our own few."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from cms.plain_language import sentences
from cms.plain_language.hints import Code, Hint, Kind, Role
from cms.plain_language.plain_words import PLAIN_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cms.plain_language.hints import Passage, Text

#: What Arabic writes together with the word that follows: "and the", "with the".
_ARABIC_BEFORE = r"(?<![ء-ي])[وفبلك]{0,2}(?:ال|ل)?"
_HAN = re.compile(r"[\u3400-\u9fff]")
_ARABIC = re.compile(r"[ء-ي]")
_READ = frozenset({Role.PROSE, Role.LABEL, Role.HEADING})


def check(text: Text) -> Iterator[Hint]:
    """Of each word the first place only: who knows of it finds the others."""
    known = _marked(text)
    said = {term.name.lower() for term in text.terms}
    for avoided in text.avoided:
        said.add(avoided.text.lower())
        if found := _first(text, avoided.text):
            facts = {"instead": avoided.instead, "reason": avoided.reason}
            yield Hint(Kind.WORDS, Code.AVOIDED, found[0], found[1], facts)
    for word, instead in PLAIN_WORDS.get(text.language, {}).items():
        if word not in said and word not in known and (found := _first(text, word)):
            yield Hint(Kind.WORDS, Code.JARGON, found[0], found[1], {"instead": instead})
    for term in text.terms:
        name = term.name.lower()
        if name and name not in known and (found := _first(text, name, roles=frozenset({Role.PROSE}), is_rich=True)):
            yield Hint(Kind.WORDS, Code.UNEXPLAINED_TERM, found[0], found[1], {"definition": term.definition})


def _marked(text: Text) -> frozenset[str]:
    """The words that are marked as terms of the glossary somewhere on the page."""
    return frozenset(words.lower() for passage in text.passages for words in passage.rich.terms)


def _first(text: Text, words: str, *, roles: frozenset[Role] = _READ, is_rich: bool = False) -> tuple[str, str] | None:
    """Where the words stand first, and how they are written there. Terms can be marked in rich text only."""
    pattern = _as_written(_plain(words))
    for passage in text.passages:
        if passage.role in roles and (passage.is_rich or not is_rich):
            for line, original in _lines(passage):
                if match := pattern.search(line):
                    found = original[slice(*match.span("words"))] if len(line) == len(original) else match["words"]
                    return passage.place, found
    return None


def _lines(passage: Passage) -> Iterator[tuple[str, str]]:
    for line in passage.paragraphs:
        yield _plain(line), line


@lru_cache(maxsize=4_096)
def _plain(text: str) -> str:
    return sentences.without_arabic_signs(text).lower().replace("’", "'")


@lru_cache(maxsize=2_048)
def _as_written(words: str) -> re.Pattern[str]:
    """The words as they are, or in a plural in -s."""
    written = r"\s+".join(map(re.escape, words.split()))
    if _HAN.search(words):
        return re.compile(f"(?P<words>{written})")
    if _ARABIC.search(words):
        return re.compile(rf"{_ARABIC_BEFORE}(?P<words>{written})(?![ء-ي])")
    return re.compile(rf"(?<!\w)(?P<words>{written}(?:e?s)?)(?!\w)")
