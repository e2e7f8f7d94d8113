"""What each character of a text is to search: what it is read as, and whether a word goes on, ends or joins there."""

from __future__ import annotations

import re
import unicodedata

#: Longer words are cut, on both sides alike: PostgreSQL refuses a term of more than 2,046 bytes.
LONGEST = 64

#: Letters that Unicode does not take apart, and Arabic ones that people write one for the other. A hamza on a letter
#: needs no line here: it is a mark, so that أ reads as ا, ؤ as و and ئ as ي.
_READ_AS = {
    "œ": "oe",
    "æ": "ae",
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "ı": "i",
    "ħ": "h",
    "ŧ": "t",
    "ٱ": "ا",
    "ى": "ي",
    "ة": "ه",
    "ک": "ك",
    "ی": "ي",
    "ء": "",
    "ـ": "",
}

APOSTROPHES = "'’‘ʼ＇′`´"
_HYPHENS = "-\u2010\u2011\u2012\u2013\u2212﹣－"
_OTHER_JOINERS = "/.．／⁄·"
JOINERS = frozenset(APOSTROPHES + _HYPHENS + _OTHER_JOINERS)

_HAN = re.compile("[\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af]")

#: What a character is, as one letter, so that a regular expression over these finds words in any script.
LETTER, HAN, JOINER, NOTHING, BORDER = "w", "h", "j", "n", " "


def is_han(character: str) -> bool:
    # Most characters are asked about in vain, and most of those come before the first Chinese one.
    return character >= "\u3005" and _HAN.match(character) is not None


def has_han(text: str) -> bool:
    return not text.isascii() and _HAN.search(text) is not None


def _taken_apart(text: str) -> str:
    """One round of folding: compatibility forms, case, marks, letters that stand for others."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(
        str(unicodedata.decimal(character, character))
        for read in (_READ_AS.get(character, character) for character in plain)
        for character in read
        if character.isalnum()
    )


class _Folding(dict[int, str]):
    """What each character is read as; filled as characters come. Nothing, for marks and what is not part of a word."""

    def __missing__(self, code: int) -> str:
        folded = _taken_apart(chr(code))
        while (again := _taken_apart(folded)) != folded:
            folded = again
        self[code] = folded
        return folded


class _Kinds(dict[int, str]):
    """Of what kind each character is; filled as characters come."""

    def __missing__(self, code: int) -> str:
        self[code] = kind = _kind(chr(code))
        return kind


def _kind(character: str) -> str:
    if character in JOINERS:
        return JOINER
    folded = _FOLDING[ord(character)]
    # A radical such as ⽔ is a symbol to Unicode and the same character to a reader.
    if len(folded) == 1 and is_han(folded):
        return HAN
    if character.isspace() or unicodedata.category(character)[0] not in "LNMC":
        return BORDER
    return LETTER if folded else NOTHING


_FOLDING = _Folding()
_KINDS = _Kinds()


def kinds(text: str) -> str:
    """A string as long as the text, with the kind of each character at its place."""
    return text.translate(_KINDS)


def plain(text: str) -> str:
    """Letters and digits only, without case, accents, marks and compatibility forms; digits are ASCII's."""
    if text.isascii() and text.isalnum():
        return text.lower()
    # Korean comes apart into its parts and is put together again.
    return unicodedata.normalize("NFC", text.translate(_FOLDING))
