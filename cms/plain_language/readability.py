"""How hard a text is to read, by the formula that its language has.

| language | formula | source |
| --- | --- | --- |
| English | Flesch reading ease, Flesch-Kincaid grade | Flesch 1948; Kincaid et al. 1975 |
| Spanish | Szigriszt-Pazos on the INFLESZ scale | Szigriszt-Pazos 1993; Barrio-Cantalejo et al. 2008, for patients |
| French | Kandel-Moles | Kandel and Moles 1958 |
| Arabic | LIX, a long word having more than five letters without vowel signs | Björnsson 1983; El-Haj and Rayson 2016 |
| Chinese | characters per clause | Xu, Yao and Chen 2021 |

Why these, and how near the counts come: docs/adr/0031. A formula measures the length of words and sentences, nothing
else; it warns, and never says that a text is good.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from cms.plain_language import sentences, syllables

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

#: With less text than this the numbers jump with every word. In Chinese, in characters: a word has one or two.
MIN_WORDS = 30
MIN_CHARACTERS = 50

_ARABIC_LONG = 5


class Formula(StrEnum):
    FLESCH_KINCAID = "flesch_kincaid"
    INFLESZ = "inflesz"
    KANDEL_MOLES = "kandel_moles"
    LIX = "lix"
    CHARACTERS_PER_CLAUSE = "characters_per_clause"


class Level(StrEnum):
    """Against what health services ask of texts for patients."""

    EASY = "easy"
    FAIR = "fair"
    HARD = "hard"


@dataclass(frozen=True)
class Readability:
    """`score` and `grade` have one decimal. A high score is easy but for LIX and characters per clause; `grade` is a
    school year of the United States, known in English only.
    """

    formula: str
    score: float
    grade: float | None


def of(text: str, locale: str) -> Readability | None:
    """Of plain text with a line for each paragraph or item; None for too little, or a language without formula."""
    language = sentences.language_of(locale)
    measure = _MEASURES.get(language)
    prose = sentences.prose(text, language)
    least = MIN_CHARACTERS if sentences.is_counted_by_characters(language) else MIN_WORDS
    if measure is None or sum(sentences.length(sentence, language) for sentence in prose) < least:
        return None
    return measure(prose)


#: Beyond which a text is hard: a school grade in English, else a score. English: above grade 9 few patients follow.
#: Spanish: INFLESZ calls less than 55 hard. French: Flesch calls less than 60 fairly hard. None is agreed on for LIX in
#: Arabic, nor for characters per clause in Chinese.
HARD = {Formula.FLESCH_KINCAID: 9, Formula.INFLESZ: 55, Formula.KANDEL_MOLES: 60}


def level(readability: Readability) -> Level | None:
    """None where nobody has said which scores are good.

    English: the NHS asks for a reading age of 9 to 11, which is below grade 6. Spanish: INFLESZ calls 55 to 65 normal,
    more rather easy. French: 60 to 70 is plain.
    """
    formula = Formula(readability.formula)
    if formula not in HARD:
        return None
    if formula == Formula.FLESCH_KINCAID:
        grade = readability.grade or 0.0
        return Level.EASY if grade < 6 else Level.FAIR if grade <= HARD[formula] else Level.HARD
    easy = {Formula.INFLESZ: 65, Formula.KANDEL_MOLES: 70}[formula]
    return Level.HARD if readability.score < HARD[formula] else Level.EASY if readability.score >= easy else Level.FAIR


def _english(prose: Sequence[str]) -> Readability:
    per_sentence, per_word = _averages(prose, "en")
    ease = 206.835 - 1.015 * per_sentence - 84.6 * per_word
    grade = 0.39 * per_sentence + 11.8 * per_word - 15.59
    return Readability(Formula.FLESCH_KINCAID, round(ease, 1), round(grade, 1))


def _spanish(prose: Sequence[str]) -> Readability:
    per_sentence, per_word = _averages(prose, "es")
    return Readability(Formula.INFLESZ, round(206.835 - 62.3 * per_word - per_sentence, 1), None)


def _french(prose: Sequence[str]) -> Readability:
    per_sentence, per_word = _averages(prose, "fr")
    return Readability(Formula.KANDEL_MOLES, round(207 - 1.015 * per_sentence - 73.6 * per_word, 1), None)


def _arabic(prose: Sequence[str]) -> Readability:
    words = [word for sentence in prose for word in sentences.words(sentence)]
    long = sum(len(sentences.without_arabic_signs(word)) > _ARABIC_LONG for word in words)
    return Readability(Formula.LIX, round(len(words) / len(prose) + 100 * long / len(words), 1), None)


def _chinese(prose: Sequence[str]) -> Readability:
    clauses = [clause for sentence in prose for clause in sentences.clauses(sentence)]
    characters = sum(len(sentences.characters(clause)) for clause in clauses)
    return Readability(Formula.CHARACTERS_PER_CLAUSE, round(characters / len(clauses), 1), None)


def _averages(prose: Sequence[str], language: str) -> tuple[float, float]:
    """Words per sentence, and syllables per word."""
    words = [word for sentence in prose for word in sentences.words(sentence)]
    spoken = sum(syllables.count(word, language) for word in words)
    return len(words) / len(prose), spoken / len(words)


_MEASURES: dict[str, Callable[[Sequence[str]], Readability]] = {
    "en": _english,
    "es": _spanish,
    "fr": _french,
    "ar": _arabic,
    "zh": _chinese,
}
