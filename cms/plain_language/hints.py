"""What the rules are told and what they say: the strings and pictures of a page in one locale, and hints on them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from cms.plain_language import rich_text, sentences

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cms.plain_language.rich_text import RichText


class Kind(StrEnum):
    """What a hint is about, in the order in which they are shown."""

    SENTENCES = "sentences"
    WORDS = "words"
    LINKS = "links"
    IMAGES = "images"
    HEADINGS = "headings"
    REPETITION = "repetition"
    LANGUAGE = "language"
    NUMBERS = "numbers"
    EMPHASIS = "emphasis"


class Code(StrEnum):
    """One rule each; the sentence for the writer belongs to whoever shows it."""

    LONG_SENTENCE = "long_sentence"
    LONG_PARAGRAPH = "long_paragraph"
    JARGON = "jargon"
    AVOIDED = "avoided"
    UNEXPLAINED_TERM = "unexplained_term"
    DOUBLED_WORD = "doubled_word"
    VAGUE_LINK = "vague_link"
    BARE_ADDRESS = "bare_address"
    SAME_LINK_TEXT = "same_link_text"
    ALT_MISSING = "alt_missing"
    ALT_IS_FILE_NAME = "alt_is_file_name"
    ALT_SAYS_IMAGE = "alt_says_image"
    ALT_LONG = "alt_long"
    ALT_IS_CAPTION = "alt_is_caption"
    HEADING_JUMPS = "heading_jumps"
    HEADING_EMPTY = "heading_empty"
    HEADING_TWICE = "heading_twice"
    HEADING_IN_BOLD = "heading_in_bold"
    REPEATED = "repeated"
    FOREIGN = "foreign"
    UNIT_WITHOUT_SPACE = "unit_without_space"
    DECIMAL_SIGN = "decimal_sign"
    CAPITALS = "capitals"
    EXCLAMATION = "exclamation"


@dataclass(frozen=True)
class Hint:
    """`place` is the path of the string, `quote` the words in question; `facts` fill the sentence that explains it."""

    kind: Kind
    code: Code
    place: str
    quote: str = ""
    facts: Mapping[str, str | int] = field(default_factory=dict)


class Role(StrEnum):
    """A heading opens a section; a label stands beside or above other text; a link is the text of one."""

    PROSE = "prose"
    HEADING = "heading"
    LABEL = "label"
    ALT = "alt"
    LINK = "link"


@dataclass(frozen=True)
class Passage:
    """One string of a page: plain, or rich text as it is stored. `target` is where a link leads."""

    place: str
    text: str
    role: Role = Role.PROSE
    is_rich: bool = False
    target: str = ""

    @cached_property
    def rich(self) -> RichText:
        return rich_text.read(self.text) if self.is_rich else rich_text.of_plain(self.text)

    @property
    def paragraphs(self) -> tuple[str, ...]:
        return self.rich.lines


@dataclass(frozen=True)
class Picture:
    """An image as it is used on the page; `place` is that of its alternative text."""

    place: str
    alt: str
    caption: str = ""
    file_name: str = ""
    is_decorative: bool = False


@dataclass(frozen=True)
class Avoided:
    """A word that editors have said not to use; `instead` and `reason` may be empty."""

    text: str
    instead: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Term:
    """A word that the glossary explains."""

    name: str
    definition: str


@dataclass(frozen=True)
class Text:
    """All that a page says in one locale, in reading order, and the words that editors keep for that locale."""

    locale: str
    passages: tuple[Passage, ...]
    pictures: tuple[Picture, ...] = ()
    avoided: tuple[Avoided, ...] = ()
    terms: tuple[Term, ...] = ()

    @property
    def language(self) -> str:
        return sentences.language_of(self.locale)
