"""What an answer is found by: its terms with their levels, and beside them what is compared after the match.

A term is `stem.requested_locale.language` and a level: a name's word stands there as `pain.es_mx.es4`, `…3`, `…2` and
`…1`, so that one term asks for "at this level or above". Terms hold the requested locale, since each reader's own
answers are searched, and the language, since a reader of Arabic may be given an English text.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from cms.locales import BY_TAG
from cms.publishing import content
from search import analysis, passages, wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from cms.publishing.document import Document, Publication

#: The types of content that are searched.
TYPES = ("condition", "therapy", "glossary-term")

#: The kinds of facet that are counted.
COUNTED = ("type", "topic", "specialty")

#: Where a word stands: in a name or code; in what leads the text; often in the text; in it.
NAME, LEAD, OFTEN, TEXT = 4, 3, 2, 1

#: From how many times on a word counts as often said.
_OFTEN_FROM = 4

#: Raised when texts are read otherwise than before, so that `republish` writes all entries anew.
_EDITION = 1

#: What an entry is made of, beside sections and facets.
_SAID = ("name", "other_names", "codes", "summary", "definition", "plain_text", "seo")

_LONGEST_STEM = 40
_LONGEST_WORD = 60

#: (language, word)
Words = dict[tuple[str, str], int]


class Name(NamedTuple):
    """One thing that something is called.

    `kind` is `name`, `code` or one of an other name's kinds; `key` are the stems of its words that say something;
    `is_own` tells that it is in the language that the text is in.
    """

    kind: str
    key: str
    text: str
    locale: str
    is_own: bool

    @property
    def language(self) -> str:
        return language_of(self.locale)


@dataclass(frozen=True)
class Indexed:
    """The forms of one entry, as `search.models.Entry` keeps them, and the words that it adds."""

    facets: str
    card: str
    terms: str
    passages: str
    words: Words


@dataclass
class _Text:
    """What one document says, read once for all who are given it."""

    levels: Words = field(default_factory=dict)
    words: Words = field(default_factory=dict)

    def add(self, text: str, language: str, level: int) -> None:
        stems, written = _words_of(text, language)
        for stem, _count in stems:
            self._raise(self.levels, (language, stem), level)
        for word in written:
            self._add_word(word, language, level)

    def add_running_text(self, text: str, language: str) -> None:
        stems, written = _words_of(text, language)
        for stem, count in stems:
            self._raise(self.levels, (language, stem), OFTEN if count >= _OFTEN_FROM else TEXT)
        for word in written:
            self._add_word(word, language, TEXT)

    def _add_word(self, written: str, language: str, level: int) -> None:
        if len(written) <= _LONGEST_WORD and not wording.has_han(written):
            self._raise(self.words, (language, written), level)

    @staticmethod
    def _raise(levels: Words, key: tuple[str, str], level: int) -> None:
        if levels.get(key, 0) < level:
            levels[key] = level


@lru_cache(maxsize=128)
def _words_of(text: str, language: str) -> tuple[tuple[tuple[str, int], ...], tuple[str, ...]]:
    """The stems of a text with how often each is said, and its words, each once.

    A text that stands in for others is read for each of their readers, and an overlay shares most of its texts.
    """
    found = analysis.words(text, language)
    stems = Counter(word.stem[:_LONGEST_STEM] for word in found)
    return tuple(stems.items()), tuple(dict.fromkeys(word.text for word in found))


def digest(publication: Publication, *, locale: str, requested_locale: str) -> str:
    """32 hexadecimal characters of all that an entry is made of: as long as it is the same, so is the entry."""
    document = publication.documents[locale]
    beside = [publication.documents[tag].body for tag in _beside(publication, locale, requested_locale)]
    names = [(body["name"], body.get("other_names")) for body in beside]
    said = [document.body.get(key) for key in _SAID]
    sections = [(part["heading"], part["locale"], part["plain_text"]) for part in document.body.get("sections", ())]
    return content.digest_of(
        [_EDITION, locale, requested_locale, document.slug, said, names, sections, sorted(document.facets)]
    )


def indexed(publication: Publication, *, locale: str, requested_locale: str) -> Indexed:
    """The entry of the answer in `locale` for those who ask for `requested_locale`."""
    document = publication.documents[locale]
    names = list(_names(document, is_own=True))
    for tag in _beside(publication, locale, requested_locale):
        names += _names(publication.documents[tag], is_own=False)
    text = _read(document)
    for name in names:
        text.add(name.text, name.language, NAME)
        if name.language == "zh" and name.key.isascii():
            text.add(name.key, "zh", NAME)
    facets = _facets(publication.type, document)
    return Indexed(
        orjson.dumps({kind: facets.get(kind, ()) for kind in COUNTED}).decode(),
        _card(facets, names, document),
        _terms(text.levels, requested_locale, document),
        passages.written(document.body),
        text.words,
    )


def term(stem: str, *, requested_locale: str, language: str, level: int) -> str:
    """What an entry holds that has the stem at this level or above."""
    return f"{stem[:_LONGEST_STEM]}.{BY_TAG[requested_locale].suffix}.{language}{level}"


def marker(*, requested_locale: str, language: str) -> str:
    """What each entry holds that is for a locale and in a language."""
    return f"=.{BY_TAG[requested_locale].suffix}.{language}"


@cache
def language_of(locale: str) -> str:
    return BY_TAG[locale].language


def _beside(publication: Publication, locale: str, requested_locale: str) -> list[str]:
    """The locales of the reader's chain whose names are known too: clinicians type English abbreviations anywhere."""
    return [tag for tag in BY_TAG[requested_locale].reading_order if tag in publication.documents and tag != locale]


