"""How these tests ask whether a query meets a text."""

from __future__ import annotations

from search import analysis


def stems(text: str, language: str) -> set[str]:
    return {word.stem for word in analysis.words(text, language)}


def meets(query: str, text: str, language: str) -> bool:
    """Whether each word of the query that says something has a reading in the text."""
    held = stems(text, language)
    asked = analysis.asked(query, language)
    telling = [word for word in asked if not word.is_function_word] or asked
    return bool(telling) and all(any(held.issuperset(reading) for reading in word.readings) for word in telling)
