"""An import overwrites nothing newer: what has changed here since the export is found again or refused."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from tests import factories
from tests.translation.exchange import agency
from tests.translation.exchange.agency import LOCALES, PARAGRAPH, SUMMARY, take_in
from tests.translation.exchange.importing.meanwhile import of_paragraphs, overview, publish_source, write_here

pytestmark = pytest.mark.django_db

TWO_PARAGRAPHS = "<p>It often starts after an injury.</p><p>It can last for years.</p>"


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
