"""How a word sounds to those who spell by ear: `combulsiones` and `convulsiones` sound alike."""

from __future__ import annotations

import re

#: By language, in order: folded spellings that are said alike, and one of them for all.
_ALIKE: dict[str, list[tuple[re.Pattern[str], str]]] = {
    language: [(re.compile(spelling), sound) for spelling, sound in rules]
    for language, rules in {
        "en": [("ph", "f"), ("^ps", "s"), ("^kn", "n"), ("ck", "k"), ("y", "i"), ("ei|ea|ee", "ie"), (r"(.)\1", r"\1")],
        "es": [
            ("ph", "f"), ("m(?=[bpv])", "n"), ("v", "b"), ("ch", "#"), ("^ps", "s"), ("h", ""), ("qu|q", "k"),
            ("c(?=[ei])|z", "s"), ("c", "k"), ("ll", "y"), ("g(?=[ei])", "j"), ("x", "s"), (r"(.)\1", r"\1"),
        ],
        "fr": [
            ("ph", "f"), ("th", "t"), ("^h", ""), ("qu|q", "k"), ("c(?=[eiy])", "s"), ("c", "k"), ("y", "i"),
            ("eau|au", "o"), ("ai|ei", "e"), ("m(?=[bp])", "n"), (r"(.)\1", r"\1"),
        ],
    }.items()
}  # fmt: skip


def sound(word: str, language: str) -> str:
    """Of a folded word; the word itself in a language whose sounds are not known here."""
    for spelling, said in _ALIKE.get(language, ()):
        word = spelling.sub(said, word)
    return word
