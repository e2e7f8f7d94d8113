"""What a reader typed, as far as it says something."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from search import analysis
from search.analysis import letters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from search.analysis import Asked

#: Who types one of these wants to know what a word means.
_ASKS_FOR_MEANING = frozenset(
    {
        "mean", "means", "meaning", "definition", "define", "defined",
        "significa", "significado", "significan", "definicion",
        "signifie", "signification",
        "معني", "معناه", "يعني", "تعني", "تعريف",
        "意思", "含义", "定义",
    }
)  # fmt: skip

#: “ICD-10 G90.5”: the code is what is looked for.
_SYSTEMS_OF_CODES = frozenset(
    {"icd", "icd10", "icd11", "icd10cm", "cie", "cie10", "cie11", "cim", "cim10", "cim11", "mesh", "snomed", "snomedct"}
)
_EDITIONS_OF_CODES = frozenset({"10", "11", "cm", "ct"})

#: Of so many words none stands for all: “kill” alone is not “kill myself”.
_MANY = 2

_ARABIC = (0x0600, 0x06FF)

#: Over the kinds of characters: a letter with its marks at the end, and what joins it to one that is to come.
_OPEN = re.compile("[wh]n*j?n*$")


def asked(text: str, language: str) -> list[Asked]:
    """All words. One in another script than the language's is read as that script's language reads it: a reader of
    English texts may well type the Arabic name that editors have told the meaning of.
    """
    script = _language_of_script(text) or language
    words = analysis.asked(text, script)
    if script == language:
        return words
    return [_in_language(word, language) if word.text.isascii() else word for word in words]


def telling(words: Sequence[Asked]) -> list[Asked]:
    """The words that say something; all of them where none does, as in “who”."""
    small = _ASKS_FOR_MEANING
    if any(word.text in _SYSTEMS_OF_CODES for word in words):
        small |= _SYSTEMS_OF_CODES | _EDITIONS_OF_CODES
    said = [word for word in words if not word.is_function_word] or list(words)
    return [word for word in said if word.text not in small] or said


def stems_of(text: str, language: str) -> tuple[str, ...]:
    """A phrase as questions are searched for it: the words that say something, or all where hardly one does."""
    words = asked(text, language)
    said = telling(words)
    if len(said) == 1 and len(words) >= _MANY:
        said = words
    return tuple(stem for word in said for stem in word.readings[0])


def asks_for_meaning(text: str, language: str) -> bool:
    """“what does refractory mean”"""
    return any(word.text in _ASKS_FOR_MEANING for word in asked(text, language))


def key_of(text: str, language: str) -> str:
    """A text as names are compared: the stems of the words that say something."""
    return " ".join(stem for word in telling(asked(text, language)) for stem in word.readings[0])


def is_open(text: str) -> bool:
    """Whether the last word may still be on its way: a space or a mark ends it, but not what joins, as in “post-”."""
    return _OPEN.search(letters.kinds(text)) is not None


def has_han(text: str) -> bool:
    """Whether Chinese characters are in it: those have neither beginnings nor mistyped letters."""
    return letters.has_han(text)


def _language_of_script(text: str) -> str | None:
    if has_han(text):
        return "zh"
    return "ar" if any(_ARABIC[0] <= ord(character) <= _ARABIC[1] for character in text) else None


def _in_language(word: Asked, language: str) -> Asked:
    read = analysis.asked(word.text, language)
    return replace(word, readings=read[0].readings) if len(read) == 1 else word
