"""What an import takes, what it refuses and why, and that nothing newer is overwritten."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.locales import BY_TAG
from cms.translation import desk
from cms.translation.errors import ContentLocked
from cms.translation.exchange import importing, reading
from cms.translation.models import Origin, SegmentMark, WorkState
from tests import factories
from tests.translation.exchange import agency
from tests.translation.exchange.agency import LOCALES, OUT, PARAGRAPH, SUMMARY, take_in

pytestmark = pytest.mark.django_db

TWO_PARAGRAPHS = "<p>It often starts after an injury.</p><p>It can last for years.</p>"


@pytest.fixture
def page():
    return factories.page(locales=OUT)


@pytest.fixture
def file(page, tmp_path):
    """Spanish, with another summary."""
    found = agency.export(page, tmp_path, "es")
    agency.fill_in(found, {"summary": SUMMARY["es"]})
    return found


def write_here(page, locale, /, **fields):
    """Somebody writes in the form."""
    factories.write(factories.latest(page), locale, **fields).save_revision()


def publish_source(page, **fields):
    return factories.publish(factories.write(factories.latest(page), "en", **fields))


# How files may come back


def test_the_order_of_the_texts_does_not_matter(page, file):
    agency.with_units(file, reversed(agency.units(file)))

    assert take_in(file) == ("1 changed, 0 confirmed, 6 equal, 0 not translated, 0 refused.", [])


def test_texts_that_are_missing_in_the_file_stay(page, file):
    agency.with_units(file, [unit for unit in agency.units(file) if 'name="summary"' in unit])

    assert take_in(file) == ("1 changed, 0 confirmed, 0 equal, 0 not translated, 0 refused.", [])
    assert factories.latest(page).name_es == "Dolor crónico"


def test_a_file_that_was_split_is_saved_as_one(page, file, tmp_path):
    agency.fill_in(file, {"name": "Dolor persistente"})
    units = agency.units(file)
    second = tmp_path / "second half.xlf"
    second.write_bytes(file.read_bytes())
    agency.with_units(file, units[:1])
    agency.with_units(second, units[1:])
    revisions = factories.reload(page).revisions.count()

    counts, refused = take_in(file, second)

    assert (counts, refused) == ("2 changed, 0 confirmed, 5 equal, 0 not translated, 0 refused.", [])
    assert factories.reload(page).revisions.count() == revisions + 1


def test_of_two_files_with_the_same_text_the_first_one_counts(page, file, tmp_path):
    second = tmp_path / "second.xlf"
    second.write_bytes(file.read_bytes())
    agency.fill_in(second, {"summary": "Dolor que no cesa."})

    counts, refused = take_in(file, second)

    assert counts == "1 changed, 0 confirmed, 12 equal, 0 not translated, 1 refused."
    assert refused == ["summary: The files have this text twice; the first one counts."]
    assert agency.target(page, "es") == SUMMARY["es"]


def test_tags_of_languages_may_be_written_in_another_case(page, tmp_path):
    file = agency.export(page, tmp_path, "zh-Hans")
    agency.fill_in(file, {"summary": SUMMARY["zh-Hans"]})
    agency.edit(file, lambda text: text.replace('trgLang="zh-Hans"', 'trgLang="zh-hans"'))

    assert take_in(file)[0].startswith("1 changed")


# When the source has changed


def test_a_text_whose_source_has_changed_is_refused_with_what_it_says_now(page, file):
    publish_source(page, summary="Pain that lasts longer than six months.")

    counts, refused = take_in(file)

    assert counts == "0 changed, 0 confirmed, 6 equal, 0 not translated, 1 refused."
    assert refused == [
        "summary: The source has changed since the export. Now it says: Pain that lasts longer than six months."
    ]


@pytest.mark.parametrize(
    ("locale", "texts"),
    [
        ("es", ("Suele empezar tras una lesión.", "Puede durar años.")),
        ("ar", ("تبدأ غالبًا بعد إصابة.", "قد تستمر سنوات.")),
        ("zh-Hans", ("常在受伤后开始。", "可能持续多年。")),
    ],
)
def test_a_paragraph_that_moved_within_its_text_is_found_again(tmp_path, locale, texts):
    page = of_paragraphs(TWO_PARAGRAPHS)
    file = agency.export(page, tmp_path, locale)
    agency.fill_in(file, {f"{PARAGRAPH}#0": texts[0], f"{PARAGRAPH}#1": texts[1]})
    of_paragraphs("<p>Nobody knows why.</p><p>It can last for years.</p><p>It often starts after an injury.</p>", page)

    counts, refused = take_in(file)

    assert (counts[:9], refused) == ("2 changed", [])
    assert agency.target(page, locale, f"{PARAGRAPH}#0") == ""
    assert agency.target(page, locale, f"{PARAGRAPH}#1") == texts[1]
    assert agency.target(page, locale, f"{PARAGRAPH}#2") == texts[0]


def test_a_paragraph_that_the_text_has_twice_is_only_taken_at_its_place(tmp_path):
    page = of_paragraphs(TWO_PARAGRAPHS)
    file = agency.export(page, tmp_path, "ar")
    agency.fill_in(file, {f"{PARAGRAPH}#0": "تبدأ غالبًا بعد إصابة."})
    of_paragraphs("<p>Rest.</p><p>It often starts after an injury.</p><p>It often starts after an injury.</p>", page)

    _counts, refused = take_in(file)

    assert refused == [f"{PARAGRAPH}#0: The source has changed since the export. Now it says: Rest."]


def test_a_text_that_the_source_has_lost_is_refused(tmp_path):
    page = of_paragraphs(TWO_PARAGRAPHS)
    file = agency.export(page, tmp_path, "es")
    agency.fill_in(file, {f"{PARAGRAPH}#1": "Puede durar años."})
    of_paragraphs("<p>It often starts after an injury.</p>", page)

    _counts, refused = take_in(file)

    assert refused == [f"{PARAGRAPH}#1: The source does not have this text any more."]


def test_a_text_whose_paragraphs_were_divided_meanwhile_is_refused(tmp_path):
    page = of_paragraphs(TWO_PARAGRAPHS)
    undivided = factories.write(
        factories.latest(page), "es", sections=overview("<p>Suele empezar tras una lesión y puede durar años.</p>")
    )
    undivided.save_revision()
    file = agency.export(page, tmp_path, "es")
    agency.edit(file, lambda text: text.replace("puede durar años", "dura años"))
    write_here(page, "es", sections=overview("<p>Suele empezar tras una lesión.</p><p>Puede durar años.</p>"))

    _counts, refused = take_in(file)

    assert refused == [f"{PARAGRAPH}: Its paragraphs are divided otherwise here than in the file. Export it again."]


# When the text here is newer


@pytest.mark.parametrize("locale", LOCALES)
def test_a_text_that_was_changed_here_since_is_not_overwritten(page, tmp_path, locale):
    file = agency.export(page, tmp_path, locale)
    agency.fill_in(file, {"summary": SUMMARY[locale]})
    here = {"es": "Dolor largo.", "es-MX": "Dolor largo.", "ar": "ألم طويل.", "zh-Hans": "长期疼痛。"}[locale]
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        write_here(page, locale, summary=here)

    counts, refused = take_in(file)

    equal, empty = (0, 6) if locale == "es-MX" else (6, 0)
    assert counts == f"0 changed, 0 confirmed, {equal} equal, {empty} not translated, 1 refused."
    assert re.fullmatch(
        r"summary: It was changed here on \w+\.? \d+, \d{4}, .+, after the file was exported\.", refused[0]
    )
    assert agency.target(page, locale) == here


def test_overwriting_takes_the_text_of_the_file_though_it_is_older(page, file):
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        write_here(page, "es", summary="Dolor largo.")

    counts, refused = take_in(file, overwrite=True)

    assert (counts[:9], refused) == ("1 changed", [])
    assert agency.target(page, "es") == SUMMARY["es"]


def test_what_was_written_here_where_the_file_is_empty_stays_even_if_it_overwrites(page, tmp_path):
    file = agency.export(page, tmp_path, "fr")
    write_here(page, "fr", summary="Une douleur durable.")

    counts, _refused = take_in(file, overwrite=True)

    assert counts == "0 changed, 0 confirmed, 0 equal, 7 not translated, 0 refused."
    assert agency.target(page, "fr") == "Une douleur durable."


def test_a_file_that_does_not_say_when_it_was_exported_only_fills_what_is_empty(page, file):
    agency.without_export_time(file)
    write_here(page, "es", name="")
    agency.fill_in(file, {"name": "Dolor persistente"})

    counts, refused = take_in(file)

    assert counts == "1 changed, 0 confirmed, 5 equal, 0 not translated, 1 refused."
    assert refused == ["summary: There is another text, and the file does not say when it was exported."]
    assert agency.target(page, "es", "name") == "Dolor persistente"


def test_a_file_from_the_future_passes_for_one_that_does_not_say_when(page, file):
    agency.exported_at(file, "2999-01-01T00:00:00.000000Z")

    _counts, refused = take_in(file)

    assert refused == ["summary: There is another text, and the file does not say when it was exported."]


# Files for something else


def test_content_that_is_not_here_is_refused_and_the_rest_is_taken(page, file, tmp_path):
    other = tmp_path / "other.xlf"
    other.write_text(file.read_text().replace(str(page.content_id), "0f3a6c1e-5b7d-4e2a-9c48-1d2e3f405162"))
    nonsense = tmp_path / "nonsense.xlf"
    nonsense.write_text(file.read_text().replace(str(page.content_id), "page-12"))

    counts, refused = take_in(file, other, nonsense)

    assert counts == "1 changed, 0 confirmed, 6 equal, 0 not translated, 2 refused."
    assert refused == [
        "There is no content with the id 0f3a6c1e-5b7d-4e2a-9c48-1d2e3f405162 here.",
        "There is no content with the id page-12 here.",
    ]


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ('trgLang="es"', 'trgLang="pt"', "“pt” is not a language that is translated into here."),
        ('trgLang="es"', 'trgLang="en"', "“en” is not a language that is translated into here."),
        ('trgLang="es"', "", "“” is not a language that is translated into here."),
        (
            'srcLang="en"',
            'srcLang="fr"',
            "It is translated from “fr”; translations here are made from “en”.",
        ),
    ],
)
def test_another_pair_of_languages_is_refused(page, file, before, after, reason):
    agency.edit(file, lambda text: text.replace(before, after))

    assert take_in(file) == ("0 changed, 0 confirmed, 0 equal, 0 not translated, 1 refused.", [reason])


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


# Faults in single texts


def test_broken_tags_are_refused(tmp_path):
    page = of_paragraphs("<p>Take <b>one</b> tablet.</p>")
    file = agency.export(page, tmp_path, "es", format="po")
    agency.fill_in(file, {f"{PARAGRAPH}#0": "Tome <b>un comprimido."})

    counts, refused = take_in(file)

    assert counts.startswith("0 changed")
    assert refused[0].startswith(f"{PARAGRAPH}#0: ")
    assert "</b>" in refused[0]


@pytest.mark.parametrize(("locale", "letter"), [("es", "a"), ("ar", "ألم"), ("zh-Hans", "痛")])
def test_a_text_that_is_too_long_is_refused_with_the_numbers(page, tmp_path, locale, letter):
    file = agency.export(page, tmp_path, locale)
    text = (letter * 301)[:301]
    agency.fill_in(file, {"summary": text})

    counts, refused = take_in(file, dry_run=True)

    assert counts == "0 would be changed, 0 would be confirmed, 6 equal, 0 not translated, 1 refused."
    assert refused == ["summary: 301 characters are too many: there is room for 300. It is not saved."]
    assert take_in(file)[1] == refused


# States


def test_a_fuzzy_entry_is_refused_until_somebody_removes_the_mark(page, tmp_path):
    publish_source(page, summary="Pain that lasts longer than six months.")
    file = agency.export(page, tmp_path, "ar", format="po")

    _counts, refused = take_in(file)

    assert refused == ["summary: It is marked fuzzy. Check the translation and remove the mark."]


@pytest.mark.parametrize("format", ["xliff", "po"])
@pytest.mark.parametrize("locale", ["es", "ar", "zh-Hans"])
def test_a_text_that_was_looked_at_again_and_stays_fits_the_source_from_then_on(page, tmp_path, locale, format):
    person = factories.translator(locale)
    publish_source(page, summary="Pain that lasts longer than 3 months.")
    file = agency.export(page, tmp_path, locale, format=format)
    before = agency.target(page, locale)
    agency.fill_in(file, {"summary": before})

    counts, refused = take_in(file, user=person.username)

    work = agency.work_of(page, locale)
    assert (counts, refused) == ("0 changed, 1 confirmed, 6 equal, 0 not translated, 0 refused.", [])
    assert (agency.target(page, locale), work.outdated, work.state) == (before, 0, WorkState.IN_REVIEW)
    assert work.contributors == [person.pk]


def test_the_operator_can_not_answer_for_a_text_that_stays(page, tmp_path):
    publish_source(page, summary="Pain that lasts longer than 3 months.")
    file = agency.export(page, tmp_path, "es")
    agency.fill_in(file, {"summary": agency.target(page, "es")})

    counts, _refused = take_in(file)

    assert counts == "0 changed, 0 confirmed, 7 equal, 0 not translated, 0 refused."
    assert agency.work_of(page, "es").outdated == 1


def test_a_text_that_changed_between_reading_and_writing_is_not_confirmed(page, tmp_path):
    publish_source(page, summary="Pain that lasts longer than 3 months.")
    file = agency.export(page, tmp_path, "es")
    agency.fill_in(file, {"summary": agency.target(page, "es")})
    person = factories.administrator()
    prepared = importing.prepare({"f": reading.read_file(file, name="f")}, by=person)
    write_here(page, "es", summary="Dolor largo.")

    report = importing.write(prepared, by=person)

    assert (prepared.report.confirmed, report.confirmed) == (1, 0)


def test_machine_text_is_exported_as_not_done_and_read_once_it_comes_back(page, tmp_path):
    edit = desk.Edit("summary", "Dolor por máquina.", origin=Origin.MACHINE)
    desk.save(page, "es", [edit], by=None)
    file = agency.export(page, tmp_path, "es")
    untouched, _refused = take_in(file, user=factories.administrator().username)
    unread = SegmentMark.objects.get(content_id=page.content_id).is_read
    agency.fill_in(file, {"summary": "Dolor por máquina."})

    counts, _refused = take_in(file, user=factories.administrator().username)

    assert untouched.startswith("0 changed, 0 confirmed")
    assert unread is False
    assert counts.startswith("0 changed, 1 confirmed")
    assert SegmentMark.objects.get(content_id=page.content_id).is_read is True


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


def test_a_refused_text_is_told_with_the_names_of_its_content_and_part(page, file):
    agency.fill_in(file, {f"{PARAGRAPH}#0": "x" * 10})
    publish_source(page, sections=overview("<p>It is a long-lasting pain.</p>"))

    report = importing.apply({"spanish.xlf": reading.read_file(file, name="spanish.xlf")}, by=None, dry_run=True)

    assert {(each.file, each.name, each.label) for each in report.refused} == {
        ("spanish.xlf", "Chronic pain", "Overview"),
        ("spanish.xlf", "Chronic pain", "Safety"),
    }
    assert {each.line is not None for each in report.refused} == {True}


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


def overview(text, slug="chronic-pain"):
    return [factories.section("overview", factories.paragraph(text, block=PARAGRAPH.rpartition("/")[2]), of=slug)]


def of_paragraphs(text, page=None, slug="chronic-pain"):
    """A page that is out with this text in its only section."""
    fresh = factories.draft(slug) if page is None else factories.latest(page)
    return factories.publish(factories.write(fresh, "en", sections=overview(text, slug)))
