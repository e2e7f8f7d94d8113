"""A source text as the workbench shows it: its tags as chips, the terms of the glossary marked."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from cms.translation.markup import TAG

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cms.translation.terms import Term


@dataclass(frozen=True)
class FoundTerm:
    """A term of the glossary in a source, with its approved translations; none when it has none yet."""

    source: str
    targets: tuple[str, ...]
    definition: str


class Glossary:
    """The terms of a locale, grouped by what they are called in the source."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._terms: dict[str, list[Term]] = {}
        for term in terms:
            if term.source.strip():
                self._terms.setdefault(term.source.casefold(), []).append(term)

    def in_text(self, text: str) -> list[FoundTerm]:
        """In the order in which they come up."""
        pattern = self._pattern(text)
        if pattern is None:
            return []
        names = dict.fromkeys(self._name(match) for match in pattern.finditer(TAG.sub("", text)))
        return [self._found(name) for name in names]

    def shown(self, text: str) -> SafeString:
        """The text as safe HTML."""
        pattern = self._pattern(text)
        return format_html_join("", "{}", ((part,) for part in _parts(text, pattern)))

    def _pattern(self, text: str) -> re.Pattern[str] | None:
        """Only of terms that may be in the text: one pattern of all terms takes a second for 1,000 of them."""
        folded = text.casefold()
        near = [name for name in self._terms if name[:-1] in folded]
        return _any_of(tuple(sorted(near, key=len, reverse=True))) if near else None

    def _name(self, match: re.Match[str]) -> str:
        found = match[0].casefold()
        endings = ("", "s", "es")
        plain = (found.removesuffix(ending) for ending in endings)
        return next((name for name in (*plain, re.sub("ies$", "y", found)) if name in self._terms), found)

    def _found(self, name: str) -> FoundTerm:
        terms = self._terms[name]
        targets = tuple(dict.fromkeys(term.target for term in terms if term.target))
        return FoundTerm(terms[0].source, targets, terms[0].definition)


def tags_of(text: str) -> list[str]:
    """What a translation can be given of the tags: `b`, `a1`, `br`, each as often as the source has it."""
    return [tag.strip("<>") for tag in TAG.findall(text) if not tag.startswith("</")]


def lacking(source: str, target: str) -> list[str]:
    """The tags of the source that the target lacks."""
    return list((Counter(tags_of(source)) - Counter(tags_of(target))).elements())


@lru_cache(maxsize=512)
def _any_of(names: Sequence[str]) -> re.Pattern[str]:
    """Singular or plural, as the checks find them."""
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(_forms, names))})(?!\w)", re.IGNORECASE)


def _forms(name: str) -> str:
    if name.endswith("y"):
        return rf"{re.escape(name[:-1])}(?:y|ies)"
    return rf"{re.escape(name)}(?:e?s)?"


def _parts(text: str, pattern: re.Pattern[str] | None) -> Iterator[SafeString | str]:
    rest = 0
    for match in TAG.finditer(text):
        yield from _words(text[rest : match.start()], pattern)
        yield format_html('<span class="workbench-tag">{}</span>', match[0])
        rest = match.end()
    yield from _words(text[rest:], pattern)


def _words(text: str, pattern: re.Pattern[str] | None) -> Iterator[SafeString | str]:
    rest = 0
    for match in pattern.finditer(text) if pattern is not None else ():
        yield text[rest : match.start()]
        yield format_html("<mark>{}</mark>", match[0])
        rest = match.end()
    yield text[rest:]
