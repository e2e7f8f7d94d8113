"""What those who work on a locale say to each other about a segment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.translation import notifications, standing
from cms.translation.errors import WrongState
from cms.translation.models import SegmentComment
from cms.translation.naming import name_of_person

if TYPE_CHECKING:
    from uuid import UUID

LONGEST = 2_000


def add(content: Any, locale: str, path: str, *, text: str, by: Any) -> SegmentComment:
    """Those whom it concerns are told. Raises WrongState."""
    words = text.strip()
    if not words:
        raise WrongState(_("Write the comment first."))
    with transaction.atomic():
        # A content that nobody has translated yet has no row to speak about.
        standing.works_of_saved(content)
        comment = SegmentComment.objects.create(
            content_id=content.content_id,
            locale=locale,
            path=path,
            text=words,
            author=by,
            author_name=name_of_person(by),
        )
        notifications.tell_of_comment(comment)
    return comment


def resolve(content: Any, locale: str, key: int, *, by: Any) -> SegmentComment:
    """What the comment was about is settled; it stays to be read. Raises WrongState."""
    comment = _of(content.content_id, locale).filter(pk=key).first()
    if comment is None:
        raise WrongState(_("There is no such comment."))
    if comment.resolved_at is None:
        comment.resolved_at, comment.resolved_by = timezone.now(), by
        comment.save(update_fields=["resolved_at", "resolved_by"])
    return comment


def _of(content_id: UUID, locale: str) -> Any:
    return SegmentComment.objects.filter(content_id=content_id, locale=locale)
