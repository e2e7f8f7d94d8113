"""Nobody is told twice, nor of what is done."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.locales import BY_TAG
from cms.translation import desk, handover, notifications, releases
from cms.translation.desk import Edit
from cms.translation.errors import NoRight, WrongState
from cms.translation.models import LocaleWork, Notification, NotificationKind
from tests import factories
from tests.translation.notifications.news import TRANSLATED, change, comment, in_review, names, page_in, told, translate

pytestmark = pytest.mark.django_db


# Once


def test_an_unread_notification_is_brought_up_to_date_and_not_doubled():
    translator, reviewer = factories.translator("ar"), factories.approver("ar")
    page = page_in("ar")
    translate(page, "ar", translator)
    comment(page, "ar", reviewer, "The first.")
    Notification.objects.update(mailed_at=timezone.now())
    before = Notification.objects.get()

    comment(page, "ar", factories.approver("ar"), "The second.")

    after = Notification.objects.get(user=translator)
    assert (after.pk, after.text) == (before.pk, "The second.")
    assert after.actor_name != before.actor_name
    assert after.created_at > before.created_at
    assert after.mailed_at is None


def test_who_has_read_it_is_told_anew():
    translator, reviewer = factories.translator("ar"), factories.approver("ar")
    page = page_in("ar")
    translate(page, "ar", translator)
    comment(page, "ar", reviewer, "The first.")
    Notification.objects.update(read_at=timezone.now())

    comment(page, "ar", reviewer, "The second.")

    assert sorted(Notification.objects.values_list("text", flat=True)) == ["The first.", "The second."]
    assert told() == names(translator)


def test_an_act_that_is_refused_tells_nobody():
    translator, reviewer = factories.translator("ar"), factories.approver("ar")
    page = page_in("ar")

    with pytest.raises(WrongState):
        handover.send_back(page, "ar", by=reviewer, reason="Too early.")
    with pytest.raises(NoRight):
        handover.submit(page, "ar", by=reviewer)
    with pytest.raises(NoRight):
        releases.withdraw(page, "ar", by=translator)

    assert told() == []


# Settled


def test_an_approval_settles_all_that_was_asked_about_that_text_and_no_other():
    translator, reviewer = factories.translator("ar"), factories.approver("ar")
    chinese = factories.translator("zh-Hans")
    page = change(page_in("ar", "zh-Hans"))
    translate(page, "ar", translator)
    comment(page, "ar", reviewer)
    handover.submit(page, "ar", by=translator)

    releases.approve(page, "ar", by=reviewer)

    assert told(locale="ar") == told(NotificationKind.APPROVED) == names(translator)
    assert told(NotificationKind.OUTDATED) == names(chinese)


def test_a_text_that_is_sent_back_waits_for_no_reviewer():
    translator, reviewer = factories.translator("ar"), factories.approver("ar")
    other = factories.approver("ar")
    page = in_review("ar", translator)
    assert told(NotificationKind.SUBMITTED) == names(reviewer, other)

    handover.send_back(page, "ar", by=reviewer, reason="Please write the dose in full.")

    assert told(NotificationKind.SUBMITTED) == []


def test_a_text_that_its_translator_takes_up_again_waits_for_no_reviewer(client):
    translator, reviewer = factories.translator("ar"), factories.approver("ar")
    page = in_review("ar", translator)
    desk.save(page, "ar", [Edit("summary", factories.PAGES["chronic-pain"]["ar"].summary)], by=translator)

    assert list(notifications.unread().filter(user=reviewer)) == []

    handover.submit(page, "ar", by=translator)

    assert notifications.unread().get().user == reviewer


@pytest.mark.parametrize("locale", TRANSLATED)
def test_a_text_that_is_brought_up_to_date_and_sent_to_review_is_not_outdated_for_anybody(locale):
    translator, _colleague = factories.translator(locale), factories.translator(locale)
    page = change(page_in(locale))
    assert len(told(NotificationKind.OUTDATED)) == 2
    translate(page, locale, translator)

    handover.submit(page, locale, by=translator)

    assert told(NotificationKind.OUTDATED) == []


def test_a_text_that_is_sent_to_review_with_old_parts_stays_outdated():
    translator = factories.translator("ar")
    page = change(page_in("ar"))

    handover.submit(page, "ar", by=translator)

    assert LocaleWork.objects.get(content_id=page.content_id, locale="ar").outdated == 1
    assert told(NotificationKind.OUTDATED) == names(translator)


def test_what_was_sent_back_is_settled_when_it_comes_again():
    translator, reviewer = factories.translator("ar"), factories.approver("ar")
    page = in_review("ar", translator)
    handover.send_back(page, "ar", by=reviewer, reason="Please write the dose in full.")

    handover.submit(page, "ar", by=translator)

    assert told() == told(NotificationKind.SUBMITTED) == names(reviewer)


def test_a_source_that_goes_back_settles_what_it_made_outdated():
    factories.translator("ar")
    page = page_in("ar")
    before = factories.read(page, "summary", "en")
    page = change(page)

    factories.publish(factories.write(factories.latest(page), "en", summary=before))

    assert told() == []


def test_a_roll_back_settles_that_the_text_was_withdrawn():
    factories.translator("ar")
    reviewer = factories.approver("ar")
    page = page_in("ar")
    releases.withdraw(page, "ar", by=reviewer)

    releases.roll_back(page, "ar", to=1, by=reviewer)

    assert told() == []


# Cost


def test_telling_many_people_costs_as_many_queries_as_telling_few():
    page = page_in(*TRANSLATED)
    content_id = page.content_id

    def cost():
        Notification.objects.all().delete()
        with CaptureQueriesContext(connection) as queries:
            for locale in TRANSLATED:
                people = notifications.people_with(f"translation.translate_{BY_TAG[locale].suffix}")
                notifications.tell(people, content_id, locale, NotificationKind.OUTDATED, by=None)
        return len(queries), Notification.objects.count()

    for locale in TRANSLATED:
        factories.translator(locale)
    few = cost()
    for locale in TRANSLATED * 9:
        factories.translator(locale)
    many = cost()

    assert (few[1], many[1]) == (3, 30)
    assert many[0] == few[0]
