"""Which links between pages lead nowhere."""

from __future__ import annotations

import pytest
from wagtail.models import PageViewRestriction

from cms.reports import scanning
from cms.reports.models import LinkUse
from tests import factories
from tests.reports.asking import WORDS, add_link, block_of, catch_up, lines, linking, queries, report, rows

pytestmark = pytest.mark.django_db

KEY = "broken_links"


@pytest.fixture
def target():
    return factories.page("epilepsy", locales=factories.WHOLE)


def unpublish(page):
    page.unpublish()


def delete(page):
    page.delete()


def hide(page):
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


@pytest.mark.parametrize(
    ("act", "reason"),
    [
        (unpublish, "The page is not published"),
        (delete, "The page was deleted"),
        (hide, "Readers do not get the page"),
    ],
)
def test_a_link_to_a_page_that_readers_cannot_open_is_listed_in_each_language(author, target, act, reason):
    page = linking("chronic-pain", target, *factories.WHOLE)
    catch_up()
    assert rows(author, KEY) == []

    act(target)
    found = rows(author, KEY)

    assert {(row.link.text, row.link.tag, row.reason) for row in found} == {
        (WORDS[tag], tag, reason) for tag in ("en", *factories.WHOLE)
    }
    (arabic,) = rows(author, KEY, locale="ar")
    assert arabic.link.url == f"/admin/translation/conditions.conditionpage/{page.pk}/ar/workbench/"
    author.force_login(factories.translator("ar"))
    (arabic,) = rows(author, KEY, locale="ar")
    section = page.sections_raw("ar")[0]["id"]
    path = f"sections_ar.{section}.blocks.{block_of(page)}"
    assert arabic.link.url == f"/admin/pages/{page.pk}/edit/#:w:contentpath={path}"


def test_an_overlay_lists_its_own_links_and_not_those_it_takes_over(author, target):
    page = linking("chronic-pain", target, "es")
    mexican = factories.latest(page)
    add_link(mexican, "es", "")
    sections = mexican.sections_raw("es")[:1]
    own = f'<p><a linktype="page" id="{target.pk}">{WORDS["es-MX"]}</a></p>'
    sections[0]["value"]["blocks"] = [factories.paragraph(own, block=block_of(page))]
    factories.overlay(page, sections=sections)
    factories.release(page, "es-MX")
    target.unpublish()
    catch_up()

    assert [row.link.text for row in rows(author, KEY, locale="es-MX")] == [WORDS["es-MX"]]
    assert [row.link.text for row in rows(author, KEY, locale="es")] == [WORDS["es"]]


def test_a_link_is_gone_from_the_list_once_what_readers_get_has_it_no_more(author, target):
    page = linking("chronic-pain", target, "ar")
    target.unpublish()
    catch_up()
    assert len(rows(author, KEY)) == 2

    mended = factories.latest(page)
    for tag in ("en", "ar"):
        sections = mended.sections_raw(tag)
        sections[0]["value"]["blocks"].pop()
        factories.write(mended, tag, sections=sections)
    factories.publish(mended)
    catch_up()

    assert [row.link.tag for row in rows(author, KEY)] == ["ar"]  # what is approved stays as it is until it is again
    factories.release(page, "ar")
    catch_up()
    assert rows(author, KEY) == []


def test_a_link_that_changes_no_word_for_readers_is_read_all_the_same(author, target):
    page = factories.page("chronic-pain")
    target.unpublish()
    catch_up()

    page.related = [("page", target)]
    factories.publish(page)
    catch_up()

    (row,) = rows(author, KEY)
    assert (row.target.text, row.reason) == ("Epilepsy", "The page is not published")
    assert "contentpath=related." in row.link.url


def test_what_was_read_is_not_read_again_and_what_is_gone_links_nowhere(target):
    page = linking("chronic-pain", target, "es")
    catch_up()
    assert scanning.catch_up() == 0
    assert LinkUse.objects.count() == 2

    page.unpublish()
    catch_up()

    assert not LinkUse.objects.exists()


def test_a_text_that_cannot_be_read_holds_up_no_other(author, target, caplog):
    unreadable = factories.page("chronic-pain")
    answer = factories.answer_row(unreadable)
    answer.body = b"{"
    answer.save()
    for slug in ("crps", "ptsd"):
        linking(slug, target)
    target.unpublish()

    catch_up()

    assert len(rows(author, KEY)) == 2
    assert scanning.pending().get().pk == unreadable.content_id
    assert str(unreadable.content_id) in caplog.text


def test_ten_more_rows_cost_the_same_queries(author, target):
    linking("chronic-pain", target)
    target.unpublish()
    catch_up()
    few = queries(author, KEY)

    for number in range(10):
        linking(f"pain-{number}", target)
    catch_up()

    assert queries(author, KEY) == few
    assert len(lines(author, KEY)) == 11
    assert {line["Leads to"] for line in lines(author, KEY)} == {"Epilepsy"}


def test_no_broken_link_is_said_in_words(author):
    assert "leads to a page that readers can open" in report(author, KEY).content.decode()
