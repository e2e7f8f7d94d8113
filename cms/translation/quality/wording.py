"""Checks the words: those to avoid, the approved ones of the glossary, and English that was left as it is."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from cms.translation.quality.findings import Finding, Severity
from cms.translation.quality.reading import language_of, read

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cms.translation.quality.findings import Avoided, ExpectedTerm, Rules
    from cms.translation.quality.reading import Reading

# What is written together with the word that follows: “and the”, “with the”.
_ARABIC_BEFORE = r"(?<![ء-ي])[وفبلك]{0,2}(?:ال|ل)?"
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_ARABIC = re.compile(r"[ء-ي]")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+|\S+\.(?:org|com|gov|net|int)\b\S*")
_WORD = re.compile(r"[^\W\d_]+")
_PLAIN_WORD = re.compile(r"(?<!\S)[a-z]{3,}")


def check(source: str, target: str, *, locale: str, rules: Rules) -> Iterator[Finding]:
    yield from _avoided(read(target), rules.avoided)
    yield from _terms(read(source), read(target), rules.terms, language=language_of(locale))
    yield from _same_as_source(read(source), read(target))


def _avoided(target: Reading, avoided: Sequence[Avoided]) -> Iterator[Finding]:
    text = target.plain.lower()
    for word in avoided:
        match = _as_written(read(word.text).plain.lower()).search(text) if word.text.strip() else None
        if match is not None:
            severity = Severity.ERROR if word.is_error else Severity.WARNING
            yield Finding("avoided", severity, _on_avoided(word, target.quote(*match.span("words"))))


def _on_avoided(word: Avoided, found: str) -> str:
    message = _("“%(found)s” is not used here.") % {"found": found}
    if word.instead:
        message = _("“%(found)s” is not used here: write “%(instead)s”.") % {"found": found, "instead": word.instead}
    return f"{message} {word.reason}".strip()


@lru_cache(maxsize=1_024)
def _as_written(text: str) -> re.Pattern[str]:
    """The words as they are, or in a plural in -s."""
    words = r"\s+".join(map(re.escape, text.split()))
    if _CHINESE.search(text):
        return re.compile(rf"(?P<words>{words})")
    if _ARABIC.search(text):
        return re.compile(rf"{_ARABIC_BEFORE}(?P<words>{words})(?![ء-ي])")
    return re.compile(rf"(?<!\w)(?P<words>{words}(?:e?s)?)(?!\w)")


def _terms(source: Reading, target: Reading, terms: Sequence[ExpectedTerm], *, language: str) -> Iterator[Finding]:
    """Of “seizure disorder” and “seizure” the longer one counts where both are found."""
    approved: dict[str, list[str]] = {}
    for term in terms:
        approved.setdefault(read(term.source).folded, []).append(term.target)
    text = source.folded
    for words in sorted(approved, key=len, reverse=True):
        found = _in_english(words).search(text) if words.strip() and words[:-1] in text else None
        if found is None:
            continue
        text = _in_english(words).sub(lambda match: "\x00" * len(match[0]), text)
        targets = [translation for translation in approved[words] if translation.strip()]
        if targets and not any(_inflected(read(words).folded, language).search(target.folded) for words in targets):
            yield _on_term(source.quote(*found.span()), targets)
