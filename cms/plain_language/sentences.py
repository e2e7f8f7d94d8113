"""Takes running text apart: lines into sentences, sentences into words or, in Chinese, into clauses and characters."""

from __future__ import annotations

import re
from functools import lru_cache

#: A full stop after these ends no sentence; after a number word, none before a number.
_ABBREVIATIONS = {
    "en": "approx dr e.g eg etc fig i.e ie mr mrs ms prof st vs",
    "es": "aprox art dña dr dra ee ee.uu ej etc fig núm p.ej pág prof sr sra ud uds uu vs",
    "fr": "c.-à-d dr etc ex fig m me mlle mme n° p.ex pr vs",
}
_BEFORE_NUMBERS = {"en": "no nos"}
#: Single letters: J. Sample, the U.S. Government, at 8 p.m. on Monday.
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")
#: A letter that is a name itself, as in "vitamin D", and not the beginning of one.
_LETTER_NAMED = re.compile(r"[^\W\d_A-ZÀ-Þ]\s[A-Z]\.$")
_END = re.compile(r"(?<=[.!?؟…۔])(?:\s?[\"'”’»)\]])*\s+|(?<=[。！？])[”’』」）]*")
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
        piece, following = line[start : match.end()].strip(), line[match.end() : match.end() + 1]
        if not _is_abbreviated(line[start : match.start()], following, language):
            found.append(piece)
            start = match.end()
    return [*found, line[start:].strip()]


def _is_abbreviated(piece: str, following: str, language: str) -> bool:
    last = _LAST_WORD.search(piece)
    if last is None:
        return False
    word = last[1].lower()
    if word in _BEFORE_NUMBERS.get(language, "").split():
        return following.isdigit()
    if word in _ABBREVIATIONS.get(language, "").split():
        return True
    if word == "i" or not _INITIALS.fullmatch(word):
        return False
    is_end = last[1].islower() if "." in word else _LETTER_NAMED.search(piece) is not None
    return not (is_end and following.isupper())


def _is_label(sentence: str, language: str) -> bool:
    least = LABEL_CHARACTERS if is_counted_by_characters(language) else LABEL_WORDS
    return length(sentence, language) < least and not sentence.rstrip("\"'”’»)").endswith(_ENDS)
