"""The terms of the glossary with their approved translations, told by the app that keeps the glossary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class Term:
    """A term of the source language; `target` is its approved name in a locale, empty where there is none yet."""

    source: str
    target: str
    definition: str = ""


class Glossary(Protocol):
    """Gives all terms for one locale; a few queries, whatever their number."""

    def __call__(self, locale: str) -> Sequence[Term]: ...


_glossaries: list[Glossary] = []


def register(glossary: Glossary) -> None:
    """Raises ValueError for a second registration of the same one."""
    if glossary in _glossaries:
        message = f"{glossary!r} is registered already."
        raise ValueError(message)
    _glossaries.append(glossary)


def of(locale: str) -> list[Term]:
    """Longest first, so that “chronic pain” is found before “pain”."""
    found = [term for glossary in _glossaries for term in glossary(locale)]
    return sorted(found, key=lambda term: (-len(term.source), term.source))
