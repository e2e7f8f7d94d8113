"""A text goes to its reviewers and back to who wrote it, with the reason."""

from __future__ import annotations

import pytest

from cms.locales import BY_TAG
from cms.translation import desk, groups, handover
from cms.translation.desk import Edit
from cms.translation.errors import NoRight, WrongState
from cms.translation.models import Notification, NotificationKind, WorkState
from tests import factories
from tests.translation.handover.hands import LOCALES, begun, told, work_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("locale", LOCALES)
def test_a_text_that_is_sent_to_review_waits_for_its_reviewers(topic, locale):
    reviewer, other = factories.approver(locale), factories.approver("fr")
    somebody = begun(topic, locale)

    handover.submit(topic, locale, by=somebody)

    work = work_of(topic, locale)
    assert (work.state, work.submitted_by) == (WorkState.IN_REVIEW, somebody)
    assert work.submitted_at == work.waiting_since
    assert (told(reviewer, NotificationKind.SUBMITTED), told(other, NotificationKind.SUBMITTED)) == (1, 0)


def test_what_nobody_has_begun_is_not_sent_to_review():
    topic = factories.page("epilepsy")

    with pytest.raises(WrongState):
        handover.submit(topic, "ar", by=factories.translator("ar"))


def test_what_is_in_review_is_not_sent_again(topic):
    somebody = begun(topic)
    handover.submit(topic, "ar", by=somebody)

    with pytest.raises(WrongState):
        handover.submit(topic, "ar", by=somebody)


@pytest.mark.parametrize("locale", LOCALES)
def test_only_translators_send_to_review_and_only_reviewers_send_back(topic, locale):
    somebody = begun(topic, locale)
    with pytest.raises(NoRight):
        handover.submit(topic, locale, by=factories.approver(locale))
    handover.submit(topic, locale, by=somebody)

    with pytest.raises(NoRight):
        handover.send_back(topic, locale, by=somebody, reason="No.")


def test_who_wrote_the_text_hears_why_it_came_back(topic):
    somebody = begun(topic)
    handover.submit(topic, "ar", by=somebody)

    handover.send_back(topic, "ar", by=factories.approver("ar"), reason=" The name is not the usual one. ")

    assert (work_of(topic).state, work_of(topic).submitted_by) == (WorkState.IN_PROGRESS, None)
    notification = Notification.objects.get(user=somebody, kind=NotificationKind.SENT_BACK)
    assert notification.text == "The name is not the usual one."


@pytest.mark.parametrize("reason", ["", " \n"])
def test_nothing_is_sent_back_without_a_reason(topic, reason):
    handover.submit(topic, "ar", by=begun(topic))

    with pytest.raises(WrongState):
        handover.send_back(topic, "ar", by=factories.approver("ar"), reason=reason)


def test_what_is_not_in_review_is_not_sent_back(topic):
    begun(topic)

    with pytest.raises(WrongState):
        handover.send_back(topic, "ar", by=factories.approver("ar"), reason="No.")


def test_a_reviewer_who_mends_what_is_in_review_leaves_it_there(topic):
    handover.submit(topic, "ar", by=begun(topic))
    both = factories.user("both", *(make(BY_TAG["ar"]) for make in (groups.translators, groups.reviewers)))

    desk.save(topic, "ar", [Edit("name", "ألم")], by=both)

    assert work_of(topic).state == WorkState.IN_REVIEW
    assert work_of(topic).contributors[-1] == both.pk
