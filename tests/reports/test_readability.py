"""Which published texts are hard to read."""

from __future__ import annotations

import pytest

from cms.plain_language.readability import Formula
from cms.reports import thresholds
from cms.reports.models import Scan
from cms.reports.views.readability import FORMULAS
from tests import factories
from tests.reports.asking import catch_up, lines, measured, queries, report, rows

pytestmark = pytest.mark.django_db

KEY = "readability"
LOCALES = ("es", "fr", "ar", "zh-Hans")


def test_texts_that_are_hard_by_the_formula_of_their_language_are_listed(author):
    page = factories.page("chronic-pain", locales=LOCALES)
    factories.overlay(page, summary="Dolor que dura más de tres meses, casi siempre.")
    factories.release(page, "es-MX")
    easy = factories.page("crps", locales=LOCALES)
    measured(page, "en", "flesch_kincaid", 42.0, 11.2)
    measured(page, "es", "inflesz", 54.9)
    measured(page, "es-MX", "inflesz", 40.1)
    measured(page, "fr", "kandel_moles", 59.9)
    measured(easy, "en", "flesch_kincaid", 60.0, 9.0)
    measured(easy, "es", "inflesz", 55.0)
    measured(easy, "fr", "kandel_moles", 60.0)
    catch_up()

    found = rows(author, KEY)

    assert {(row.content.text, row.language) for row in found} == {
        ("Chronic pain", "English"),
        ("Dolor crónico", "Español"),
        ("Dolor crónico", "Español de México"),
        ("Douleur chronique", "Français"),
    }
    (mexican,) = rows(author, KEY, locale="es-MX")
    assert mexican.content.url == f"/admin/translation/conditions.conditionpage/{page.pk}/es-MX/workbench/"
    assert (mexican.content.tag, mexican.limit) == ("es-MX", "score below 55")
    assert len(rows(author, KEY, texts="all")) == 7


def test_where_nobody_has_drawn_a_line_the_hardest_tenth_is_listed_once_there_are_enough(author):
    *pages, hardest = [factories.page(f"pain-{number}", locales=("ar", "zh-Hans")) for number in range(10)]
    for number, page in enumerate(pages):
        measured(page, "ar", "lix", 30.0 + number)
        measured(page, "zh-Hans", "characters_per_clause", 8.0 + number)
    catch_up()
    assert rows(author, KEY) == []

    measured(hardest, "ar", "lix", 50.0)
    measured(hardest, "zh-Hans", "characters_per_clause", 20.0)
    Scan.objects.filter(content_id=hardest.content_id).delete()
    catch_up()

    assert [(row.score, row.content.tag) for row in rows(author, KEY)] == [(50.0, "ar"), (20.0, "zh-Hans")]
    assert [row.score for row in rows(author, KEY, texts="all", locale="ar")][:2] == [50.0, 38.0]


def test_what_is_not_measured_is_no_fault(author):
    factories.page("chronic-pain", locales=LOCALES)
    catch_up()

    assert rows(author, KEY, texts="all") == []
    assert "No published text is harder to read" in report(author, KEY).content.decode()


def test_what_was_published_a_moment_ago_is_told_to_be_missing(author):
    factories.page("chronic-pain")
    assert "not counted yet" in report(author, KEY).content.decode()

    catch_up()

    assert "not counted yet" not in report(author, KEY).content.decode()


def test_a_text_that_was_made_easier_or_withdrawn_is_gone_from_the_list(author):
    mended, withdrawn = (factories.page(slug) for slug in ("chronic-pain", "crps"))
    for page in (mended, withdrawn):
        measured(page, "en", "flesch_kincaid", 30.0, 14.0)
    catch_up()
    assert len(rows(author, KEY)) == 2

    factories.publish(factories.write(mended, "en", summary="Pain that stays."))
    withdrawn.unpublish()
    catch_up()

    assert rows(author, KEY) == []


def test_ten_more_rows_cost_the_same_queries_and_all_are_in_the_spreadsheet(author):
    measured(factories.page("chronic-pain"), "en", "flesch_kincaid", 30.0, 14.0)
    catch_up()
    few = queries(author, KEY)

    for number in range(10):
        measured(factories.page(f"pain-{number}"), "en", "flesch_kincaid", 30.0, 14.0)
    catch_up()

    assert queries(author, KEY) == few
    assert {line["School grade"] for line in lines(author, KEY)} == {"14.0"}
    assert len(lines(author, KEY)) == 11


@pytest.mark.once
def test_every_formula_has_a_line_and_a_name():
    assert set(thresholds.LINES) == set(Formula) == set(FORMULAS)
