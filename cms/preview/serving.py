"""What the delivery side asks for by token: drafts, and the answers of a coming moment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from cms.delivery import answers
from cms.delivery.errors import Gone, NotFound
from cms.delivery.parameters import is_uuid
from cms.delivery.previews import PreviewedDocument
from cms.locales import SOURCE
from cms.preview import circumstances, drafts, kinds, links
from cms.preview.moments import site_at
from cms.publishing import editions
from cms.publishing.document import REVIEW_OVERDUE
from cms.publishing.models import Event

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cms.locales import ContentLocale
    from cms.preview.kinds import PreviewKind
    from cms.preview.moments import SiteAt

_NOTHING = "There is nothing of this name, now or at the moment that is asked for."


class TokenPreviews:
    """See `cms.delivery.previews.Previews`."""

    def draft(self, token: str) -> PreviewedDocument:
        link = links.opened(token)
        found = drafts.preview(links.draft_of(link), link.locale)
        return PreviewedDocument(found.type, found.body)

    def document_at(self, token: str, type_: str, key: str, locale: ContentLocale) -> PreviewedDocument:
        return document_at(site_at(links.moment_of(links.opened(token))), type_, key, locale)

    def cards_at(self, token: str, type_: str, locale: ContentLocale) -> Sequence[dict[str, Any]]:
        return site_at(links.moment_of(links.opened(token))).cards(type_, locale.tag)


def document_at(site: SiteAt, type_: str, key: str, locale: ContentLocale) -> PreviewedDocument:
    """Raises NotFound, and Gone for what is not out at the moment."""
    kind = kinds.of_type(type_)
    content = _find(site, kind, key, locale) if kind else None
    if kind is None or content is None:
        raise NotFound(_NOTHING)
    built = kind.build_one(content, locale.tag, now=site.moment, outlook=site.outlook)
    if built is None:
        raise _absence(content, site)
    published = circumstances.as_if_published(built, content, type_=type_, now=site.since(content))
    return PreviewedDocument(type_, {**published.body, "requested_locale": locale.tag})


def _absence(content: Any, site: SiteAt) -> Gone | NotFound:
    """What ends by the clock until then; else how it ended before, if it was ever out."""
    if content.expired and content.expire_at:
        return Gone(gone_at=content.expire_at, reason="expired")
    last = editions.newest_of(content.content_id).get(SOURCE)
    if last is None:
        return NotFound(_NOTHING)
    if last.event == Event.GONE:
        return Gone(gone_at=last.occurred_at, reason=last.gone_reason)
    return Gone(gone_at=site.moment, reason=REVIEW_OVERDUE)


def _find(site: SiteAt, kind: PreviewKind, key: str, locale: ContentLocale) -> Any | None:
    """By content id, by slug, else by the path segment that it has in the locale then."""
    model: Any = kind.model
    if is_uuid(key):
        return _seen(site, model._default_manager.filter(content_id=UUID(key)))
    name = answers.normalised(key)
    coming = (content for content in site.outlook.contents.values() if isinstance(content, model))
    by_slug = next((content for content in coming if content.slug == name), None)
    return by_slug or _seen(site, model._default_manager.filter(slug=name)) or _by_path(site, kind, name, locale)


def _seen(site: SiteAt, found: Any) -> Any | None:
    content = found.first()
    return site.outlook.seen(content) if content is not None else None


def _by_path(site: SiteAt, kind: PreviewKind, segment: str, locale: ContentLocale) -> Any | None:
    cards = site.cards(kind.type, locale.tag) if segment else []
    found = next((card["id"] for card in cards if card["path"].rpartition("/")[2] == segment), None)
    return _seen(site, kind.model._default_manager.filter(content_id=found)) if found else None
