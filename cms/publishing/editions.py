"""Decides what the next edition of each locale is: a new text, the old one at a new address, or gone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Max

from cms.locales import CONTENT_LOCALES
from cms.publishing import content
from cms.publishing.answers import Current
from cms.publishing.document import Change
from cms.publishing.models import (
    ChangeKind,
    Counter,
    Edition,
    Event,
)

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from cms.publishing import document
    from cms.publishing.document import Publication


#: What an edition is called in the feed when no editor changed the text itself.
DERIVED = Change(kind=ChangeKind.EDITORIAL, locales=frozenset())

#: Why a locale is gone while others of the same content stay, unless its publication says more.
WITHDRAWN = "withdrawn"


def newest_of(content_id: UUID) -> dict[str, Edition]:
    """By locale; two queries."""
    newest = (
        Edition.objects.filter(content_id=content_id).values("locale").annotate(newest=Max("sequence")).values("newest")
    )
    return {edition.locale: edition for edition in Edition.objects.filter(sequence__in=newest)}


def next_of(
    publication: Publication,
    newest: dict[str, Edition],
    *,
    change: Change,
    counter: Counter,
    now: datetime,
) -> Current:
    """The newest edition per locale with its body, new ones with their sequence numbers among them."""
    current: Current = {}
    for locale in CONTENT_LOCALES:
        before = newest.get(locale.tag)
        after = publication.documents.get(locale.tag)
        edition, body = _next_edition(publication, after, before, change=change, now=now)
        if edition is None:
            continue
        if edition is not before:
            counter.sequence += 1
            edition.sequence = counter.sequence
            if body is not None:
                body["sequence"] = edition.sequence
                edition.content = content.compress(content.encode(body))
        current[locale.tag] = (edition, body)
    return current


def _next_edition(
    publication: Publication,
    after: document.Document | None,
    before: Edition | None,
    *,
    change: Change,
    now: datetime,
) -> tuple[Edition | None, dict[str, Any] | None]:
    """The edition that says what is so now (`before` itself where nothing changed), and its body unless it is gone."""
    if after is None:
        if before is None or before.event == Event.GONE:
            return before, None
        return _gone(before, reason=_reason(publication, before.locale), change=change, now=now), None
    digest = content.digest_of_body(after.body)
    if before and before.event != Event.GONE and before.digest == digest:
        return before, content.decompress(before.content)
    was_live = before is not None and before.event != Event.GONE
    is_authored = after.locale in change.locales
    has_moved = was_live and before is not None and (before.path, before.slug) != (after.path, after.slug)
    edition = Edition(
        content_id=publication.content_id,
        type=publication.type,
        locale=after.locale,
        version=before.version + 1 if before else 1,
        event=Event.MOVED if has_moved else Event.PUBLISHED,
        change_kind=change.kind if is_authored else DERIVED.kind,
        change_note=change.note if is_authored else "",
        digest=digest,
        slug=after.slug,
        segment=after.segment,
        path=after.path,
        moved_to=after.path if has_moved else "",
        release_number=after.release_number,
        published_at=before.published_at if before else now,
        occurred_at=now,
    )
    body = dict(after.body)
    body["version"] = edition.version
    body["change"] = _told_change(before, change=change, is_authored=is_authored)
    body["published_at"] = content.timestamp(edition.published_at)
    body["updated_at"] = content.timestamp(now)
    return edition, body


def _told_change(before: Edition | None, *, change: Change, is_authored: bool) -> dict[str, str | None]:
    """The last change that an editor made: a rebuild does not push a safety note out of sight."""
    if not is_authored and before is not None and before.event != Event.GONE:
        told: dict[str, str | None] = content.decompress(before.content)["change"]
        return told
    return {"kind": str(change.kind), "note": (change.note or None) if is_authored else None}


def _reason(publication: Publication, locale: str) -> str:
    return publication.gone_reasons.get(locale, WITHDRAWN) if publication.documents else publication.gone_reason


def _gone(before: Edition, *, reason: str, change: Change, now: datetime) -> Edition:
    return Edition(
        content_id=before.content_id,
        type=before.type,
        locale=before.locale,
        version=before.version,
        event=Event.GONE,
        change_kind=change.kind,
        change_note=change.note,
        slug=before.slug,
        segment=before.segment,
        path=before.path,
        gone_reason=reason,
        published_at=before.published_at,
        occurred_at=now,
        content=b"",
    )
