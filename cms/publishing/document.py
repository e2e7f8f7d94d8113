"""The values that go from a builder to the store: one content id in one locale, as readers will have it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from cms.locales import SOURCE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

#: Stands for the public origin in stored text; the delivery side puts the real one in when bytes are read. RFC 2606
#: keeps `.invalid` free, so no content can hold a real address of this form.
ORIGIN = "https://origin.invalid"

#: Keys that say when and in which run a document was made: a rebuild that differs in these alone makes no new edition.
CIRCUMSTANCES = frozenset(
    {"version", "sequence", "change", "published_at", "updated_at", "superseded", "requested_locale"}
)


#: Why readers get nothing of what is published: its medical review is overdue, and the policy is to withdraw it then.
REVIEW_OVERDUE = "review-overdue"


@dataclass(frozen=True)
class Document:
    """One content id in one locale.

    `body` is the detail answer and `card` the entry in lists, both without the keys that the store knows (CIRCUMSTANCES
    and `url`). `segment` is the last part of `path`; both are empty where the type has no path. `facets` are what lists
    filter by, `("topic", content id)`, `("code", "icd-10:G90.5")`, `("specialty", "neurology")`, and locales whose text
    is withdrawn, `("withdrawn", "ar")`.
    """

    locale: str
    slug: str
    path: str
    segment: str
    name: str
    body: Mapping[str, Any]
    card: Mapping[str, Any]
    facets: frozenset[tuple[str, str]] = frozenset()
    is_partial: bool = False
    release_number: int | None = None


@dataclass(frozen=True)
class Publication:
    """All that is to be out for one content id: its documents by locale; no document means that it is gone.

    `reads` are the keys of what the builder looked at; when one of these is announced, the content id is rebuilt.
    `announces` maps the keys of what others may look at here to a digest of what they would see. `gone_reason` says why
    there is no document at all, `gone_reasons` by locale why single ones are missing while others stay.
    `next_change_at` is when the clock alone will change an answer (a review falls due, an expiry), None for never.
    """

    content_id: UUID
    type: str
    documents: Mapping[str, Document]
    reads: frozenset[str] = frozenset()
    announces: Mapping[str, str] = field(default_factory=dict)
    gone_reason: str = ""
    gone_reasons: Mapping[str, str] = field(default_factory=dict)
    next_change_at: datetime | None = None


@dataclass(frozen=True)
class Change:
    """What an editor says of a change: a ChangeKind's value, and a public note in the language of `locales`.

    `locales` are those whose text was changed; documents in others, rebuilt along with it, keep what was said of them
    last.
    """

    kind: str
    note: str = ""
    locales: frozenset[str] = frozenset({SOURCE})


def content_key(content_id: UUID) -> str:
    """The key of a page's, snippet's or site's own words: what a card shows, and what others quote."""
    return f"content:{content_id}"


def content_id_of(key: str) -> str | None:
    """The content id in a key that `content_key` made; None for another sort of key."""
    kind, _colon, name = key.partition(":")
    return name if kind == "content" else None
