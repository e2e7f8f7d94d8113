"""Version, sequence and dates of a preview: those that publishing at this moment would give, which it takes from
nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson

from cms.publishing import content as bytes_of, editions, store
from cms.publishing.document import Change, Publication
from cms.publishing.models import ChangeKind, Counter

if TYPE_CHECKING:
    from datetime import datetime

    from cms.publishing.document import Document


@dataclass(frozen=True)
class AsPublished:
    """A document's body, the origin still a placeholder; `is_out` says that this very text is what is out."""

    body: dict[str, Any]
    is_out: bool


def as_if_published(built: Document, content: Any, *, type_: str, now: datetime) -> AsPublished:
    """A draft that says what is out has the version and dates of that.

    The counter is one in memory: no number is used up.
    """
    newest = editions.newest_of(content.content_id)
    publication = Publication(content_id=content.content_id, type=type_, documents={built.locale: built})
    change = Change(
        kind=getattr(content, "change_kind", "") or ChangeKind.CONTENT,
        note=getattr(content, "change_note", ""),
        locales=frozenset({built.locale}),
    )
    before = {tag: edition for tag, edition in newest.items() if tag == built.locale}
    counter = Counter(name=store.COUNTER, sequence=store.sequence())
    found = editions.next_of(publication, before, change=change, counter=counter, now=now.replace(microsecond=0))
    edition, body = found[built.locale]
    # As it would be read: what a builder keeps as an enumeration is a word, and nothing is shared with the builder.
    return AsPublished(dict(orjson.loads(bytes_of.encode(body))), is_out=edition is before.get(built.locale))
