"""The one act of reviewing: it is recorded, and readers see it at once; nothing else of a draft goes out with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.locales import SOURCE
from cms.medical_review import policy, rights, subjects
from cms.medical_review.models import Outcome, Review
from cms.publishing import lifecycle, registry, store
from cms.translation.models import Release
from cms.translation.naming import name_of_person

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

LOGGED = "medical_review.record"


class NothingToReview(ValueError):
    """A locale without a release that is out: there is no text that readers could be told was reviewed."""

    def __init__(self, locale: str) -> None:
        super().__init__(_("There is no released text in %(locale)s to review.") % {"locale": locale})
        self.locale = locale


class NoReviewers(ValueError):
    """A review that nobody has done."""

    def __init__(self) -> None:
        super().__init__(_("Say who has reviewed it."))


def usual_due(content: Any, *, reviewed_on: date) -> date:
    """When the next review is due unless the reviewer says otherwise."""
    return policy.months_after(reviewed_on, usual_months(content))


def usual_months(content: Any) -> int:
    return policy.usual_months(is_approved_use=subjects.subject_of(content).is_approved_use(content))


def current_release(content: Any, locale: str) -> Release:
    """Raises NothingToReview."""
    found = Release.objects.filter(
        content_id=content.content_id, locale=locale, is_current=True, withdrawn_at=None
    ).first()
    if found is None:
        raise NothingToReview(locale)
    return found


def record(
    content: Any,
    *,
    people: Iterable[Any],
    reviewed_on: date,
    due_on: date | None = None,
    outcome: str = Outcome.UNCHANGED,
    note: str = "",
    locale: str = "",
    by: Any,
) -> Review:
    """Records that these people have reviewed the page, or with `locale` the release that is out in it.

    Without a date that is due it gets the usual one. Raises NoRightToRecord, NoReviewers, NothingToReview, or Django's
    ValidationError by field.
    """
    if not rights.may_record_of(by, content):
        raise rights.NoRightToRecord(by)
    review = Review(
        content_id=content.content_id,
        locale="" if locale == SOURCE else locale,
        reviewed_on=reviewed_on,
        due_on=due_on or usual_due(content, reviewed_on=reviewed_on),
        reviewers=[as_reviewer(person) for person in people],
        outcome=outcome,
        note=note,
        recorded_by=by,
        recorded_by_name=name_of_person(by),
    )
    if not review.reviewers:
        raise NoReviewers
    review.full_clean()
    with store.locked() as counter:
        review.release_number = current_release(content, review.locale).number if review.locale else None
        review.save(force_insert=True)
        if registry.is_published(type(content)):
            lifecycle.refresh(type(content)._default_manager.get(pk=content.pk), held=counter)
        log(instance=content, action=LOGGED, user=by, data={"locale": review.locale, "day": str(reviewed_on)})
    return review


def as_reviewer(person: Any) -> dict[str, str]:
    """A person as they are today: what the API says of them stays when they change or leave."""
    return {
        "content_id": str(person.content_id),
        "name": person.name,
        "credentials": person.credentials,
        "role": person.role,
    }
