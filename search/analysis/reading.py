"""Texts and queries as words: what a text is found by, what a query asks for, and by what whole names are compared."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from search.analysis import arabic, han
from search.analysis.function_words import says_little
from search.analysis.letters import LONGEST, is_han, plain
from search.analysis.spelling import one_spelling
from search.analysis.stemming import stem
from search.analysis.tokens import MOST_PARTS, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from search.analysis.tokens import Token

#: Marks count in what is written, so that more is read than is kept.
_LONGEST_WRITTEN = 4 * LONGEST


class Word(NamedTuple):
    """A word of a text: `text` folded, `stem` what is compared, and where it stands in the text (code points).

    Both hold letters and digits only, so that they can stand in any query language.
    """

    text: str
    stem: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A word of a query: any one of its readings will do; of a reading all stems.

    `text` is folded; a function word says little beside other words.
    """

    text: str
    readings: tuple[tuple[str, ...], ...]
    is_function_word: bool


def fold(text: str, language: str) -> str:
    """One word without case, accents, marks and joiners; at most `LONGEST` letters and digits."""
    folded = plain(text)
    if language == "zh" and not folded.isascii():
        folded = han.simplified(folded)
    return folded[:LONGEST]


@lru_cache(maxsize=16_384)
def _read(written: str, language: str) -> tuple[str, str]:
    """A word's folded form and its stem."""
    folded = fold(written, language)
    return folded, stem(folded, language)


def words(text: str, language: str) -> list[Word]:
    """All that a text is found by, in order of place; what is written together comes before its parts."""
    found: list[Word] = []
    for token in tokens(text, language):
        if token.is_han:
            found += _han_words(token, language)
            continue
        if 1 < len(token.parts) <= MOST_PARTS:
            found.append(
                Word(*_read(_together(token), language), start=token.parts[0].start, end=token.parts[-1].end),
            )
        for part in token.parts:
            folded, stemmed = _read(part.text[:_LONGEST_WRITTEN], language)
            found.append(Word(folded, stemmed, part.start, part.end))
    return found


def _together(token: Token) -> str:
    return "".join(part.text for part in token.parts)[:_LONGEST_WRITTEN]


def _han_words(token: Token, language: str) -> list[Word]:
    (run,) = token.parts
    text, places = han.characters(run.text, language)
    return sorted(
        (
            Word(
                piece.text,
                stem(piece.text, language),
                run.start + places[piece.first],
                run.start + places[piece.last] + 1,
            )
            for piece in han.found_by(text)
        ),
        key=lambda word: (word.start, -word.end),
    )


def asked(text: str, language: str) -> list[Asked]:
    """The words of a query in order; an empty list where there is none."""
    return [
        word
        for token in tokens(text, language)
        for word in (_han_asked(token, language) if token.is_han else _asked(token, language))
    ]


def _asked(token: Token, language: str) -> Iterator[Asked]:
    parts = [_read(part.text[:_LONGEST_WRITTEN], language) for part in token.parts]
    says_nothing = [says_little(folded, language) for folded, _ in parts]
    if len(parts) > MOST_PARTS:
        for (folded, stemmed), is_function_word in zip(parts, says_nothing, strict=True):
            yield Asked(folded, ((stemmed,),), is_function_word)
        return
    folded, stemmed = _read(_together(token), language)
    readings = dict.fromkeys([(stemmed,), tuple(stemmed for _, stemmed in parts)])
    if language == "ar":
        readings[stem(arabic.without_preposition(folded), language),] = None
    yield Asked(folded, tuple(readings), all(says_nothing))


def _han_asked(token: Token, language: str) -> Iterator[Asked]:
    text, _ = han.characters(token.parts[0].text, language)
    for written, readings, is_function_word in han.asked_by(text):
        stems = tuple(tuple(stem(word, language) for word in reading) for reading in readings)
        yield Asked(written, stems, is_function_word)


def phrase(text: str, language: str) -> str:
    """A text in the one spelling by which whole names are compared: folded words, one space between them.

    There is none between Chinese characters. What hyphens join is one word.
    """
    spelled = ""
    for token in tokens(text, language):
        word = plain("".join(part.text for part in token.parts))
        word = _spelled(word, language)
        if spelled and not (is_han(spelled[-1]) and is_han(word[0])):
            spelled += " "
        spelled += word
    return spelled


def _spelled(word: str, language: str) -> str:
    if language == "zh":
        return han.simplified(word)
    return one_spelling(word) if language == "en" else word
