"""Which keys lead to what for readers of a locale: all at once for a full export, one by one for what has changed.

Both say what `cms.delivery.answers` and `cms.delivery.absence` say of a request.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from cms.delivery import absence, answers
from cms.delivery.errors import NotFound, Refusal
from cms.delivery.parameters import is_uuid
from cms.publishing.models import Answer, Document, Edition, Redirect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cms.locales import ContentLocale

_CHUNK = 2_000


@dataclass(frozen=True)
class Absent:
    """There is something to tell of the key, but not the document: it has to be asked for. Belongs to a content id."""

    content_id: UUID


#: What a key leads to: a document, or the reason why there is none.
Goal = UUID | Absent


def goals(type_: str, locale: ContentLocale) -> dict[str, Goal]:
    """All keys of a type for readers of the locale."""
    found, slugs = _answered(type_, locale)
    once = _once_published(type_, locale)
    goals_by_key: dict[str, Goal] = dict(found)
    for key, (content_id, slug) in once.items():
        if key not in found:
            has_moved = slug == key and slugs.get(content_id) != key
            goals_by_key[key] = content_id if content_id in slugs and not has_moved else Absent(content_id)
    former = Redirect.objects.filter(type=type_, locale__in=["", *locale.reading_order])
    for key, content_id in former.values_list("key", "content_id"):
        goals_by_key.setdefault(key, Absent(content_id))
    return goals_by_key


def goal(type_: str, key: str, locale: ContentLocale) -> Goal | None:
    """Where one key leads; None for nowhere."""
    answer = answers.find(type_, key, locale)
    if answer is not None:
        return answer.content_id
    try:
        answer, current_key = absence.stand_in(type_, key, locale)
    except NotFound:
        return None
    except Refusal:
        return Absent(_once_owner(type_, key))
    return answer.content_id if current_key == key else Absent(answer.content_id)


def ever(content_id: UUID) -> set[str]:
    """Every key that a content id has or ever had."""
    named = Edition.objects.filter(content_id=content_id).values_list("slug", "segment").distinct()
    return {str(content_id), *(key for row in named for key in row if key)}


def _answered(type_: str, locale: ContentLocale) -> tuple[dict[str, UUID], dict[UUID, str]]:
    """Content ids by key, as `answers.find` prefers them, and slugs by content id."""
    found: dict[str, tuple[tuple[bool, bool], UUID]] = {}
    slugs: dict[UUID, str] = {}
    rows = Answer.objects.filter(type=type_, requested_locale=locale.tag).order_by("slug")
    for content_id, slug, segment, delivered in rows.values_list("content_id", "slug", "segment", "locale").iterator(
        chunk_size=_CHUNK
    ):
        slugs[content_id] = slug
        for key in {slug, segment} - {""}:
            rank = (key == slug, delivered == locale.tag)
            if not is_uuid(key) and (key not in found or found[key][0] < rank):
                found[key] = (rank, content_id)
    by_key = {key: content_id for key, (_rank, content_id) in found.items()}
    return {**by_key, **{str(content_id): content_id for content_id in slugs}}, slugs


def _once_published(type_: str, locale: ContentLocale) -> dict[str, tuple[UUID, str]]:
    """Content ids with the slugs of those documents, by key; the ones that changed last go first."""
    found: dict[str, tuple[UUID, str]] = {}
    rows = Document.objects.filter(type=type_).order_by("-updated_at", "pk")
    for content_id, slug, segment, own in rows.values_list("content_id", "slug", "segment", "locale").iterator(
        chunk_size=_CHUNK
    ):
        for key in _keys(slug, segment if own in locale.reading_order else ""):
            found.setdefault(key, (content_id, slug))
        found.setdefault(str(content_id), (content_id, slug))
    return found


def _keys(*keys: str) -> Iterator[str]:
    return (key for key in keys if key and not is_uuid(key))


def _once_owner(type_: str, key: str) -> UUID:
    """Whose absence is told, so that it is kept with the other files of that content."""
    if is_uuid(key):
        return UUID(key)
    named = Edition.objects.filter(type=type_)
    newest = (
        (named.filter(slug=key) | named.filter(segment=key)).order_by("-sequence").values_list("content_id", flat=True)
    )
    return newest[0]
