"""Hands a locale's text from one person to the next: to review, back, and through signatures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.locales import BY_TAG
from cms.translation import notifications, rights, standing
from cms.translation.errors import NoRight, NotTheApprover, WrongState
from cms.translation.models import LocaleWork, NotificationKind, WorkState
from cms.translation.policy import policy_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

_STATE = ["state", "submitted_at", "submitted_by", "waiting_since"]


def submit(content: Any, locale: str, *, by: Any) -> None:
    """The translator is done; those who may approve are told. Raises NoRight or WrongState."""
    rights.require_translator_of(by, content, locale)
    with transaction.atomic():
        work = _work(content.content_id, locale)
        if work.state == WorkState.NOT_STARTED:
            raise WrongState(_("There is no text yet that could be reviewed."))
        if work.state == WorkState.IN_REVIEW:
            raise WrongState(_("It is in review already."))
        _put_in_review(work, by=by)


def submit_import(content: Any, locale: str, *, by: Any | None) -> None:
    """What came back from translators waits for review, whoever brought it."""
    work = _work(content.content_id, locale)
    if work.state != WorkState.IN_REVIEW:
        _put_in_review(work, by=by)


def send_back(content: Any, locale: str, *, by: Any, reason: str) -> None:
    """The reviewer wants changes; those who wrote the text are told why. Raises NoRight or WrongState."""
    rights.require_approver(by, locale)
    if not reason.strip():
        raise WrongState(_("Say what should be changed, so that the translator knows what to do."))
    with transaction.atomic():
        work = _work(content.content_id, locale)
        if work.state != WorkState.IN_REVIEW:
            raise WrongState(_("It is not in review."))
        work.state = WorkState.IN_PROGRESS
        receivers = {*work.contributors, work.submitted_by_id}
        work.submitted_at = work.submitted_by = None
        standing.save([work], _STATE)
        notifications.settle(content.content_id, locale, NotificationKind.SUBMITTED)
        notifications.tell(
            _people(receivers), content.content_id, locale, NotificationKind.SENT_BACK, by=by, text=reason.strip()
        )


def revise(content: Any, locale: str, *, by: Any) -> None:
    """Another person has read the text beside the source. Raises NoRight, WrongState or NotTheApprover."""
    rights.require_approver(by, locale)
    with transaction.atomic():
        work = _work_to_sign(content.content_id, locale, by)
        work.reviser, work.revised_at = by, timezone.now()
        standing.save([work], ["reviser", "revised_at"])


def answer_for(content: Any, locale: str, *, by: Any) -> None:
    """A clinician signs the text. Raises NoRight, WrongState or NotTheApprover."""
    if not rights.may_answer_for(by, locale):
        raise NoRight("answer_for", locale)
    with transaction.atomic():
        work = _work_to_sign(content.content_id, locale, by)
        work.clinical_approver, work.clinically_approved_at = by, timezone.now()
        standing.save([work], ["clinical_approver", "clinically_approved_at"])


def _put_in_review(work: LocaleWork, *, by: Any | None) -> None:
    work.state = WorkState.IN_REVIEW
    work.submitted_at = work.waiting_since = timezone.now()
    work.submitted_by = by
    standing.save([work], _STATE)
    _settle_submitted(work)
    notifications.tell(_reviewers(work), work.content_id, work.locale, NotificationKind.SUBMITTED, by=by)


def _settle_submitted(work: LocaleWork) -> None:
    """The translator did what was asked: changes, and where nothing is left behind, bringing the text up to date."""
    done = [NotificationKind.SENT_BACK]
    if not work.outdated and not work.missing:
        done += [NotificationKind.OUTDATED, NotificationKind.WITHDRAWN]
    notifications.settle(work.content_id, work.locale, *done)


def _work(content_id: UUID, locale: str) -> LocaleWork:
    return LocaleWork.objects.select_for_update(of=("self",)).get(content_id=content_id, locale=locale)


def _work_to_sign(content_id: UUID, locale: str, by: Any) -> LocaleWork:
    work = _work(content_id, locale)
    if work.state not in {WorkState.IN_REVIEW, WorkState.IN_PROGRESS}:
        raise WrongState(_("Nothing in %(language)s waits for a signature.") % {"language": BY_TAG[locale].own_name})
    if policy_of(locale).four_eyes and by.pk in work.contributors:
        raise NotTheApprover(locale)
    return work


def _people(keys: Iterable[int | None]) -> Any:
    return get_user_model()._default_manager.filter(pk__in=[key for key in keys if key is not None], is_active=True)


def _reviewers(work: LocaleWork) -> Any:
    """Those who may approve, and the clinicians where one has to sign; under four eyes nobody who wrote the text."""
    policy = policy_of(work.locale)
    reviewers = notifications.people_with(rights.approve_permission(work.locale))
    if policy.clinical:
        reviewers = reviewers | notifications.people_with(rights.clinical_permission(work.locale))
    return reviewers.exclude(pk__in=work.contributors) if policy.four_eyes else reviewers
