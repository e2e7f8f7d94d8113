"""Which statements on evidence rest on nothing."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from openpyxl import load_workbook  # type: ignore[import-untyped]  # Wagtail's choice, and without types
from wagtail.users.models import UserProfile

from tests import factories
from tests.reports.asking import lines, queries, report, rows, with_evidence

pytestmark = pytest.mark.django_db

KEY = "references"


@pytest.fixture
def therapy():
    return factories.therapy()


def test_a_statement_without_a_reference_is_listed_with_a_link_to_its_references(author, therapy):
    page = with_evidence("chronic-pain", therapy=therapy)
    with_evidence("crps", factories.reference(), therapy=therapy)

    (row,) = rows(author, KEY)

    assert (row.page.text, row.level, row.others) == ("Chronic pain", "Moderate", "No reference at all")
    assert row.evidence.text == "Some people had less pain for some weeks."
    entry = page.evidence.get()
    assert row.evidence.url == f"/admin/pages/{page.pk}/edit/#:w:contentpath=evidence.pk-{entry.pk}.references"


def test_a_page_whose_other_statements_have_references_is_told_apart(author, therapy):
    page = factories.draft("chronic-pain")
    factories.add_evidence(page, therapy, factories.reference())
    factories.add_evidence(page, therapy, level="low")
    factories.publish(page)
    with_evidence("crps", therapy=therapy)

    assert [row.page.text for row in rows(author, KEY, on_page="some")] == ["Chronic pain"]
    assert [row.page.text for row in rows(author, KEY, on_page="none")] == ["Complex regional pain syndrome"]
    assert [row.page.text for row in rows(author, KEY, level="low")] == ["Chronic pain"]


def test_a_reference_that_was_deleted_is_none(author, therapy):
    reference = factories.reference()
    with_evidence("chronic-pain", reference, therapy=therapy)
    assert rows(author, KEY) == []

    reference.delete()

    assert [row.page.text for row in rows(author, KEY)] == ["Chronic pain"]


def test_the_page_is_called_as_the_person_calls_it(author, therapy):
    page = factories.draft("chronic-pain", locales=("en", "es"))
    factories.add_evidence(page, therapy, statements={"en": "Less pain.", "es": "Menos dolor."})
    factories.publish(page)
    account = get_user_model().objects.get(username="author")
    UserProfile.objects.create(user=account, preferred_language="es")

    (row,) = rows(author, KEY)

    assert (row.page.text, row.evidence.text) == ("Dolor crónico", "Menos dolor.")


def test_nothing_is_said_in_plain_words(author):
    assert "Each statement on evidence names a reference." in report(author, KEY).content.decode()
    assert "Nothing is like that." in report(author, KEY, level="low").content.decode()


def test_ten_more_rows_cost_the_same_queries(author, therapy):
    with_evidence("chronic-pain", therapy=therapy)
    few = queries(author, KEY)

    for number in range(10):
        with_evidence(f"pain-{number}", therapy=therapy)

    assert len(rows(author, KEY)) == 11
    assert queries(author, KEY) == few


def test_a_spreadsheet_has_the_rows_and_calculates_nothing(author, therapy):
    with_evidence("chronic-pain", therapy=therapy, statements={"en": "=1+1 of three people\vhad less pain."})

    (line,) = lines(author, KEY)
    book = load_workbook(BytesIO(report(author, KEY, export="xlsx").getvalue()))

    assert line["Page"] == "Chronic pain"
    assert line["Evidence"] == "'=1+1 of three people\vhad less pain."
    cell = book.active["B2"]
    assert (cell.data_type, cell.value) == ("s", "=1+1 of three people had less pain.")


def test_only_who_may_write_pages_sees_reports():
    nobody = factories.user("nobody")
    stranger = Client()
    stranger.force_login(nobody)

    assert report(stranger, KEY).status_code == 302
    assert report(Client(), KEY).status_code == 302
