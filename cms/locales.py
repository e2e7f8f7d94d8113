"""The content locales: which there are, what stands in for them, and which one a reader's tag means.

A *locale* is a BCP 47 tag (`zh-Hans`); Django's own code for it (`zh-hans`) is the `language_code`. This is the one
list: the columns, the releases, the rights and the API follow from it. To add a language, add a line, then
`makemigrations` and `migrate`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import langcodes
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import get_language_info

#: Greatest distance of langcodes at which two tags still read as one language for a reader: `pt-BR` for `pt-PT` (5) and
#: `arz` for `ar` (10) do, `zh-TW` for `zh-Hans` (54) does not.
MATCH_DISTANCE = 10

#: The scripts of living languages that run from right to left (ISO 15924).
_RIGHT_TO_LEFT = frozenset({"Adlm", "Arab", "Aran", "Hebr", "Mand", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa"})


class NamelessLocale(ImproperlyConfigured):
    """A locale that neither its line nor Django has a name for."""

    def __init__(self, tag: str) -> None:
        super().__init__(
            f"Django has no name for {tag!r}. Say it in its line in cms/locales.py, in English and in the language "
            f'itself: ContentLocale("{tag}", …, names=("Haitian Creole", "kreyòl ayisyen")).'
        )
        self.tag = tag


@dataclass(frozen=True)
class ContentLocale:
    """One locale that content is delivered in.

    `chain` holds the tags that stand in for it, nearest first; it ends with the source locale. `names` are its names in
    English and in itself, needed where Django has none for this very tag (`ht`, `fr-CA`) or misspells it. No two
    locales may share one: groups are called by it.
    """

    tag: str
    chain: tuple[str, ...]
    names: tuple[str, str] | None = None

    @property
    def language_code(self) -> str:
        return self.tag.lower()

    @property
    def suffix(self) -> str:
        """The end of a translated column's name: `es_mx` in `name_es_mx`."""
        return self.language_code.replace("-", "_")

    @property
    def language(self) -> str:
        return self.tag.partition("-")[0]

    @property
    def overlays(self) -> str | None:
        """The locale of the same language that this one holds only the differences to; None for a whole locale."""
        if self.chain and self.chain[0].partition("-")[0] == self.language:
            return self.chain[0]
        return None

    @property
    def reading_order(self) -> tuple[str, ...]:
        """This locale, then its chain."""
        return (self.tag, *self.chain)

    @property
    def within_language(self) -> tuple[str, ...]:
        """The part of the reading order that is in the same language."""
        return tuple(tag for tag in self.reading_order if tag.partition("-")[0] == self.language)

    @property
    def is_source(self) -> bool:
        return not self.chain

    @cached_property
    def direction(self) -> str:
        """`ltr` or `rtl`, as in HTML's `dir`: that of the script which the language is written in."""
        return "rtl" if langcodes.Language.get(self.tag).maximize().script in _RIGHT_TO_LEFT else "ltr"

    @property
    def english_name(self) -> str:
        """Raises NamelessLocale."""
        return self._names[0]

    @property
    def native_name(self) -> str:
        """Raises NamelessLocale."""
        return self._names[1]

    @property
    def own_name(self) -> str:
        """The native name as it stands at the start of a line: `Español de México`."""
        return self.native_name[:1].upper() + self.native_name[1:]

    @property
    def _names(self) -> tuple[str, str]:
        if self.names is not None:
            return self.names
        try:
            info = get_language_info(self.language_code)
        except KeyError:
            raise NamelessLocale(self.tag) from None
        if info["code"] != self.language_code:
            # Django falls back to the language, so that two locales would have one name.
            raise NamelessLocale(self.tag)
        return str(info["name"]), str(info["name_local"])


CONTENT_LOCALES: tuple[ContentLocale, ...] = (
    ContentLocale("en", chain=()),
    ContentLocale("es", chain=("en",)),
    ContentLocale("es-MX", chain=("es", "en"), names=("Mexican Spanish", "español de México")),
    ContentLocale("fr", chain=("en",)),
    ContentLocale("ar", chain=("en",)),
    ContentLocale("zh-Hans", chain=("en",)),
)

SOURCE = CONTENT_LOCALES[0].tag
TAGS: tuple[str, ...] = tuple(locale.tag for locale in CONTENT_LOCALES)
BY_TAG: dict[str, ContentLocale] = {locale.tag: locale for locale in CONTENT_LOCALES}
_BY_LOWER_TAG = {locale.tag.lower(): locale for locale in CONTENT_LOCALES}


class UnknownLocale(LookupError):
    """A tag that is not a content locale."""

    def __init__(self, tag: str) -> None:
        super().__init__(f"{tag!r} is not a content locale; there are {', '.join(TAGS)}.")
        self.tag = tag


def get(tag: str) -> ContentLocale:
    """The content locale of a tag in any case. Raises UnknownLocale."""
    try:
        return _BY_LOWER_TAG[tag.lower()]
    except KeyError:
        raise UnknownLocale(tag) from None


def translations() -> tuple[ContentLocale, ...]:
    """All content locales but the source."""
    return tuple(locale for locale in CONTENT_LOCALES if not locale.is_source)


@lru_cache(maxsize=1_000)
def best_match(tag: str) -> ContentLocale | None:
    """The content locale that a reader of `tag` understands best, None where none is near (distances by CLDR).

    A regional overlay is given to its own region only: a reader in Argentina (`es-AR`) must not be told Mexico's
    emergency number.
    """
    if tag.lower() in _BY_LOWER_TAG:
        return _BY_LOWER_TAG[tag.lower()]
    whole = [locale.tag for locale in CONTENT_LOCALES if locale.overlays is None]
    try:
        match, distance = langcodes.closest_match(tag, whole, max_distance=MATCH_DISTANCE)
    except ValueError:
        return None
    return BY_TAG.get(match) if distance <= MATCH_DISTANCE else None


def column(field: str, tag: str) -> str:
    """The name of the column that holds a translated field in one locale: `column("name", "es-MX")` is `name_es_mx`."""
    return f"{field}_{BY_TAG[tag].suffix}"
