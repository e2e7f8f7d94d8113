"""Reviews in the admin: the tab, the form with its messages, the report with its filters and files, the first page."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cms.medical_review import report_rows
from cms.medical_review.models import Review
from cms.medical_review.urls import record_url, report_url
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinician(client):
    person = factories.clinical_reviewer()
    client.force_login(person)
    return person


def posted(**fields):
    today = timezone.localdate()
    usual = {"locale": "", "people": [factories.person().pk], "reviewed_on": today, "due_on": "", "outcome": "changed"}
    return {**usual, **fields}


def listed(client, **wanted):
    """What the report shows: name, language and status of each row."""
    table = client.get(report_url(**wanted)).context["table"]
    return [(row.name, row.locale, str(row.status)) for row in table.data]


def test_a_clinician_records_a_review_of_a_translation_in_the_form(client, clinician):
    page = factories.page(locales=("en", "ar"))

    answer = client.post(record_url(page, back="/admin/"), posted(locale="ar", note="قُرئ النص كاملًا."), follow=True)

    assert answer.redirect_chain == [("/admin/", 302)]
    assert "is recorded, and readers see it" in answer.content.decode()
    review = Review.objects.get()
    assert (review.locale, review.release_number, review.recorded_by) == ("ar", 1, clinician)
    assert factories.answer(page, "ar")["review"]["status"] == "current"
    assert factories.answer(page, "en")["review"]["status"] == "never"


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("reviewed_on", factories.days_from_now(2), "future"),
        ("reviewed_on", "9999-12-31", "future"),
        ("reviewed_on", "", "required"),
        ("due_on", factories.days_from_now(0), "after this one"),
        ("due_on", factories.days_from_now(1_200), "At most 36 months"),
        ("people", [], "Say who has reviewed it"),
        ("locale", "fr", "fr"),
        ("outcome", "", "required"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(client, clinician, field, value, words):
    page = factories.page()

    answer = client.post(record_url(page), posted(**{field: value}))

    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert words in answer.context["form"].errors[field][0]
    assert not Review.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_without_the_right_the_form_is_closed(client, method):
    page = factories.page(locales=("en", "ar"))
    client.force_login(factories.approver("ar"))

    answer = getattr(client, method)(record_url(page), posted())

    assert (answer.status_code, answer.url) == (302, reverse("wagtailadmin_home"))
    assert not Review.objects.exists()


@pytest.mark.parametrize("address", ["conditions.conditionpage/99999", "conditions.conditionpage/x", "home.homepage/1"])
def test_what_is_not_reviewed_has_no_form(client, clinician, address):
    assert client.get(f"/admin/medical-review/{address}/").status_code == 404


def test_the_tab_tells_how_it_stands_and_leads_to_the_form(client, clinician):
    page = factories.page(locales=("en", "ar"))
    factories.review(page, reader=factories.person("A. Sample"))
    factories.review(page, locale="ar", due_in=-1, reader=factories.person("ب. قارئ"))

    html = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()

    assert "A. Sample, FRCA" in html
    assert "ب. قارئ" in html
    assert "Marked as overdue since" in html
    assert record_url(page) in html
    assert 'name="last_reviewed"' not in html


def test_the_report_lists_pages_and_translations_that_were_reviewed_by_themselves(client, clinician):
    current = factories.page("chronic-pain", locales=("en", "ar", "es"))
    factories.review(current, due_in=300)
    factories.review(current, due_in=20, locale="ar")
    factories.review(factories.page("crps"), due_in=-5)
    factories.page("epilepsy")
    factories.review(factories.draft("not-out"), due_in=-5)

    assert listed(client) == [
        ("Complex regional pain syndrome", "en", "overdue"),
        ("Chronic pain", "ar", "due"),
        ("Chronic pain", "en", "current"),
        ("Epilepsy", "en", "never"),
    ]
    assert [row[0] for row in listed(client, ordering="-due")] == [
        "Chronic pain",
        "Chronic pain",
        "Complex regional pain syndrome",
        "Epilepsy",
    ]
    assert listed(client, status="never") == [("Epilepsy", "en", "never")]
    assert listed(client, locale="ar") == [("Chronic pain", "ar", "due")]
    assert listed(client, q="complex") == [("Complex regional pain syndrome", "en", "overdue")]


def test_the_report_lists_what_is_withdrawn(client, clinician, settings):
    settings.REVIEW_OVERDUE_POLICY = "withdraw"
    page = factories.page()
    factories.review(page, days_ago=300, due_in=-1)
    factories.page("epilepsy")

    assert listed(client, status="withdrawn") == [("Chronic pain", "en", "overdue")]
    assert "Withdrawn since" in client.get(report_url()).content.decode()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_report_is_exported(client, clinician, kind):
    factories.review(factories.page(), due_in=20)

    answer = client.get(report_url(export=kind))
    content = b"".join(answer.streaming_content)

    if kind == "csv":
        heading, row = content.decode().splitlines()
        assert heading.startswith("Page,Review of,Last review,Next review due,Days left,Status")
        assert row.startswith(
            f"Chronic pain,All languages,{factories.days_from_now(-10)},{factories.days_from_now(20)},20"
        )
    else:
        assert content[:2] == b"PK"


def test_the_report_costs_no_more_with_more_pages(client, clinician):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get(report_url())
        return len(captured)

    factories.review(factories.page("chronic-pain"))
    client.get(report_url())
    few = queries()
    for number in range(2):
        factories.review(factories.page(f"pain-{number}"), by=clinician)

    assert queries() == few


def test_the_report_is_for_those_who_review_and_authors(client):
    client.force_login(factories.translator("ar"))
    refused = client.get(report_url())
    client.force_login(factories.user("author", "Authors"))
    given = client.get(report_url())

    assert (refused.status_code, given.status_code) == (302, 200)
    assert "Record a review" not in given.content.decode()


def test_the_database_works_out_what_readers_are_told():
    dates = [(10, 300, 5, 200), (10, 100, 5, 200), (5, 100, 10, 50), (10, 100, 10, 90)]
    for number, (page_on, page_due, own_on, own_due) in enumerate(dates):
        page = factories.page(f"pain-{number}", locales=("en", "ar"))
        factories.review(page, days_ago=page_on, due_in=page_due)
        factories.review(page, days_ago=own_on, due_in=own_due, locale="ar")

    found = {
        (str(each.content_id), each.locale): (str(each.last), str(each.due))
        for each in report_rows.listed(factories.administrator())
    }

    assert len(found) == 7
    for (content_id, locale), dates_there in found.items():
        told = factories.answer(content_id, locale)["review"]
        assert dates_there == (told["last_reviewed"], told["due"])


def test_the_first_page_counts_what_has_to_be_reviewed(client, clinician):
    factories.review(factories.page("chronic-pain"), due_in=-1)
    factories.page("epilepsy")

    html = client.get(reverse("wagtailadmin_home")).content.decode()

    assert report_url(status="overdue") in html
    assert report_url(status="never") in html
    assert report_url(status="due") not in html
