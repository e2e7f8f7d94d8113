"""Finds paragraphs that the page has already said, word for word or nearly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cms.plain_language import sentences
from cms.plain_language.hints import Code, Hint, Kind, Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cms.plain_language.hints import Text

#: Words on end that two texts have in common only when one is taken from the other; in Chinese, characters.
_SHINGLE = 5
_SHINGLE_OF_CHARACTERS = 8
#: So many of a paragraph's shingles in another one make it a repetition.
_SHARE = 0.7
#: Shorter ones may well be said twice ("Call an ambulance at once.").
_LEAST_SHINGLES = 8


def check(text: Text) -> Iterator[Hint]:
    seen: dict[tuple[str, ...], int] = {}
    paragraphs: list[tuple[str, str]] = []
    for passage in text.passages:
        for line in passage.paragraphs if passage.role is Role.PROSE else ():
            shingles = _shingles(line, text.language)
            if len(shingles) >= _LEAST_SHINGLES and (twin := _twin(shingles, seen)) is not None:
                place, words = paragraphs[twin]
                yield Hint(Kind.REPETITION, Code.REPEATED, passage.place, line, {"other_place": place, "other": words})
            for shingle in shingles:
                seen.setdefault(shingle, len(paragraphs))
            paragraphs.append((passage.place, line))


def _shingles(line: str, language: str) -> set[tuple[str, ...]]:
    if sentences.is_counted_by_characters(language):
        units, size = sentences.characters(line), _SHINGLE_OF_CHARACTERS
    else:
        units, size = tuple(word.lower() for word in sentences.words(line)), _SHINGLE
    return {units[start : start + size] for start in range(len(units) - size + 1)}


def _twin(shingles: set[tuple[str, ...]], seen: dict[tuple[str, ...], int]) -> int | None:
    """The number of the earlier paragraph that has most of these shingles, if it has enough of them."""
    counts: dict[int, int] = {}
    for shingle in shingles:
        if shingle in seen:
            counts[seen[shingle]] = counts.get(seen[shingle], 0) + 1
    if not counts:
        return None
    twin = max(counts, key=lambda number: (counts[number], -number))
    return twin if counts[twin] >= _SHARE * len(shingles) else None
