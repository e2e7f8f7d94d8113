"""The act of reviewing: who may, what is refused, and that nothing else of a draft goes out with it."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cms.medical_review import acts, policy, rights
from cms.medical_review.models import Review
from tests import factories

pytestmark = pytest.mark.django_db


def told(page, locale="en"):
    return factories.answer(page, locale)["review"]


def test_a_page_that_nobody_has_reviewed_says_so():
    assert told(factories.page()) == {
        "last_reviewed": None,
        "due": None,
        "status": "never",
        "overdue_policy": "flag",
        "reviewers": [],
    }


def test_a_review_reaches_readers_at_once_and_takes_no_draft_along():
    page = factories.page()
    factories.write(page, "en", name="Pain that lasts").save_revision()

    factories.review(page, days_ago=10, due_in=300)

    answer = factories.answer(page)
    assert answer["review"] == {
        "last_reviewed": str(factories.days_from_now(-10)),
        "due": str(factories.days_from_now(300)),
        "status": "current",
        "overdue_policy": "flag",
        "reviewers": [{"name": "A. Sample", "credentials": "FRCA", "role": "clinical_reviewer"}],
    }
    assert answer["name"] == "Chronic pain"
    assert factories.read(factories.latest(page), "name", "en") == "Pain that lasts"


def test_a_review_pushes_no_safety_note_out_of_sight():
    page = factories.write(factories.page(), "en", summary="Pain. Do not drive after a session.")
    page = factories.publish(page, kind="safety", note="Do not drive for 24 hours.")

    factories.review(page)

    assert factories.answer(page)["change"] == {"kind": "safety", "note": "Do not drive for 24 hours."}
    assert factories.editions(page)[-1].change_kind == "editorial"


def test_publishing_and_saving_change_no_date_of_a_review():
    page = factories.page()
    factories.review(page, days_ago=400, due_in=20)
    before = told(page)

    page = factories.publish(factories.write(factories.reload(page), "en", summary="Pain for a long time."))

    assert told(page) == before


def test_a_draft_that_was_reviewed_says_so_when_it_goes_out():
    page = factories.draft()
    factories.review(page)

    page = factories.publish(page)

    assert told(page)["status"] == "current"


def test_reviewers_stay_as_they_were_on_the_day():
    page, reader = factories.page(), factories.person("A. Sample")
    factories.review(page, reader=reader)

    reader.credentials = "FRCA, MD"
    reader.save()
    factories.publish(factories.reload(page))
    reader.delete()
    factories.publish(factories.reload(page))

    assert told(page)["reviewers"][0]["credentials"] == "FRCA"


def test_the_newest_record_counts_so_that_a_mistake_can_be_set_right():
    page = factories.page()
    factories.review(page, days_ago=1)

    factories.review(page, days_ago=30)

    assert told(page)["last_reviewed"] == str(factories.days_from_now(-30))
    assert Review.objects.count() == 2


@pytest.mark.parametrize(
    ("days_ago", "due_in", "field", "words"),
    [
        (-1, 300, "reviewed_on", "future"),
        (10, -10, "due_on", "after this one"),
        (10, -20, "due_on", "after this one"),
        (0, 1097, "due_on", "At most 36 months"),
    ],
)
def test_impossible_dates_are_refused_by_field(days_ago, due_in, field, words):
    page = factories.page()

    with pytest.raises(ValidationError) as refused:
        factories.review(page, days_ago=days_ago, due_in=due_in)

    assert list(refused.value.message_dict) == [field]
    assert words in refused.value.message_dict[field][0]
    assert told(page)["status"] == "never"


@pytest.mark.parametrize(
    ("status", "months"), [(None, 24), ("approved", 24), ("off_label", 12), ("investigational", 12)]
)
def test_a_review_holds_for_a_year_where_a_use_is_not_approved_else_for_two(status, months):
    page = factories.draft()
    if status is not None:
        factories.add_evidence(page, factories.therapy(), regulatory_status=status)
    page = factories.publish(page)
    today = timezone.localdate()

    acts.record(page, people=[factories.person()], reviewed_on=today, by=factories.clinical_reviewer())

    assert told(page)["due"] == str(policy.months_after(today, months))


@pytest.mark.parametrize(
    ("months", "expected"), [(12, "2025-02-28"), (6, "2024-08-29"), (11, "2025-01-29"), (24, "2026-02-28")]
)
@pytest.mark.once
def test_months_are_counted_by_the_calendar(months, expected):
    assert str(policy.months_after(date(2024, 2, 29), months)) == expected


@pytest.mark.parametrize("person", [lambda: factories.user("author", "Authors"), lambda: factories.approver("ar")])
def test_who_has_no_right_to_record_is_refused(person):
    page = factories.page()

    with pytest.raises(rights.NoRightToRecord):
        factories.review(page, by=person())

    assert not Review.objects.exists()


def test_a_review_needs_somebody_who_did_it():
    page = factories.page()

    with pytest.raises(acts.NoReviewers):
        acts.record(page, people=[], reviewed_on=timezone.localdate(), by=factories.clinical_reviewer())

    assert not Review.objects.exists()
