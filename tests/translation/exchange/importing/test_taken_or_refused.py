"""An import takes what fits, in whatever order it comes back, and says of each other text why not."""

from __future__ import annotations

import pytest

from cms.translation import desk
from cms.translation.exchange import importing, reading
from cms.translation.models import Origin, SegmentMark, WorkState
from tests import factories
from tests.translation.exchange import agency
from tests.translation.exchange.agency import PARAGRAPH, SUMMARY, take_in
from tests.translation.exchange.importing.meanwhile import of_paragraphs, overview, publish_source, write_here

pytestmark = pytest.mark.django_db


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


def test_a_refused_text_is_told_with_the_names_of_its_content_and_part(page, file):
    agency.fill_in(file, {f"{PARAGRAPH}#0": "x" * 10})
    publish_source(page, sections=overview("<p>It is a long-lasting pain.</p>"))

    report = importing.apply({"spanish.xlf": reading.read_file(file, name="spanish.xlf")}, by=None, dry_run=True)

    assert {(each.file, each.name, each.label) for each in report.refused} == {
        ("spanish.xlf", "Chronic pain", "Overview"),
        ("spanish.xlf", "Chronic pain", "Safety"),
    }
    assert {each.line is not None for each in report.refused} == {True}


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
