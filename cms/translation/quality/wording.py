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
_PLAIN_WORD = re.compile(r"(?<!\S)[a-z]{3,}(?![\w/])")


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
        heads = [_head(read(translation).folded, of=words, language=language) for translation in targets]
        if targets and not any(_inflected(head, language).search(target.folded) for head in heads):
            yield _on_term(source.quote(*found.span()), targets)


def _on_term(found: str, targets: Sequence[str]) -> Finding:
    translations = _(" or ").join(f"“{translation}”" for translation in targets)
    message = _("The approved translation of “%(term)s”, %(translations)s, is not in the text. Use it where it fits.")
    return Finding("terms", Severity.WARNING, message % {"term": found, "translations": translations})


@lru_cache(maxsize=1_024)
def _in_english(words: str) -> re.Pattern[str]:
    """In the singular or plural: “therapy”, “therapies”."""
    stem, plural = (words[:-1], "(?:y|ies)") if words.endswith("y") else (words, "(?:e?s)?")
    return re.compile(rf"(?<![\w-]){re.escape(stem)}{plural}(?!\w)")


def _head(translation: str, *, of: str, language: str) -> str:
    """A single English word may be shortened once it is understood: of “crisis convulsiva” the first word is enough."""
    if len(of.split()) > 1:
        return translation
    if language == "zh":
        return translation[-max(2, len(translation) // 2) :]
    return translation.split()[0]


@lru_cache(maxsize=1_024)
def _inflected(words: str, language: str) -> re.Pattern[str]:
    """Each word may have another ending, and in Arabic the article: “infusiones”, بالتسريب."""
    if language == "zh":
        return re.compile(r"\s*".join(map(re.escape, "".join(words.split()))))
    if language == "ar":
        parts = (re.sub(r"ة$", "", re.sub(r"^ال", "", word)) for word in words.split())
        return re.compile(r"\s+".join(rf"{_ARABIC_BEFORE}{re.escape(part)}[ء-ي]{{0,3}}" for part in parts))
    return re.compile(r"(?<!\w)" + r"\s+".join(rf"{re.escape(_stem(word))}\w{{0,3}}" for word in words.split()))


def _stem(word: str) -> str:
    return re.sub(r"[aeos]{1,2}$", "", word) if len(word) > 4 else word


def _same_as_source(source: Reading, target: Reading) -> Iterator[Finding]:
    if source.folded.split() == target.folded.split() and _is_prose(source.plain):
        message = _("The translation is the English text. Translate it; leave it if it is a name.")
        yield Finding("same_as_source", Severity.WARNING, message)


def _is_prose(text: str) -> bool:
    """More than a word, and not only names, abbreviations, codes or an address."""
    without_addresses = _ADDRESS.sub("", text)
    return len(_WORD.findall(without_addresses)) > 1 and bool(_PLAIN_WORD.search(without_addresses))
