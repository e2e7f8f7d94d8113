"""Why there is no answer for a key: never there, gone, moved, not in the locale. Only a miss pays for these queries."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q

from cms.delivery import answers
from cms.delivery.errors import Gone, NotFound, NotTranslated
from cms.delivery.parameters import is_uuid
from cms.locales import TAGS
from cms.publishing.models import Document, DocumentState, Redirect

if TYPE_CHECKING:
    from cms.delivery.answers import StoredAnswer
    from cms.locales import ContentLocale


def stand_in(type_: str, key: str, locale: ContentLocale) -> tuple[StoredAnswer, str]:
    """The answer that a withdrawn or moved key leads to, and its key now; the same key for a withdrawn locale.

    Raises NotFound, Gone, NotTranslated.
    """
    once = _once_published(type_, key, locale)
    if once is not None:
        content_id, slug = once
        answer = _answer_or_reason(type_, content_id, locale)
        # A locale that was withdrawn before a rename still holds the old slug: the content has moved all the same.
        return answer, answer.slug if slug == key else key
    redirect = _redirect(type_, key, locale)
    if redirect is None:
        raise _nothing_of(locale)
    answer = _answer_or_reason(type_, redirect.content_id, locale)
    return answer, (answer.segment if redirect.locale else "") or answer.slug


def content_id_of(type_: str, key: str, locale: ContentLocale) -> UUID:
    """What has the key, or had it once, is it out or not. Raises NotFound."""
    once = _once_published(type_, key, locale)
    if once is not None:
        return once[0]
    redirect = _redirect(type_, key, locale)
    if redirect is None:
        raise _nothing_of(locale)
    return redirect.content_id


def _nothing_of(locale: ContentLocale) -> NotFound:
    return NotFound(
        f"There is nothing with this key for readers of {locale.tag}. A key is a content id, a slug, or the path "
        "segment in the locale that is asked for."
    )


def _once_published(type_: str, key: str, locale: ContentLocale) -> tuple[UUID, str] | None:
    """The content id and slug of a document, live or gone, that has the key now; the empty key is nobody's."""
    if not key:
        return None
    if is_uuid(key):
        matching = Q(content_id=UUID(key))
    else:
        matching = Q(slug=key) | Q(segment=key, locale__in=locale.reading_order)
    return (
        Document.objects.filter(matching, type=type_)
        .order_by("-updated_at", "pk")
        .values_list("content_id", "slug")
        .first()
    )


def _answer_or_reason(type_: str, content_id: UUID, locale: ContentLocale) -> StoredAnswer:
    """Raises Gone, NotTranslated."""
    answer = answers.by_content_id(type_, content_id, locale)
    if answer is not None:
        return answer
    documents = list(
        Document.objects.filter(content_id=content_id)
        .order_by("-updated_at", "pk")
        .values_list("locale", "state", "updated_at", "edition__gone_reason")
    )
    live = {tag for tag, state, _moment, _reason in documents if state == DocumentState.LIVE}
    if live:
        raise NotTranslated(locale.tag, available=[tag for tag in TAGS if tag in live])
    reason = next((reason for *_others, reason in documents if reason), "")
    raise Gone(gone_at=documents[0][2], reason=reason)


def _redirect(type_: str, key: str, locale: ContentLocale) -> Redirect | None:
    """A former slug, else a former segment, the nearest locale's first."""
    order = ["", *locale.reading_order]
    found = Redirect.objects.filter(type=type_, key=key, locale__in=order)
    return min(found, key=lambda redirect: order.index(redirect.locale), default=None)
