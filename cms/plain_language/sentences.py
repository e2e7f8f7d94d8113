"""Takes running text apart: lines into sentences, sentences into words or, in Chinese, into clauses and characters."""

from __future__ import annotations

import re
from functools import lru_cache

#: A full stop after these, after a single letter or between digits ends no sentence.
_ABBREVIATIONS = {
    "en": "approx dr e.g eg etc fig i.e ie mr mrs ms no prof st vs",
    "es": "aprox art d dña dr dra ee.uu ej etc fig núm p.ej pág prof sr sra ud uds vs",
    "fr": "c.-à-d dr etc ex fig m me mlle mme n° p.ex pr vs",
}
_END = re.compile(r"(?<=[.!?؟…۔])[\"'”’»)\]]*\s+|(?<=[。！？])[”’』」）]*")
_LAST_WORD = re.compile(r"([^\s(«“\"]+)\.$")
#: An accent that stands apart from its letter, and the vowel signs of Arabic: to Python they are no letters.
MARKS = r"\u0300-\u036f\u064b-\u065f\u0670"
_LETTER = rf"(?:[^\W\d_][{MARKS}]*)"
_WORD = re.compile(rf"\d+(?:[.,٫٬]\d+)*|{_LETTER}+(?:['’\-‑](?:{_LETTER}|\d)+)*")
_CHARACTER = re.compile(r"[\u3400-\u9fff]|[A-Za-z]+|\d+(?:[.,:]\d+)*")
_CLAUSE = re.compile(r"(?:[，；：。！？;!?…]|(?<!\d)[,:]|[,:](?!\d))+")
_ARABIC_SIGNS = re.compile(r"[\u064b-\u065f\u0670\u0640]")
_ENDS = tuple(".!?؟…۔。！？:：")

#: What is shorter and has no full stop is a label ("First week"), and says nothing of how sentences are written.
LABEL_WORDS = 4
LABEL_CHARACTERS = 8


def language_of(locale: str) -> str:
    """`es` of `es-MX`."""
    return locale.partition("-")[0].lower()


def is_counted_by_characters(language: str) -> bool:
    return language == "zh"


@lru_cache(maxsize=4_096)
def split(text: str, language: str) -> tuple[str, ...]:
    """The sentences of plain text; a line's end ends a sentence too."""
    return tuple(sentence for line in text.split("\n") for sentence in _sentences(line.strip(), language) if sentence)


def prose(text: str, language: str) -> tuple[str, ...]:
    """The sentences without labels."""
    return tuple(sentence for sentence in split(text, language) if not _is_label(sentence, language))


@lru_cache(maxsize=8_192)
def words(sentence: str) -> tuple[str, ...]:
    """Words as they are written; a number is a word, a hyphen or an apostrophe parts none."""
    return tuple(_WORD.findall(sentence))


def without_arabic_signs(text: str) -> str:
    """Without vowel signs and the stroke that stretches a word."""
    return _ARABIC_SIGNS.sub("", text)


@lru_cache(maxsize=8_192)
def characters(sentence: str) -> tuple[str, ...]:
    """Chinese characters; a number or a word in Latin letters counts as one."""
    return tuple(_CHARACTER.findall(sentence))


def clauses(sentence: str) -> tuple[str, ...]:
    """What stands between two marks of a Chinese sentence; the mark of enumeration parts none."""
    return tuple(clause for clause in _CLAUSE.split(sentence) if characters(clause))


def length(text: str, language: str) -> int:
    """In words, in Chinese in characters."""
    return len(characters(text) if is_counted_by_characters(language) else words(text))


def _sentences(line: str, language: str) -> list[str]:
    found: list[str] = []
    start = 0
    for match in _END.finditer(line):
        piece = line[start : match.end()].strip()
        if not _is_abbreviated(line[start : match.start()], language):
            found.append(piece)
            start = match.end()
    return [*found, line[start:].strip()]


def _is_abbreviated(piece: str, language: str) -> bool:
    last = _LAST_WORD.search(piece)
    if last is None:
        return False
    word = last[1].lower()
    return (len(word) == 1 and word.isalpha() and word != "i") or word in _ABBREVIATIONS.get(language, "").split()


def _is_label(sentence: str, language: str) -> bool:
    least = LABEL_CHARACTERS if is_counted_by_characters(language) else LABEL_WORDS
    return length(sentence, language) < least and not sentence.rstrip("\"'”’»)").endswith(_ENDS)
