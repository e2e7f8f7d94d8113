"""Reads a reader's words: which terms each of them may stand for, and how much each of them says.

A question is read once in each language that its answers may be in. Of each reading the *parts* are what has to be
found; a part may be found by any of its *choices*: the word itself, a synonym, a word that begins with it, or, where
nobody uses the word, one like it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from math import log
from typing import TYPE_CHECKING

from search import entries, wording
from search.parts import MOST_LONGER, TYPO, WORDS, Choice, Part, Parts
from search.vocabulary import Lexicon

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from cms.locales import ContentLocale
    from search.synonyms import Synonyms
    from search.vocabulary import Vocabulary

    Frequencies = Callable[[Iterable[str]], dict[str, int]]

#: A word that nobody uses says little about what is looked for, but something.
_WEIGHT_OF_UNKNOWN = 0.35

#: What each further word of a phrase adds to its weight: who types several words for one thing means that.
_MORE_FOR_A_PHRASE = 0.25


@dataclass(frozen=True)
class Reading:
    """A question in one language."""

    language: str
    requested_locale: str
    parts: tuple[Part, ...]
    asks_for_meaning: bool = False

    @cached_property
    def known(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.count)

    @cached_property
    def weight(self) -> float:
        """Of all parts together."""
        return sum(part.weight for part in self.parts)

    @cached_property
    def starts(self) -> dict[str, str]:
        """How the term of each stem that is known begins among an entry's terms, up to its level."""
        stems = {stem for part in self.known for choice in part.choices for stem in choice.stems}
        at = {"requested_locale": self.requested_locale, "language": self.language}
        return {stem: f" {entries.term(stem, level=0, **at)[:-1]}" for stem in stems}

    @property
    def is_guessed(self) -> bool:
        """Whether it is read character by character, because no two of them stand together anywhere."""
        return all(wording.has_han(part.typed) and part.choices[0].how == TYPO for part in self.parts)

    @property
    def corrections(self) -> list[tuple[str, list[str]]]:
        """What was typed and what it was read as, where nobody uses what was typed."""
        return [
            (part.typed, [choice.text for choice in part.choices])
            for part in self.known
            if all(choice.how == TYPO for choice in part.choices) and not wording.has_han(part.typed)
        ]


def read(
    text: str,
    locale: ContentLocale,
    *,
    vocabulary: Vocabulary,
    synonyms: Synonyms,
    frequencies: Frequencies,
    most_longer: int = MOST_LONGER,
) -> list[Reading]:
    """The readings in which anything can be found, the reader's own language first."""
    found = []
    for language in dict.fromkeys(entries.language_of(tag) for tag in locale.reading_order):
        counted = _Counted(locale.tag, language, frequencies)
        parts = Parts(
            language,
            lexicon=vocabulary.of(language) or Lexicon(language),
            meanings=synonyms.of(language),
            is_known=counted.is_known,
            most_longer=most_longer,
        )
        asked = parts.read(text)
        if not asked:
            continue
        reading = counted.reading(asked, asks_for_meaning=wording.asks_for_meaning(text, language))
        if reading.known:
            found.append(reading)
    return found


class _Counted:
    """How many entries for the readers of a locale, in one language, hold what."""

    def __init__(self, locale: str, language: str, frequencies: Frequencies) -> None:
        self._locale, self._language, self._frequencies = locale, language, frequencies
        self._marker = entries.marker(requested_locale=locale, language=language)

    def is_known(self, choices: Iterable[Choice]) -> list[bool]:
        """Whether anything holds them, one by one."""
        wanted = list(choices)
        counts = self._counts(wanted)
        return [counts[choice] > 0 for choice in wanted]

    def reading(self, parts: list[Part], *, asks_for_meaning: bool) -> Reading:
        counts = self._counts([choice for part in parts for choice in part.choices])
        in_all = self._frequencies({self._marker})[self._marker]
        weighed = tuple(self._weighed(part, counts, in_all) for part in parts)
        return Reading(self._language, self._locale, weighed, asks_for_meaning)

    def _counts(self, choices: list[Choice]) -> dict[Choice, int]:
        if not choices:
            return {}
        terms = {stem: self._term(stem) for choice in choices for stem in choice.stems}
        # How many entries there are is asked for along with the first terms, and remembered.
        found = self._frequencies({*terms.values(), self._marker})
        return {choice: min(found[terms[stem]] for stem in choice.stems) for choice in choices}

    def _weighed(self, part: Part, counts: dict[Choice, int], in_all: int) -> Part:
        """Only with the choices that anything holds. A word weighs what it weighs by itself, whatever else it may mean;
        two characters of Chinese that stand together nowhere are seldom a word.
        """
        choices = tuple(choice for choice in part.choices if counts[choice])
        if not choices:
            is_no_word = self._language == "zh" and wording.has_han(part.typed)
            return replace(part, weight=0.0 if is_no_word else _WEIGHT_OF_UNKNOWN * log(1 + in_all))
        by_itself = [counts[choice] for choice in choices if choice.how == WORDS]
        count = min(in_all, max(by_itself) if by_itself else sum(counts[choice] for choice in choices))
        weight = log(1 + in_all / (1 + count)) * (1 + _MORE_FOR_A_PHRASE * part.typed.count(" "))
        return replace(part, choices=choices, weight=weight, count=count)

    def _term(self, stem: str) -> str:
        return entries.term(stem, requested_locale=self._locale, language=self._language, level=entries.TEXT)
