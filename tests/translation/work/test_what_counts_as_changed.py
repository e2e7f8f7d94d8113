"""A string is outdated when its own source has changed, wherever both stand and however they were saved."""

from __future__ import annotations

import pytest

from cms.translation import desk, drafts, releases
from cms.translation.desk import Edit
from tests import factories
from tests.translation.work.strings import ALL, LOCALES, OVERVIEW, outdated, two_paragraphs, without_first_block

pytestmark = pytest.mark.django_db


# What counts as changed


@pytest.mark.parametrize("locale", LOCALES)
def test_a_string_is_outdated_when_the_one_it_was_made_from_has_changed(left_behind, locale):
    assert outdated(left_behind, locale) == ALL


@pytest.mark.parametrize("locale", LOCALES)
def test_writing_one_string_makes_no_other_current(left_behind, locale):
    desk.save(left_behind, locale, [Edit(f"{OVERVIEW}#0", "x")], by=factories.translator(locale))

    assert outdated(left_behind, locale) == ["summary", f"{OVERVIEW}#1"]


def test_taking_a_layout_over_makes_nothing_current(left_behind):
    raw = factories.latest(left_behind).sections_raw("en")
    raw[0]["value"]["blocks"].insert(0, factories.paragraph("New.", block=factories.block_id("new")))
    page = factories.publish(factories.write(factories.latest(left_behind), "en", sections=raw))

    desk.save(page, "ar", [Edit("meta_title", "")], by=None)
    desk.save(page, "ar", [Edit(f"sections.overview/blocks/{factories.block_id('new')}#0", "جديد")], by=None)

    assert outdated(page) == ALL


def test_saving_by_the_form_makes_only_what_was_written_current(left_behind):
    draft = factories.latest(left_behind)
    two_paragraphs(draft, "ar", "One in ar.", "فقرة جديدة")
    draft.save_revision(user=factories.translator("ar"))

    assert outdated(left_behind) == ["summary", f"{OVERVIEW}#0"]


def test_saving_the_form_unchanged_makes_nothing_current(left_behind, client):
    client.force_login(factories.administrator())

    client.post(f"/admin/pages/{left_behind.pk}/edit/", factories.form_of(client, left_behind))

    assert outdated(left_behind) == ALL


def test_writing_in_another_locale_makes_nothing_current(left_behind):
    desk.save(left_behind, "zh-Hans", [Edit("summary", "x")], by=None)
    desk.confirm(left_behind, "es", ALL, by=factories.translator("es"))

    assert outdated(left_behind) == ALL


def test_approving_another_locale_makes_nothing_current(left_behind):
    releases.approve(left_behind, "zh-Hans", by=factories.approver("zh-Hans"))

    assert outdated(left_behind) == ALL
    assert outdated(left_behind, "zh-Hans") == []


def test_confirming_makes_a_string_current_and_no_other(left_behind):
    desk.confirm(left_behind, "ar", [f"{OVERVIEW}#1"], by=factories.translator("ar"))

    assert outdated(left_behind) == ["summary", f"{OVERVIEW}#0"]


def test_writing_the_same_again_for_sure_makes_it_current(left_behind):
    sheet = desk.open_sheet(drafts.latest(left_behind), "ar")
    desk.confirm(left_behind, "ar", ["summary"], by=factories.translator("ar"))

    assert outdated(left_behind) == ALL[1:]
    assert desk.open_sheet(drafts.latest(left_behind), "ar").text == sheet.text


@pytest.mark.parametrize("locale", LOCALES)
def test_through_generations_each_string_is_measured_by_itself(topic, locale):
    page = factories.publish(two_paragraphs(factories.latest(topic), "en", "One, second.", "Two in en."))
    desk.save(page, locale, [Edit(f"{OVERVIEW}#1", "two again")], by=None)
    page = factories.publish(two_paragraphs(factories.latest(page), "en", "One, third.", "Two in en."))
    desk.save(page, locale, [Edit("name", "another name")], by=None)
    page = factories.publish(two_paragraphs(factories.latest(page), "en", "Two in en.", "One in en, again."))
    assert outdated(page, locale) == [f"{OVERVIEW}#1"]

    page = factories.publish(two_paragraphs(factories.latest(page), "en", "One in en.", "Two in en."))

    assert outdated(page, locale) == []