def _names(document: Document, *, is_own: bool) -> Iterator[Name]:
    language = language_of(document.locale)
    said = [("name", document.body["name"])]
    said += [(other["kind"], other["text"]) for other in document.body.get("other_names", ())]
    if is_own:
        said += [("code", code["value"]) for code in document.body.get("codes", ())]
    for kind, text in said:
        yield Name(kind, wording.key_of(text, language), text, document.locale, is_own)
        if wording.has_han(text):
            yield Name(kind, wording.key_of(_pinyin(text), language), text, document.locale, is_own)


def _read(document: Document) -> _Text:
    """Headings and what stands before the text lead it; a part that stands in from another language is read in that."""
    body, language, text = document.body, language_of(document.locale), _Text()
    seo: Mapping[str, Any] = body.get("seo") or {}
    for lead in (body.get("summary"), seo.get("title"), seo.get("description")):
        text.add(lead or "", language, LEAD)
    text.add(body.get("definition") or "", language, OFTEN)
    text.add_running_text(body.get("plain_text") or "", language)
    for section in body.get("sections", ()):
        text.add(section["heading"] or "", language_of(section["locale"]), LEAD)
        text.add_running_text(section["plain_text"], language_of(section["locale"]))
    return text


def _facets(type_: str, document: Document) -> dict[str, list[str]]:
    facets: dict[str, list[str]] = {"type": [type_]}
    for kind, value in sorted(document.facets):
        facets.setdefault(kind, []).append(value)
    return facets


def _card(facets: Mapping[str, list[str]], names: Iterable[Name], document: Document) -> str:
    """As `search.candidates` reads it."""
    written = [[name.kind, name.key, name.text, name.locale, name.is_own] for name in names]
    return orjson.dumps({"id": document.body["id"], "slug": document.slug, "names": written, "facets": facets}).decode()


def _terms(levels: Words, requested_locale: str, document: Document) -> str:
    """The highest level of a stem comes first. Written here as `term` writes one: there are a thousand in a text."""
    written = [marker(requested_locale=requested_locale, language=language_of(document.locale))]
    suffix = BY_TAG[requested_locale].suffix
    for (language, stem), highest in sorted(levels.items()):
        start = f"{stem}.{suffix}.{language}"
        written += (f"{start}{level}" for level in range(highest, 0, -1))
    return " ".join(written)


def _pinyin(name: str) -> str:
    # Its tables take a quarter of a second to load, which no start has to wait for.
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(name))
