"""A marked text as the checks read it: without tags, one form of each digit, space, dash and letter in all scripts."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from cms.translation.markup import TAG

if TYPE_CHECKING:
    from collections.abc import Iterator

# Marks that are not seen, or not always written: direction, joiners, Arabic vowels and the stretching of letters.
_UNSEEN = re.compile(r"[\u00ad\u061c\u0640\u064b-\u065f\u0670\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_ONE_FORM = str.maketrans(
    {
        **dict.fromkeys("‐‑‒–−～〜~", "-"),
        **dict.fromkeys("’‘ʼ", "'"),
        **dict.fromkeys("أإآٱ", "ا"),
        "ى": "ي",
        "ی": "ي",
        "ک": "ك",
        "٪": "%",
        "⁄": "/",
        "µ": "μ",
        "\n": " ",
        "\t": " ",
    }
)
# The tilde stays: Spanish “años” is another word than “anos”.
_ACCENTS = re.compile("[\u0300-\u0302\u0308\u0327]")
_PARTS_WORDS = re.compile(r"<br>|</?(?:p|ul|ol|li)>")


@dataclass(frozen=True)
class Reading:
    """`folded` is `plain` in lower case and without accents; the two have the same length."""

    original: str
    plain: str
    folded: str
    places: tuple[int, ...]

    def quote(self, start: int, end: int) -> str:
        """The very words that stand in `plain` from `start` to `end`."""
        return TAG.sub("", self.original[self.places[start] : self.places[end - 1] + 1]).strip()


@lru_cache(maxsize=1_024)
def read(text: str) -> Reading:
    original = unicodedata.normalize("NFC", text)
    read_as = [(place, letter) for place, piece in _pieces(original) for letter in piece]
    plain = "".join(letter for _, letter in read_as)
    return Reading(original, plain, "".join(map(_folded, plain)), tuple(place for place, _ in read_as))


def language_of(locale: str) -> str:
    """`es` of `es-MX`."""
    return locale.partition("-")[0]


def _pieces(original: str) -> Iterator[tuple[int, str]]:
    rest = 0
    for match in TAG.finditer(original):
        yield from ((place, _plain(original[place])) for place in range(rest, match.start()))
        yield match.start(), _tag(match[0])
        rest = match.end()
    yield from ((place, _plain(original[place])) for place in range(rest, len(original)))


def _tag(tag: str) -> str:
    """10<sup>9</sup> is not 109."""
    if tag == "<sup>":
        return "^"
    return " " if _PARTS_WORDS.fullmatch(tag) else ""


@lru_cache(maxsize=8_192)
def _plain(character: str) -> str:
    if _UNSEEN.match(character):
        return ""
    same = character.translate(_ONE_FORM)
    if same != character or character.isascii():
        return same
    if character.isdecimal():
        return str(unicodedata.digit(character))
    if character.isspace():
        return " "
    return _compatible(character)


def _compatible(character: str) -> str:
    """℃ is °C, ² is ^2, ₂ is 2, Ａ is A; ½ stays, and so does the wide comma, which never stands within a number."""
    form = unicodedata.decomposition(character).partition(" ")[0]
    if form in {"<super>", "<sub>"} and character.isdigit():
        return f"{'^' if form == '<super>' else ''}{unicodedata.digit(character)}"
    if form in {"<wide>", "<square>", "<compat>"} and character != "，":
        return unicodedata.normalize("NFKC", character)
    return character


@lru_cache(maxsize=8_192)
def _folded(character: str) -> str:
    lower = character.lower()
    bare = unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFD", lower)))
    return bare if len(bare) == 1 else character
