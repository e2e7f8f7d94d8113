"""Takes a question apart into what has to be found, and says what each part may be found by."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from search import analysis, entries, wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from search.analysis import Asked
    from search.synonyms import Meanings, Phrase
    from search.vocabulary import Lexicon

WORDS, PREFIX, SYNONYM, TYPO = "words", "prefix", "synonym", "typo"

#: What a choice is worth beside the word itself.
_WORTH = {WORDS: 1.0, SYNONYM: 0.9, PREFIX: 0.8, TYPO: 0.7}

#: A word that is whole may be the beginning of another one all the same: the reader is still typing.
_WORTH_OF_LONGER = 0.45

#: Characters of a word that is not known, where one may be wrong.
_WORTH_OF_CHARACTER = 0.4
_FEWEST_CHARACTERS = 3

#: More choices cost time and find nothing that is meant.
MOST_LONGER = 12
_MOST_ALIKE = 4

#: Nobody means twelve things at once.
_MOST_PARTS = 12
_MOST_WORDS = 40

_SHORTEST_HALF = 3
_MOST_JOINED = 3

#: A shorter beginning of a joined word may be two words as well.
_LONG_ENOUGH = 6


@dataclass(frozen=True)
class Choice:
    """Stems that together may stand for a part. `how` tells by what way, `text` is the word or phrase itself."""

    stems: tuple[str, ...]
    worth: float
    how: str
    text: str


@dataclass(frozen=True)
class Part:
    """Something that a reader looks for. `weight` is the more, the fewer entries hold it; `count` is how many do."""

    typed: str
    choices: tuple[Choice, ...]
    weight: float = 0.0
    count: int = 0


class Parts:
    """Takes questions apart in one language. `is_known` tells which choices anything holds."""

    def __init__(
        self,
        language: str,
        *,
        lexicon: Lexicon,
        meanings: Meanings,
        is_known: Callable[[Iterable[Choice]], list[bool]],
        most_longer: int,
    ) -> None:
        self.language, self.lexicon, self.meanings = language, lexicon, meanings
        self.is_known, self.most_longer = is_known, most_longer

    def read(self, text: str) -> list[Part]:
        """From left to right."""
        asked = self._telling(text)
        is_open = bool(asked) and wording.is_open(text)
        respelt = self._respelt(asked, is_open=is_open)
        asked = [respelt.get(word.text, word) for word in asked]
        originals = {word.text: typed for typed, word in respelt.items()}
        parts = list(self._parts(asked, is_open=is_open))
        known = self._known(parts)
        for place, part in enumerate(parts):
            further = self._further(part, is_known=known[place], is_typed_on=is_open and place == len(parts) - 1)
            parts[place] = replace(part, choices=(*part.choices, *further))
        if not any(known):
            parts = _by_characters(parts)
        return [_mistyped(part, originals[part.typed]) if part.typed in originals else part for part in parts]

    def _telling(self, text: str) -> list[Asked]:
        asked = wording.asked(text, self.language)[:_MOST_WORDS]
        for place in self.meanings.of_small_words(asked):
            asked[place] = replace(asked[place], is_function_word=False)
        return wording.telling(asked)[:_MOST_PARTS]

    def _respelt(self, asked: Sequence[Asked], *, is_open: bool) -> dict[str, Asked]:
        """Words that neither pages nor editors use, but nearly a word of an editor's phrase, by what was typed."""
        found = {}
        for place, word in enumerate(asked):
            is_typed_on = is_open and place == len(asked) - 1
            if wording.has_han(word.text) or self._is_used(word.text, is_typed_on=is_typed_on):
                continue
            if any(stem in self.meanings.stems for reading in word.readings for stem in reading):
                continue
            if self._is_half(asked, place):
                continue
            near = self.meanings.lexicon.like(word.text, most=1)
            on_pages = self.lexicon.like(word.text, most=_MOST_ALIKE)
            if near and (not on_pages or near[0][1] < on_pages[0][1] or near[0] in on_pages):
                text = near[0][0]
                found[word.text] = replace(word, text=text, readings=(wording.stems_of(text, self.language),))
        return found

    def _is_half(self, asked: Sequence[Asked], place: int) -> bool:
        """Whether it is one word elsewhere together with the word before or after it."""
        pairs = (asked[max(0, place - 1) : place + 1], asked[place : place + 2])
        return any(len(pair) == 2 and self.lexicon.spelt("".join(word.text for word in pair)) for pair in pairs)

    def _known(self, parts: Sequence[Part]) -> list[bool]:
        held = iter(self.is_known([choice for part in parts for choice in part.choices]))
        return [sum(next(held) for _choice in part.choices) > 0 for part in parts]

    def _is_used(self, text: str, *, is_typed_on: bool) -> bool:
        lexicons = (self.lexicon, self.meanings.lexicon)
        if any(text in lexicon for lexicon in lexicons):
            return True
        return is_typed_on and any(lexicon.beginning_with(text, level=entries.TEXT, most=1) for lexicon in lexicons)

    def _parts(self, asked: Sequence[Asked], *, is_open: bool) -> Iterator[Part]:
        """Phrases that editors know, words that are one word elsewhere, and single words."""
        place = 0
        while place < len(asked):
            rest = asked[place:]
            part, length = self._phrase(rest) or self._joined(rest, is_open=is_open) or (_word(rest[0]), 1)
            yield part
            place += length

    def _phrase(self, asked: Sequence[Asked]) -> tuple[Part, int] | None:
        stems: list[str] = []
        ends: dict[int, int] = {}
        for place, word in enumerate(asked):
            stems += word.readings[0]
            ends[len(stems)] = place + 1
        length, meanings = self.meanings.longest(stems)
        later = (self.meanings.longest(stems[start:])[0] for start in range(1, length))
        if length not in ends or any(longer > length for longer in later):
            return None
        words = asked[: ends[length]]
        typed = " ".join(word.text for word in words)
        own = _word(words[0]).choices if len(words) == 1 else (Choice(tuple(stems[:length]), 1.0, WORDS, typed),)
        return Part(typed, (*own, *(_meaning(meaning) for meaning in meanings))), len(words)

    def _joined(self, asked: Sequence[Asked], *, is_open: bool) -> tuple[Part, int] | None:
        """“post herpetic”, where pages write “postherpetic”; while it is typed, its beginning too."""
        for length in range(min(len(asked), _MOST_JOINED), 1, -1):
            words = asked[:length]
            joined = "".join(word.text for word in words)
            if wording.has_han(joined):
                continue
            is_typed_on = is_open and length == len(asked)
            whole = self.lexicon.spelt(joined) or (self._begun(joined) if is_typed_on else None)
            if whole is not None:
                typed = " ".join(word.text for word in words)
                apart = tuple(stem for word in words for stem in word.readings[0])
                readings = ((self._stem(whole),), apart)
                return Part(typed, tuple(Choice(stems, _WORTH[WORDS], WORDS, typed) for stems in readings)), length
        return None

    def _begun(self, joined: str) -> str | None:
        if len(joined) < _LONG_ENOUGH:
            return None
        return next(iter(self.lexicon.beginning_with(joined, level=entries.NAME, most=1)), None)

    def _further(self, part: Part, *, is_known: bool, is_typed_on: bool) -> Iterator[Choice]:
        """What else a word may stand for: longer ones while it is typed, and where nobody uses it, two words or one
        that is like it.
        """
        if " " in part.typed or wording.has_han(part.typed):
            return
        longer = list(self._longer(part.typed, is_known=is_known)) if is_typed_on else []
        yield from longer
        if is_known or longer:
            return
        if any(choice.how == SYNONYM for choice in part.choices):
            return  # editors know the word, and what it means is said in another language
        apart = list(self._apart(part.typed))
        yield from apart or self._alike(part.typed)

    def _longer(self, typed: str, *, is_known: bool) -> Iterator[Choice]:
        """Words of names first; then editors' words, then any."""
        worth = _WORTH_OF_LONGER if is_known else _WORTH[PREFIX]
        words = self.lexicon.beginning_with(typed, level=entries.NAME, most=self.most_longer)
        yield from (self._choice(word, worth, PREFIX) for word in words)
        if words or is_known:
            return
        editors = self.meanings.lexicon.beginning_with(typed, level=entries.NAME, most=_MOST_ALIKE)
        meanings = [meaning for word in editors for meaning in self.meanings.longest([self._stem(word)])[1]]
        yield from (_meaning(meaning, worth=worth, how=PREFIX) for meaning in meanings)
        if not meanings:
            words = self.lexicon.beginning_with(typed, level=entries.TEXT, most=self.most_longer)
            yield from (self._choice(word, worth, PREFIX) for word in words)

    def _apart(self, typed: str) -> Iterator[Choice]:
        """“nervepain”: the cut whose halves stand highest."""
        cuts = [
            (first, second)
            for place in range(_SHORTEST_HALF, len(typed) - _SHORTEST_HALF + 1)
            if (first := typed[:place]) in self.lexicon and (second := typed[place:]) in self.lexicon
        ]
        if cuts:
            levels = self.lexicon.levels
            first, second = max(cuts, key=lambda cut: (levels[cut[0]] + levels[cut[1]], len(cut[0])))
            yield Choice((self._stem(first), self._stem(second)), _WORTH[PREFIX], TYPO, f"{first} {second}")

    def _alike(self, typed: str) -> Iterator[Choice]:
        for word, mistakes in self.lexicon.like(typed, most=_MOST_ALIKE):
            yield self._choice(word, _WORTH[TYPO] ** mistakes, TYPO)

    def _choice(self, word: str, worth: float, how: str) -> Choice:
        return Choice((self._stem(word),), worth, how, word)

    def _stem(self, word: str) -> str:
        return analysis.stem(word, self.language)


def _word(word: Asked) -> Part:
    return Part(word.text, tuple(Choice(stems, _WORTH[WORDS], WORDS, word.text) for stems in word.readings))


def _by_characters(parts: Sequence[Part]) -> list[Part]:
    """Where no two characters of Chinese stand together anywhere, one of them is a wrong one that sounds the same; of
    two characters nobody can tell which.
    """
    characters = dict.fromkeys(character for part in parts for character in part.typed if wording.has_han(character))
    if len(characters) < _FEWEST_CHARACTERS:
        return list(parts)
    return [Part(each, (Choice((each,), _WORTH_OF_CHARACTER, TYPO, each),)) for each in characters]


def _meaning(meaning: Phrase, *, worth: float = 1.0, how: str = SYNONYM) -> Choice:
    return Choice(meaning.stems, worth * _WORTH[SYNONYM], how, meaning.text)


def _mistyped(part: Part, typed: str) -> Part:
    """The part as what was typed for it."""
    choices = (replace(choice, worth=choice.worth * _WORTH[TYPO], how=TYPO) for choice in part.choices)
    return replace(part, typed=typed, choices=tuple(choices))
