"""The words that editors want to be read as each other, as one process knows them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from search import wording
from search.entries import NAME, language_of
from search.models import Synonym
from search.vocabulary import Lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cms.locales import ContentLocale
    from search.analysis import Asked

#: What stands between two phrases, in any script.
SEPARATORS = re.compile(r"[,،、，;؛；\n]+")


@dataclass(frozen=True)
class Phrase:
    """Words as editors wrote them, and their stems in the language that a question is read in."""

    text: str
    stems: tuple[str, ...]


@dataclass
class Meanings:
    """What phrases stand for, in one language."""

    lexicon: Lexicon
    by_first_stem: dict[str, dict[tuple[str, ...], list[Phrase]]] = field(default_factory=dict)
    stems: set[str] = field(default_factory=set)

    def add(self, phrase: Phrase, meanings: Iterable[Phrase]) -> None:
        self.stems.update(phrase.stems)
        known = self.by_first_stem.setdefault(phrase.stems[0], {}).setdefault(phrase.stems, [])
        known += [meaning for meaning in meanings if meaning.stems != phrase.stems and meaning not in known]

    def of_small_words(self, asked: Sequence[Asked]) -> range:
        """The places of a phrase that holds words which say little by themselves: “can’t go on”. Empty without one."""
        for first in range(len(asked)):
            stems = [stem for word in asked[first:] for stem in word.readings[0]]
            length, _meanings = self.longest(stems)
            if any(word.is_function_word for word in asked[first : first + length]):
                return range(first, first + length)
        return range(0)

    def longest(self, stems: Sequence[str]) -> tuple[int, list[Phrase]]:
        """How many of the stems, from the first on, are a phrase, and what it stands for; 0 for none."""
        phrases = self.by_first_stem.get(stems[0], {}) if stems else {}
        fitting = [phrase for phrase in phrases if tuple(stems[: len(phrase)]) == phrase]
        best = max(fitting, key=len, default=())
        return len(best), phrases.get(best, [])


class Synonyms:
    """Those of one locale and its chain, in each language that they were asked for in.

    In its own language only those of that language count: English synonyms are for English texts. In a language that
    stands in, its own words lead to that one too: they may be the native names of pages that are not translated.
    """

    def __init__(self, locale: ContentLocale, rows: tuple[tuple[str, str, str], ...]) -> None:
        self.rows = rows
        self._own = locale.language
        self._by_language: dict[str, Meanings] = {}

    def of(self, language: str) -> Meanings:
        if language not in self._by_language:
            rows = [row for row in self.rows if language_of(row[0]) in (self._own, language)]
            meanings = Meanings(Lexicon(language))
            for _locale, words, means in rows:
                _read(words, means, language, meanings)
            used = (word.text for _locale, words, _means in rows for word in wording.asked(words, language))
            meanings.lexicon.add(dict.fromkeys(used, NAME))
            self._by_language[language] = meanings
        return self._by_language[language]


def _read(words: str, means: str, language: str, meanings: Meanings) -> None:
    phrases = _phrases(words, language)
    targets = _phrases(means, language) or phrases
    for phrase in phrases:
        meanings.add(phrase, targets)


def _phrases(text: str, language: str) -> list[Phrase]:
    parts = [part.strip() for part in SEPARATORS.split(text)]
    parts += [part.replace("-", " ") for part in parts if "-" in part]  # readers leave hyphens out
    found = [Phrase(part, wording.stems_of(part, language)) for part in parts]
    return [phrase for phrase in found if phrase.stems]


_known: dict[str, tuple[int | None, Synonyms]] = {}


def of(locale: ContentLocale, *, state_version: int | None) -> Synonyms:
    """As they stand at this state version: one query after each publish, and read anew only where they differ."""
    version, synonyms = _known.get(locale.tag, (None, None))
    if synonyms is not None and version is not None and version == state_version:
        return synonyms
    known = Synonym.objects.filter(locale__in=locale.reading_order).order_by("pk")
    rows = tuple(known.values_list("locale", "words", "means"))
    if synonyms is None or synonyms.rows != rows:
        synonyms = Synonyms(locale, rows)
    _known[locale.tag] = (state_version, synonyms)
    return synonyms


def forget() -> None:
    """Nothing is known any more."""
    _known.clear()
