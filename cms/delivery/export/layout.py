"""What is called what in an export, and where it stands.

An export's folder holds `objects` (documents as they are delivered, never changed once they are written), `shelves`
(folders of links from keys to objects, or to other shelves, never changed either), and `releases`, each of which is a
whole tree made of a few links to shelves and of files of its own. `current` links to the release that is served.
"""

from __future__ import annotations

import os
import unicodedata
from itertools import combinations
from typing import TYPE_CHECKING
from urllib.parse import quote

from cms.publishing.addresses import API, TYPES, api_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cms.locales import ContentLocale

#: Raised whenever the same content would be written in another way: the next run is then a full one.
FORMAT = 2

#: File systems allow 255 bytes in a name; `.es-MX+es+en.json.gz` has to fit behind it.
LONGEST_NAME = 220

#: What is the same for readers of every locale.
ANY = "any"

_KEY = "key"


def _collection(type_: str) -> str | None:
    """The part of an address before the key; None where there is one document of the type and so no key."""
    path = api_path(type_, _KEY).removeprefix(f"{API}/")
    return path.removesuffix(f"/{_KEY}/") if path.endswith(f"/{_KEY}/") else None


#: By type, in the order of the addresses.
COLLECTIONS: dict[str, str] = {type_: name for type_ in TYPES if (name := _collection(type_))}


def can_be_a_name(key: str) -> bool:
    """Whether a key can be the name of a file; the few that can't are answered by the application alone."""
    encoded = key.encode()
    return 0 < len(encoded) <= LONGEST_NAME and "/" not in key and encoded[-2:] not in (b".", b"..")


def shard_of(key: str) -> str:
    """The last two bytes of a key: web servers can cut them off, and they spread ids as well as slugs with numbers.

    Half a letter of Arabic stands in it as Python writes such bytes (PEP 383).
    """
    return os.fsdecode(key.encode()[-2:])


def link_of(tag: str, collection: str, key: str) -> str:
    """Where in a release a key is found."""
    return f"{tag}/{collection}/{shard_of(key)}/{key}"


def spellings(key: str) -> Iterator[str]:
    """A key as it is stored, and taken apart (NFD) as Apple's systems send it; the application accepts both."""
    yield key
    apart = unicodedata.normalize("NFD", key)
    if apart != key:
        yield apart


def address_of(collection: str, key: str, tag: str) -> str:
    return f"{API}/{collection}/{quote(key, safe='')}/?locale={tag}"


def file_name(name: str, languages: str) -> str:
    """A file's name tells its languages, nearest first: a web server has nothing else to take Content-Language from."""
    return f"{name}.{'+'.join(part.strip() for part in languages.split(','))}.json"


def stem_of(name: str) -> str:
    """A file's name without its languages."""
    return name.partition(".")[0]


def languages_of(locale: ContentLocale) -> list[str]:
    """All that `file_name` may have to put for a reader's locale, the likeliest first."""
    order = locale.reading_order
    found: Iterable[tuple[str, ...]] = (
        chosen for size in range(1, len(order) + 1) for chosen in combinations(order, size)
    )
    return ["+".join(chosen) for chosen in found]
