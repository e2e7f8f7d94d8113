"""How reviews stand for readers of each locale.

The review of the page holds for every locale. A locale's own review is of one release of its text. It counts while that
release is out, and until the page is reviewed again: then it adds its reviewers and its date, and of the two dates that
are due the earlier one holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from cms.locales import SOURCE
from cms.medical_review import policy
from cms.medical_review.models import Review
from cms.medical_review.policy import ReviewStatus

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date, datetime
    from uuid import UUID


@dataclass(frozen=True)
class Standing:
    """What counts for one locale. `last` and `due` are both None where there never was a review; `is_own` where a
    review of the locale's own text counts.
    """

    last: date | None = None
    due: date | None = None
    reviewers: tuple[dict[str, Any], ...] = ()
    is_own: bool = False

    def status(self, now: datetime) -> ReviewStatus:
        return policy.status_on(now.date(), due=self.due)

    def is_withdrawn(self, now: datetime) -> bool:
        first = policy.withdrawn_on(self.due) if self.due is not None else None
        return first is not None and now.date() >= first

    def changes(self) -> list[datetime]:
        """When the clock alone changes what readers are told of it."""
        return policy.changes_after(self.due) if self.due is not None else []


def combined(of_page: Review | None, own: Review | None, *, release_number: int | None) -> Standing:
    """`own` is the newest review of the locale, `release_number` that of its release that is out."""
    if own is not None and (own.release_number != release_number or _is_past(own, of_page)):
        own = None
    found = [review for review in (own, of_page) if review is not None]
    if not found:
        return Standing()
    return Standing(
        last=max(review.reviewed_on for review in found),
        due=min(review.due_on for review in found),
        reviewers=_each_once(reviewer for review in found for reviewer in review.reviewers),
        is_own=own is not None,
    )


def _each_once(reviewers: Iterable[dict[str, Any]]) -> tuple[dict[str, Any], ...]:
    """Those of the locale's own review first, with the credentials that they had then."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for reviewer in reviewers:
        found.setdefault((reviewer["name"], reviewer["role"]), reviewer)
    return tuple(found.values())


def _is_past(own: Review, of_page: Review | None) -> bool:
    return of_page is not None and own.reviewed_on < of_page.reviewed_on


class Standings:
    """The reviews that count of several contents, read with one query when the first one is asked for."""

    def __init__(self, content_ids: Collection[UUID]) -> None:
        self._content_ids = content_ids

    def of(self, content_id: UUID, locale: str, *, release_number: int | None = None) -> Standing:
        of_page = self._reviews.get((content_id, ""))
        own = self._reviews.get((content_id, locale)) if locale != SOURCE else None
        return combined(of_page, own, release_number=release_number)

    @cached_property
    def _reviews(self) -> dict[tuple[UUID, str], Review]:
        found = Review.objects.filter(content_id__in=self._content_ids).that_count()
        return {(review.content_id, review.locale): review for review in found}
