"""The reviews of a content id as its history tells them to an auditor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from cms.medical_review.models import Review
from cms.publishing.content import timestamp

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID


def reviews(content_id: UUID) -> Iterator[dict[str, Any]]:
    """Oldest first; `locale` is null for the page as a whole."""
    for review in Review.objects.filter(content_id=content_id).order_by("pk"):
        yield {
            "at": timestamp(review.recorded_at),
            "by": review.recorded_by_name or None,
            "what": _("Reviewed by %(people)s") % {"people": "; ".join(review.names)},
            "comment": review.note or None,
            "locale": review.locale or None,
            "release": review.release_number,
            "reviewed_on": review.reviewed_on.isoformat(),
            "due_on": review.due_on.isoformat(),
            "outcome": review.outcome,
        }
