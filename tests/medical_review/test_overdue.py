"""What becomes of a page whose review is overdue: it says so, or it is withdrawn until it is reviewed."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest
import time_machine
from django.utils import timezone

from cms.delivery import feed
from cms.operations import schedule
from cms.publishing import lifecycle
from cms.publishing.models import Edition
from cms.translation import status
from cms.webhooks import events
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def withdrawing(settings):
    settings.REVIEW_OVERDUE_POLICY = "withdraw"


def later(days):
    """The scheduler at a quarter past midnight of a day."""
    moment = datetime.combine(factories.days_from_now(days), time(0, 15), tzinfo=UTC)
    return time_machine.travel(moment, tick=True)


def tick():
    assert schedule.tick() == 0


def webhooks():
    """The events of each edition, oldest first."""
    entries = feed.read_after(0, limit=500)
    of_entry = events.events_of(entries)
    return [str(event.value) for entry in entries for event in of_entry[entry.sequence]]


@pytest.mark.parametrize(
    ("due", "status"), [(60, "current"), (31, "current"), (30, "due"), (1, "due"), (0, "due"), (-1, "overdue")]
)
def test_a_review_is_due_for_a_month_and_overdue_after_its_day(due, status):
    page = factories.page()

    factories.review(page, days_ago=300, due_in=due)

    assert factories.answer(page)["review"]["status"] == status


def test_the_clock_alone_makes_a_review_fall_due_then_overdue():
    page = factories.page()
    factories.review(page, days_ago=300, due_in=60)
    found = []

    for days in (29, 30, 60, 61, 62):
        with later(days):
            tick()
        found.append(factories.answer_row(page).review_status)

    assert found == ["current", "due", "due", "overdue", "overdue"]
    assert webhooks().count("review.overdue") == 1


def test_a_page_that_is_withdrawn_is_gone_with_the_reason(client, withdrawing):
    page = factories.page(locales=("en", "ar"))
    factories.review(page, due_in=3)
    with later(3):
        tick()
    assert client.get("/api/v1/conditions/chronic-pain/").status_code == 200

    with later(4):
        tick()
        answer = client.get("/api/v1/conditions/chronic-pain/?locale=ar")

    assert answer.status_code == 410
    assert answer.json()["reason"] == "review-overdue"
    assert "medical review is overdue" in answer.json()["detail"]
    assert {edition.gone_reason for edition in Edition.objects.filter(event="gone")} == {"review-overdue"}
    assert webhooks().count("review.overdue") == webhooks().count("document.gone") == 2
    assert client.get("/api/v1/conditions/").json()["results"] == []
    assert client.get("/api/v1/search/?q=pain").json()["results"] == []
    assert b"chronic-pain" not in client.get("/sitemap.xml").content
    changes = client.get("/api/v1/changes/").json()["changes"]
    assert not [change for change in changes if change["event"] == "published" and change["type"] == "condition"]


def test_what_it_said_before_can_still_be_asked_for(client, withdrawing):
    page = factories.page()
    factories.review(page, due_in=3)
    asked = timezone.now().strftime("%Y-%m-%dT%H:%M:%SZ")
    with later(4):
        tick()

        answer = client.get(f"/api/v1/conditions/chronic-pain/?as_of={asked}")

    assert answer.status_code == 200
    assert answer.json()["superseded"]["withdrawn"] is True
    assert answer.json()["superseded"]["reason"] == "review-overdue"


def test_caches_know_of_the_withdrawal_beforehand(withdrawing, settings):
    settings.REVIEW_WITHDRAW_AFTER_DAYS = 14
    page = factories.page()
    factories.review(page, days_ago=300, due_in=-1)

    expected = datetime.combine(factories.days_from_now(14), time.min, tzinfo=UTC)
    assert factories.answer_row(page).next_change_at == expected


def test_within_the_days_of_grace_a_page_is_out_and_overdue(withdrawing, settings):
    settings.REVIEW_WITHDRAW_AFTER_DAYS = 14
    page = factories.page()
    factories.review(page, due_in=3)

    with later(17):
        tick()
    during = factories.answer(page)["review"]["status"]
    with later(18):
        tick()

    assert during == "overdue"
    assert not factories.is_out(page)
    assert webhooks().count("review.overdue") == 1


def test_a_review_brings_a_withdrawn_page_back(client, withdrawing):
    page = factories.page(locales=("en", "ar"))
    factories.review(page, days_ago=300, due_in=-1)
    assert client.get("/api/v1/conditions/chronic-pain/").status_code == 410

    factories.review(page, days_ago=0, due_in=300)

    assert factories.locales_out(page) == ["en", "ar"]
    assert client.get("/api/v1/conditions/chronic-pain/").json()["review"]["status"] == "current"


def test_other_documents_name_a_withdrawn_page_no_more(withdrawing):
    profile = factories.profile()
    topic = factories.page("chronic-pain")
    condition = factories.page("crps", under=topic)
    therapy = factories.therapy()
    draft = factories.latest(condition)
    factories.add_evidence(draft, therapy)
    condition = factories.publish(draft)
    lifecycle.rebuild_stale()
    assert factories.answer(topic)["children"]
    assert factories.answer(therapy)["evidence"]

    factories.review(condition, days_ago=300, due_in=-1)
    factories.review(topic, days_ago=300, due_in=300)
    lifecycle.rebuild_stale()

    assert factories.answer(topic)["children"] == []
    assert factories.answer(therapy)["evidence"] == []
    factories.review(topic, days_ago=300, due_in=-1)
    lifecycle.rebuild_stale()
    assert "chronic-pain" not in str(factories.answer(profile)["navigation"])


@pytest.mark.parametrize(("locale", "stand_in"), [("ar", "en"), ("zh-Hans", "en"), ("es", "en"), ("es-MX", "es")])
def test_a_translation_whose_own_review_is_overdue_falls_along_the_chain(locale, stand_in, withdrawing):
    page = factories.page(locales=("en", *factories.WHOLE))
    factories.release(factories.overlay(page, name="Dolor persistente"), "es-MX")
    factories.review(page, days_ago=300, due_in=300)

    factories.review(page, days_ago=200, due_in=-1, locale=locale)

    answer = factories.answer(page, locale)
    assert answer["locale"] == stand_in
    status = {alternate["locale"]: alternate["status"] for alternate in answer["alternates"]}
    assert status[locale] == "withdrawn"
    assert status["es-MX"] == ("withdrawn" if locale in {"es", "es-MX"} else "released")
    assert factories.editions(page, locale)[-1].gone_reason == "review-overdue"


def test_a_page_that_was_never_reviewed_is_not_withdrawn(withdrawing):
    page = factories.page()

    assert factories.answer(page)["review"]["overdue_policy"] == "withdraw"
    assert factories.is_out(page)


@pytest.mark.parametrize("locale", ["en", "ar", "fr"])
def test_the_admin_says_that_readers_get_nothing_and_why(withdrawing, locale):
    page = factories.page(locales=("en", "ar"))

    factories.review(page, days_ago=300, due_in=-1)

    row = status.of_locale(page, locale, user=factories.administrator())
    assert row.delivered is None
    assert row.reason == ("Nobody has translated it yet." if locale == "fr" else "The medical review is overdue.")
