"""The words that occur in what readers of a locale are given, in memory: typos, beginnings and joined words are found
here without the database.

Some 15,000 words a locale at 3,000 pages, a megabyte; a process reads what is new when something was published.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

import orjson
from django.db import connection
from rapidfuzz import process
from rapidfuzz.distance import OSA

from search.analysis.sounds import sound
from search.models import Word

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


#: From so many letters on, sound alone tells which word is meant, and two mistakes are forgiven.
_LONG = 8


@dataclass
class Lexicon:
    """The words of one language, in order, with the highest level of each, and how they sound."""

    language: str
    levels: dict[str, int] = field(default_factory=dict)
    ordered: list[str] = field(default_factory=list)
    #: Tuples of text alone are passed over when Python looks for what can be freed; lists would be gone through.
    by_sound: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def __contains__(self, word: str) -> bool:
        return word in self.levels

    def spelt(self, word: str) -> str | None:
        """The word itself, or one that sounds the same where it is long; None where there is none."""
        if word in self.levels:
            return word
        return next(iter(self.by_sound.get(sound(word, self.language), ())), None) if len(word) >= _LONG else None

    def add(self, words: Mapping[str, int]) -> None:
        for word, level in words.items():
            if word not in self.levels:
                heard = sound(word, self.language)
                self.by_sound[heard] = (*self.by_sound.get(heard, ()), word)
            self.levels[word] = max(level, self.levels.get(word, 0))
        self.ordered = sorted(self.levels)

    def beginning_with(self, start: str, *, level: int, most: int) -> list[str]:
        """Words of at least this level, the shortest first."""
        first, last = bisect_left(self.ordered, start), bisect_left(self.ordered, start + "\U0010ffff")
        found = [word for word in self.ordered[first:last] if self.levels[word] >= level and word != start]
        return sorted(found, key=lambda word: (len(word), word))[:most]

    def like(self, word: str, *, most: int) -> list[tuple[str, int]]:
        """Words with as few letters wrong, missing, too many or swapped as any has, and how many; none beyond what
        a word of this length may have. The highest level comes first.
        """
        allowed = _allowed(word)
        if not allowed:
            return []
        found = process.extract(word, self.ordered, scorer=OSA.distance, score_cutoff=allowed, limit=None)
        nearest = min((int(distance) for _word, distance, _place in found), default=0)
        near = [text for text, distance, _place in found if distance == nearest]
        near.sort(key=lambda text: (-self.levels[text], text[0] != word[0], abs(len(text) - len(word)), text))
        heard = self.by_sound.get(sound(word, self.language), ())
        return [(text, 1) for text in heard][:most] + [(text, nearest) for text in near if text not in heard][:most]


def _allowed(word: str) -> int:
    """How many mistakes: none in what is short or holds a digit, two from eight letters on."""
    if len(word) < 4 or any(character.isdigit() for character in word):
        return 0
    return 1 if len(word) < _LONG else 2


class Vocabulary:
    """All words for the readers of one locale, by language."""

    def __init__(self, requested_locale: str) -> None:
        self.languages: dict[str, Lexicon] = {}
        self._requested_locale = requested_locale
        self._newest = 0
        self._state_version: int | None = None
        self._lock = Lock()

    def of(self, language: str) -> Lexicon | None:
        return self.languages.get(language)

    def learn(self, state_version: int | None) -> None:
        """One query where something was published since."""
        if state_version is not None and state_version == self._state_version:
            return
        with self._lock:
            rows = Word.objects.filter(requested_locale=self._requested_locale, pk__gt=self._newest).order_by("pk")
            new: dict[str, dict[str, int]] = {}
            for key, language, text, level in rows.values_list("pk", "language", "text", "level"):
                words = new.setdefault(language, {})
                words[text] = max(level, words.get(text, 0))
                self._newest = key
            for language, words in new.items():
                lexicon = Lexicon(language)
                lexicon.add({**(self.languages[language].levels if language in self.languages else {}), **words})
                self.languages[language] = lexicon
            self._state_version = state_version


_vocabularies: dict[str, Vocabulary] = {}


def of(requested_locale: str, *, state_version: int | None) -> Vocabulary:
    """As it stands at this state version; read anew each time where that cannot be told."""
    vocabulary = _vocabularies.setdefault(requested_locale, Vocabulary(requested_locale))
    vocabulary.learn(state_version)
    return vocabulary


def forget() -> None:
    """Nothing is known any more."""
    _vocabularies.clear()


_INSERT = {
    "sqlite": (
        "INSERT OR IGNORE INTO search_word (requested_locale, language, text, level) "
        "SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3 FROM json_each(%s)"
    ),
    "postgresql": (
        "INSERT INTO search_word (requested_locale, language, text, level) "
        "SELECT value ->> 0, value ->> 1, value ->> 2, CAST(value ->> 3 AS integer) "
        "FROM jsonb_array_elements(CAST(%s AS jsonb)) ON CONFLICT DO NOTHING"
    ),
}


def add(words: Iterable[tuple[str, str, str, int]]) -> int:
    """Keeps requested locales, languages, words and levels; one query. Returns how many are new.

    Under the publishing lock only, so that keys are given in the order of commits and no process misses one.
    """
    with connection.cursor() as cursor:
        cursor.execute(_INSERT[connection.vendor], [orjson.dumps(sorted(words)).decode()])
        return cursor.rowcount
