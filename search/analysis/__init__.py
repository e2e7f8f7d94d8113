"""What a text is found by and what a query asks for, in each language: the same in the index and in a query."""

from __future__ import annotations

from search.analysis.reading import Asked, Word, asked, fold, phrase, words
from search.analysis.stemming import stem

__all__ = ["Asked", "Word", "asked", "fold", "phrase", "stem", "words"]
