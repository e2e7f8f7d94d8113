"""What a document said once: from the log of editions, which nothing is ever dropped from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Max

from cms.delivery.answers import document_of
from cms.delivery.errors import Gone, NotFound, NotTranslated
from cms.delivery.filters import is_close_enough
from cms.locales import TAGS
from cms.publishing import content
from cms.publishing.models import ChangeKind, Edition, Event

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from cms.locales import ContentLocale

#: What was withdrawn for safety without a note of the editor's.
_SAFETY = "safety"


@dataclass(frozen=True)
class Historical:
    """A document as it was, for readers of one locale. `superseded` in it says what has become of it since;
    `last_modified` is when that last changed.
    """

    document: dict[str, Any]
    last_modified: datetime

    @property
    def locale(self) -> str:
        return str(self.document["locale"])


def as_of(content_id: UUID, moment: datetime, *, locale: ContentLocale, fallback: str) -> Historical:
    """What a reader of the locale was given at the moment: the nearest of the reading order that was live then.

    Three queries, whatever the number of editions. Raises NotFound, Gone, NotTranslated, all of them as it was then.
    """
    newest = _newest_by(content_id, moment)
    if not newest:
        raise _not_yet(content_id, moment)
    live = {tag: edition for tag, edition in newest.items() if edition.event != Event.GONE}
    if not live:
        last = max(newest.values(), key=lambda edition: edition.sequence)
        raise Gone(gone_at=last.occurred_at, reason=last.gone_reason)
    available = [tag for tag in TAGS if tag in live]
    nearest = next((tag for tag in locale.reading_order if tag in live), None)
    if nearest is None:
        raise NotTranslated(locale.tag, available=available)
    return _given(live[nearest], locale=locale, fallback=fallback, available=available)


def version(content_id: UUID, number: int, *, locale: ContentLocale, fallback: str) -> Historical:
    """One version of the document in this very locale, live or not.

    Three queries at most. Raises NotTranslated where there never was a document in the locale, NotFound where it has
    no such version.
    """
    editions = Edition.objects.filter(content_id=content_id).exclude(event=Event.GONE)
    edition = editions.filter(locale=locale.tag, version=number).first()
    if edition is None:
        raise _no_such_version(content_id, number, locale=locale)
    return _given(edition, locale=locale, fallback=fallback, available=[locale.tag])


def _given(edition: Edition, *, locale: ContentLocale, fallback: str, available: list[str]) -> Historical:
    document = document_of(content.encode(content.decompress(edition.content)))
    is_partial = bool(document.get("fallbacks"))
    if not is_close_enough(fallback, locale=locale, delivered=edition.locale, is_partial=is_partial):
        raise NotTranslated(locale.tag, available=available)
    later = list(_without_text(edition.content_id).filter(locale=edition.locale, sequence__gt=edition.sequence))
    document["requested_locale"] = locale.tag
    document["superseded"] = _superseded(edition, later)
    return Historical(document, (later[-1] if later else edition).occurred_at)


def _superseded(edition: Edition, later: list[Edition]) -> dict[str, Any] | None:
    """A text counts as withdrawn for good once it was: what came after it may say the same, but is another version.

    A change for safety withdraws what it replaced, whatever else happened since.
    """
    if not later:
        return None
    for_safety = [each for each in later if each.change_kind == ChangeKind.SAFETY]
    gone = [each for each in later if each.event == Event.GONE]
    cause = next(iter([*for_safety, *reversed(gone)]), None)
    newest = later[-1].version
    return {
        "by_version": newest if newest > edition.version else None,
        "withdrawn": cause is not None,
        "reason": _reason(cause) if cause is not None else None,
    }


def _reason(cause: Edition) -> str | None:
    """The editor's note, which is public, else a word for what happened."""
    if cause.change_kind == ChangeKind.SAFETY:
        return cause.change_note or _SAFETY
    return cause.gone_reason or None


def _newest_by(content_id: UUID, moment: datetime) -> dict[str, Edition]:
    """By locale, gone ones included."""
    numbers = (
        Edition.objects.filter(content_id=content_id, occurred_at__lte=moment)
        .values("locale")
        .annotate(newest=Max("sequence"))
        .values("newest")
    )
    found = _without_text(content_id).filter(sequence__in=numbers)
    return {edition.locale: edition for edition in found}


def _without_text(content_id: UUID) -> QuerySet[Edition]:
    """All editions of a content id, oldest first; a text is fetched when it is asked for."""
    return Edition.objects.filter(content_id=content_id).defer("content").order_by("sequence")


def _not_yet(content_id: UUID, moment: datetime) -> NotFound:
    first = _without_text(content_id).first()
    if first is None:
        return NotFound("This was never published.")
    return NotFound(
        f"This was not published yet at {content.timestamp(moment)}. It first was at "
        f"{content.timestamp(first.occurred_at)}: ask for that moment or a later one."
    )


def _no_such_version(content_id: UUID, number: int, *, locale: ContentLocale) -> NotFound | NotTranslated:
    last = dict(
        Edition.objects.filter(content_id=content_id)
        .exclude(event=Event.GONE)
        .values_list("locale")
        .annotate(last=Max("version"))
    )
    if locale.tag not in last:
        return NotTranslated(locale.tag, available=[tag for tag in TAGS if tag in last])
    there = "no others than version 1" if last[locale.tag] == 1 else f"versions 1 to {last[locale.tag]}"
    return NotFound(f"There is no version {number} in {locale.tag}. There are {there}.")
