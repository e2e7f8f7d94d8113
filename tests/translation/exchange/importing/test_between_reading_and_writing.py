"""An import asks for rights and locks as it reads and again as it writes, and nothing that changed between is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.locales import BY_TAG
from cms.translation import desk
from cms.translation.errors import ContentLocked
from cms.translation.exchange import importing, reading
from tests import factories
from tests.translation.exchange import agency
from tests.translation.exchange.agency import LOCALES, SUMMARY, take_in
from tests.translation.exchange.importing.meanwhile import of_paragraphs, write_here

pytestmark = pytest.mark.django_db


# Rights and locks


@pytest.mark.parametrize("locale", LOCALES)
def test_a_person_takes_in_only_languages_that_are_theirs(page, tmp_path, locale):
    person = factories.translator(locale)
    files = {tag: agency.export(page, tmp_path, tag) for tag in LOCALES}
    for tag, each in files.items():
        agency.fill_in(each, {"summary": SUMMARY[tag]})

    counts, refused = take_in(*files.values(), user=person.username)

    assert counts.startswith("1 changed")
    assert refused == [f"You have no right to do this in {BY_TAG[tag].own_name}." for tag in LOCALES if tag != locale]
    assert [tag for tag in LOCALES if agency.target(page, tag) == SUMMARY[tag]] == [locale]


def test_a_right_that_is_lost_between_reading_and_writing_is_refused(page, file):
    person = factories.translator("es")
    prepared = importing.prepare({"f": reading.read_file(file, name="f")}, by=person)
    person.groups.clear()

    report = importing.write(prepared, by=type(person)._default_manager.get(pk=person.pk))

    assert (report.changed, [each.reason for each in report.refused]) == (
        0,
        ["You have no right to do this in Español."],
    )


@pytest.mark.parametrize("is_dry", [True, False])
def test_a_page_that_somebody_has_locked_is_refused(page, file, is_dry):
    page.locked, page.locked_by = True, factories.administrator()
    page.save(update_fields=["locked", "locked_by"])

    as_operator = take_in(file, dry_run=is_dry)
    counts, refused = take_in(file, user=factories.translator("es").username, dry_run=is_dry)

    assert as_operator[1] == ["It is locked in the admin. Ask who locked it."]
    assert counts.endswith("0 not translated, 1 refused.")
    assert len(refused) == 1
    assert "locked" in refused[0]
    assert "<" not in refused[0]
    assert agency.target(page, "es") != SUMMARY["es"]


def test_a_page_that_is_locked_between_reading_and_writing_is_refused(page, file):
    prepared = importing.prepare({"f": reading.read_file(file, name="f")}, by=None)
    page.locked, page.locked_by = True, factories.administrator()
    page.save(update_fields=["locked", "locked_by"])

    report = importing.write(prepared, by=None)

    assert (report.changed, [each.reason for each in report.refused]) == (
        0,
        ["It is locked in the admin. Ask who locked it."],
    )


def test_a_term_that_waits_for_its_hour_is_refused(tmp_path):
    term = factories.glossary_term(locales=("en", "ar"))
    file = agency.export(term, tmp_path, "ar")
    agency.fill_in(file, {"name": "استعمال آخر"})
    scheduled = factories.latest(term)
    scheduled.go_live_at = timezone.now() + timedelta(days=1)
    scheduled.save_revision(approved_go_live_at=scheduled.go_live_at)

    with pytest.raises(ContentLocked):
        desk.save(factories.reload(term), "ar", [], by=factories.administrator())
    assert take_in(file)[1] == ["It is locked in the admin. Ask who locked it."]


# Reading first, then writing


def test_a_text_that_changes_between_reading_and_writing_is_refused(page, file):
    prepared = importing.prepare({"f": reading.read_file(file, name="f")}, by=None)
    write_here(page, "es", summary="Dolor largo.")

    report = importing.write(prepared, by=None)

    assert (prepared.report.changed, report.changed) == (1, 0)
    assert [(each.path, each.reason) for each in report.refused] == [
        ("summary", "Somebody changed it while the file was read. Import it again.")
    ]
    assert agency.target(page, "es") == "Dolor largo."


def test_content_that_is_deleted_between_reading_and_writing_is_refused(page, file):
    prepared = importing.prepare({"f": reading.read_file(file, name="f")}, by=None)
    factories.reload(page).delete()

    report = importing.write(prepared, by=None)

    assert [each.reason for each in report.refused] == [f"There is no content with the id {page.content_id} here."]


def test_reading_and_comparing_needs_no_transaction(page, file):
    with CaptureQueriesContext(connection) as asked:
        importing.prepare({"f": reading.read_file(file, name="f")}, by=factories.administrator())

    words = {query["sql"].split()[0] for query in asked if "auth_user" not in query["sql"]}
    assert words == {"SELECT"}


def test_many_more_texts_of_a_content_cost_no_further_query(tmp_path):
    few, many = of_paragraphs("<p>One.</p>" * 3), of_paragraphs("<p>One.</p>" * 30, slug="epilepsy")
    counted = []
    for page in (few, many):
        read = {"f": reading.read_file(agency.export(page, tmp_path, "ar"), name="f")}
        importing.prepare(read, by=None)
        with CaptureQueriesContext(connection) as asked:
            importing.prepare(read, by=None)
        counted.append(len(asked))

    assert counted[0] == counted[1]
