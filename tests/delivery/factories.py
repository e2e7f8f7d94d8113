"""Documents as builders make them, put straight into the store: plausible medicine, fixed ids, fixed times."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from cms.publishing import store
from cms.publishing.document import Change, Publication
from tests.delivery.documents import document

if TYPE_CHECKING:
    from collections.abc import Mapping

NAMESPACE = UUID("6f0d1c52-58a1-4c5b-9f0e-5d1b7a3c9e10")
NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def id_of(slug: str) -> UUID:
    """The same content id for a slug in every run, so that golden answers need no scrubbing."""
    return uuid5(NAMESPACE, slug)


@dataclass(frozen=True)
class Text:
    """What one locale says. `other_names` are kinds and texts; `overview` is what the summary says, if it is empty."""

    name: str
    summary: str
    segment: str = ""
    status: str = ""
    english_parts: frozenset[str] = frozenset()
    other_names: tuple[tuple[str, str], ...] = ()
    overview: str = ""


@dataclass(frozen=True)
class Content:
    """Something to publish: `texts` by locale; a locale in `withdrawn` was out once."""

    slug: str
    texts: Mapping[str, Text]
    type: str = "condition"
    content_id: UUID | None = None
    topic: Content | None = None
    codes: tuple[tuple[str, str], ...] = ()
    specialties: tuple[str, ...] = ()
    review_status: str = "current"
    withdrawn: frozenset[str] = frozenset()
    gone_reason: str = ""
    next_change_at: datetime | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> UUID:
        return self.content_id or id_of(self.slug)

    def path(self, locale: str) -> str:
        own = self.texts[locale].segment or self.slug
        if self.type != "condition":
            return ""
        above = (
            self.topic.path(locale)
            if self.topic and locale in self.topic.texts
            else f"/{self.topic.slug}"
            if self.topic
            else ""
        )
        return f"{above}/{own}"


def publish(content: Content, *, at: datetime = NOW, change: Change | None = None) -> UUID:
    """Puts the content as it stands now, all locales at once."""
    publication = Publication(
        content_id=content.id,
        type=content.type,
        documents={locale: document(content, locale) for locale in content.texts},
        reads=frozenset({f"content:{content.topic.id}"} if content.topic else ()),
        gone_reason=content.gone_reason,
        next_change_at=content.next_change_at,
    )
    with store.locked() as counter:
        store.put(publication, change=change or Change(kind="content"), counter=counter, now=at)
    return content.id


def remove(content: Content, *, reason: str = "", at: datetime = NOW) -> None:
    publish(replace(content, texts={}, gone_reason=reason), at=at)
