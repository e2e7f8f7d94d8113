"""Finds sentences and paragraphs that are too long to follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cms.plain_language import sentences
from cms.plain_language.hints import Code, Hint, Kind, Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cms.plain_language.hints import Passage, Text

#: Words in a sentence, in Chinese characters. English: GOV.UK's content design guide asks for 25 at most. Spanish
#: and French need about a fifth more words for the same (article, preposition); guides to plain Spanish say 30.
SENTENCE = {"en": 25, "es": 30, "fr": 30, "ar": 25, "zh": 60}
#: Words in a paragraph: about five sentences.
PARAGRAPH = {"en": 100, "es": 120, "fr": 120, "ar": 90, "zh": 200}


def check(text: Text) -> Iterator[Hint]:
    if text.language in SENTENCE:
        for passage in text.passages:
            if passage.role in {Role.PROSE, Role.LABEL}:
                yield from _passage(passage, text.language)


def _passage(passage: Passage, language: str) -> Iterator[Hint]:
    for paragraph in passage.paragraphs:
        yield from _sentences(passage.place, paragraph, language)
        length = sentences.length(paragraph, language)
        if length > PARAGRAPH[language]:
            facts = {"count": length, "limit": PARAGRAPH[language]}
            yield Hint(Kind.SENTENCES, Code.LONG_PARAGRAPH, passage.place, paragraph, facts)


def _sentences(place: str, paragraph: str, language: str) -> Iterator[Hint]:
    for sentence in sentences.split(paragraph, language):
        length = sentences.length(sentence, language)
        if length > SENTENCE[language]:
            facts = {"count": length, "limit": SENTENCE[language]}
            yield Hint(Kind.SENTENCES, Code.LONG_SENTENCE, place, sentence, facts)
