"""Puts names in the order that readers of a locale expect, the same on every database.

A key is hexadecimal text: comparing keys as text compares the names by the locale's alphabet, punctuation and case
ignored, accents deciding only between equal letters, Chinese by pinyin. The databases' own collations differ between
each other and between machines, so none is used.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

#: Letters that stand after the letter they look like, as `(letter, key)`: the Real Academia Española's ñ comes after n.
_LETTERS_OF_THEIR_OWN = {"es": {"ñ": "n\uffff"}}

#: Forms of one Arabic letter, by the order of the alphabet: hamza carriers under alef, ta marbuta under ha, alef
#: maqsura under ya.
_ARABIC_FORMS = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ة": "ه", "ى": "ي", "ؤ": "و", "ئ": "ي", "ء": "ا"}
)

#: Letters that Unicode does not decompose.
_LIGATURES = {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d"}

_KEY_BYTES = 120


@lru_cache(maxsize=20_000)
def sort_key(name: str, locale: str) -> str:
    """Hexadecimal text, at most 400 characters."""
    language = locale.partition("-")[0]
    letters = _letters(name, language)
    accents = "".join(
        character for character in unicodedata.normalize("NFKD", name) if unicodedata.combining(character)
    )
    key = letters.encode()[:_KEY_BYTES] + b"\0" + accents.encode()[:30] + b"\0" + name.encode()[:45]
    return key.hex()


def path_key(path: str) -> str:
    """Hexadecimal text by which a page comes right before the pages below it."""
    return path.replace("/", "\x01").encode()[:1900].hex()


@lru_cache(maxsize=20_000)
def initial(name: str, locale: str) -> str:
    """The upper-case letter under which a name stands in an index, `#` for one that starts with no letter."""
    language = locale.partition("-")[0]
    for character in name:
        if character.isalpha():
            own = _LETTERS_OF_THEIR_OWN.get(language, {})
            if character.lower() in own:
                return character.upper()
            return _letters(character, language)[:1].upper()
        if character.isnumeric():
            return "#"
    return "#"


def _letters(name: str, language: str) -> str:
    """The letters and digits alone, folded to what the alphabet orders by."""
    if language == "zh":
        # Its tables take a quarter of a second to load, which no start has to wait for.
        from pypinyin import Style, lazy_pinyin

        name = " ".join(lazy_pinyin(name, style=Style.TONE3))
    own = _LETTERS_OF_THEIR_OWN.get(language, {})
    folded = [
        own.get(character) or _base_letters(character) for character in unicodedata.normalize("NFC", name.casefold())
    ]
    letters = "".join(character for character in "".join(folded) if character.isalnum() or character == "\uffff")
    return letters.translate(_ARABIC_FORMS) if language == "ar" else letters


def _base_letters(character: str) -> str:
    if character in _LIGATURES:
        return _LIGATURES[character]
    return "".join(part for part in unicodedata.normalize("NFKD", character) if not unicodedata.combining(part))
