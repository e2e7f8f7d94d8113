"""Which images and shared content nothing uses."""

from __future__ import annotations

import pytest

from tests import factories
from tests.reports.asking import index_references, lines, queries, report, rows

pytestmark = pytest.mark.django_db

IMAGES, SHARED = "images", "shared_content"


def unused(client, key):
    return [(row.image if key == IMAGES else row.content).text for row in rows(client, key)]


def test_an_image_is_used_by_a_draft_or_by_what_is_published(author):
    idle, drafted, published = (factories.image(title) for title in ("Idle", "Drafted", "Published"))
    draft = factories.draft("crps", image=drafted)
    factories.page("chronic-pain", image=published)
    index_references(draft)

    assert unused(author, IMAGES) == ["Idle"]
    (row,) = rows(author, IMAGES)
    assert row.image.url == f"/admin/images/{idle.pk}/"


def test_an_image_that_only_an_older_translation_shows_is_used(author):
    image = factories.image("Of the Arabic text")
    page = factories.draft("chronic-pain", locales=("en", "ar"))
    block = {"image": image.pk, "alt": "Waves", "decorative": False, "caption": ""}
    for tag in ("en", "ar"):
        sections = page.sections_raw(tag)
        sections[0]["value"]["blocks"].append({"type": "image", "id": factories.block_id("waves"), "value": {**block}})
        factories.write(page, tag, sections=sections)
    page = factories.publish(page)
    factories.release(page, "ar")
    draft = factories.latest(page)
    for tag in ("en", "ar"):
        sections = draft.sections_raw(tag)
        sections[0]["value"]["blocks"].pop()
        factories.write(draft, tag, sections=sections)
    page = factories.publish(draft)
    index_references(page)
    assert unused(author, IMAGES) == []

    factories.release(page, "ar")

    assert unused(author, IMAGES) == ["Of the Arabic text"]


def test_shared_content_that_no_page_names_is_listed_by_kind(author):
    used, idle = factories.reference("used-2018"), factories.reference("idle-2019")
    therapy = factories.therapy()
    factories.therapy(slug="lidocaine-infusion")
    factories.glossary_term()
    factories.person()
    factories.notice(everywhere=True)
    page = factories.draft("chronic-pain")
    factories.add_evidence(page, therapy, used)
    factories.publish(page)

    found = {(row.kind, row.content.text) for row in rows(author, SHARED)}

    assert {kind for kind, _name in found} == {"Therapy", "Glossary term", "Reference", "Person"}
    assert ("Reference", str(idle)) in found
    assert ("Reference", str(used)) not in found
    (row,) = rows(author, SHARED, kind="reference")
    assert row.content.url == f"/admin/snippets/conditions/reference/edit/{idle.pk}/"


def test_a_person_whom_readers_see_as_a_reviewer_is_used(author):
    reviewer, idle = factories.person(), factories.person("B. Idle")
    factories.review(factories.page("chronic-pain"), reader=reviewer)

    found = report(author, SHARED)

    assert unused(author, SHARED) == [str(idle)]
    assert "1 item" in found.content.decode()


@pytest.mark.parametrize(("key", "make"), [(IMAGES, factories.image), (SHARED, lambda name: factories.person(name))])
def test_ten_more_rows_cost_the_same_queries(author, key, make):
    make("A. Sample")
    few = queries(author, key)

    for number in range(10):
        make(f"B. Sample {number}")

    assert queries(author, key) == few
    assert len(lines(author, key)) == 11


@pytest.mark.parametrize(("key", "words"), [(IMAGES, "Every image is used"), (SHARED, "All shared content is used.")])
def test_that_nothing_is_left_over_is_said_in_words(author, key, words):
    assert words in report(author, key).content.decode()


def test_the_menu_of_reports_leads_to_each_of_them_and_to_the_translations(author):
    menu = author.get("/admin/").content.decode()

    for address in ("references", "readability", "broken-links", "addresses", "images", "shared-content"):
        assert f"/admin/content-reports/{address}/" in menu
    assert '"Translation status"' in menu