# Layout and the form


def blocks_of(content, locale="ar"):
    """What would be released, block by block."""
    sections = desk.open_sheet(drafts.latest(content), locale).text["fields"]["sections"]
    return [block["value"] for section in sections for block in section["value"]["blocks"]]


@pytest.mark.parametrize("locale", LOCALES)
def test_a_block_that_the_source_lost_does_not_come_back_by_the_form(topic, locale):
    raw = topic.sections_raw("en")
    raw[0]["value"]["blocks"].append(factories.paragraph("Stays.", block=factories.block_id("stays")))
    page = factories.publish(factories.write(factories.latest(topic), "en", sections=raw))
    page = factories.publish(without_first_block(factories.latest(page), "en"))

    factories.write(factories.latest(page), locale, name="x").save_revision()

    assert f"{OVERVIEW}#0" not in desk.open_sheet(drafts.latest(page), locale).by_path
    assert len(blocks_of(page, locale)) == 1


@pytest.mark.parametrize("locale", LOCALES)
def test_an_urgency_follows_the_source_though_the_form_was_saved_in_between(topic, locale):
    raw = topic.sections_raw("en")
    raw[1]["value"]["blocks"][0]["value"]["urgency"] = "emergency"
    page = factories.publish(factories.write(factories.latest(topic), "en", sections=raw))

    factories.write(factories.latest(page), locale, name="x").save_revision()

    assert blocks_of(page, locale)[1]["urgency"] == "emergency"


def test_paragraphs_that_moved_stay_with_their_source_though_the_form_was_saved_in_between(topic):
    page = factories.publish(two_paragraphs(factories.latest(topic), "en", "Two in en.", "One in en."))

    factories.write(factories.latest(page), "ar", name="اسم").save_revision()

    assert blocks_of(page)[0] == "<p>Two in ar.</p><p>One in ar.</p>"
    assert outdated(page) == []


@pytest.mark.parametrize("locale", LOCALES)
def test_paragraphs_that_somebody_put_in_the_new_order_by_hand_stay_there(topic, locale):
    page = factories.publish(two_paragraphs(factories.latest(topic), "en", "New.", "One in en."))

    two_paragraphs(factories.latest(page), locale, "Brand new.", f"One in {locale}.").save_revision()

    assert blocks_of(page, locale)[0] == f"<p>Brand new.</p><p>One in {locale}.</p>"
    assert outdated(page, locale) == []


@pytest.mark.parametrize("locale", LOCALES)
def test_a_paragraph_that_is_mended_in_the_old_order_goes_where_its_source_went(topic, locale):
    page = factories.publish(two_paragraphs(factories.latest(topic), "en", "Two in en.", "One in en."))

    two_paragraphs(factories.latest(page), locale, f"One in {locale}.", f"Two in {locale}, mended.").save_revision()

    assert blocks_of(page, locale)[0] == f"<p>Two in {locale}, mended.</p><p>One in {locale}.</p>"


@pytest.mark.parametrize("locale", LOCALES)
def test_a_new_block_does_not_take_the_text_of_one_that_the_source_lost(topic, locale):
    draft = factories.latest(topic)
    raw = draft.sections_raw("en")
    raw[0]["value"]["blocks"] = [factories.paragraph("Stop all medicines.", block=factories.block_id("new"))]

    page = factories.publish(factories.write(draft, "en", sections=raw))

    sheet = desk.open_sheet(drafts.latest(page), locale)
    assert sheet.by_path[f"sections.overview/blocks/{factories.block_id('new')}#0"].is_missing


def test_a_block_that_was_written_in_both_languages_at_once_is_one(topic):
    draft = factories.latest(topic)
    for locale, text in (("en", "Call us."), ("ar", "اتصل بنا.")):
        raw = draft.sections_raw(locale)
        raw[0]["value"]["blocks"].append(factories.paragraph(text, block=factories.block_id("new", locale)))
        factories.write(draft, locale, sections=raw)

    page = factories.publish(draft)

    sheet = desk.open_sheet(drafts.latest(page), "ar")
    assert sheet.by_path[f"sections.overview/blocks/{factories.block_id('new', 'en')}#0"].target == "اتصل بنا."
