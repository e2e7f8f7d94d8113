"""Where a locale's policy allows it, parts that lack a translation come from the chain, and the document says which."""

from __future__ import annotations

import pytest

from cms.translation import releases
from cms.translation.errors import IncompleteTranslation
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def partial(settings):
    settings.TRANSLATION_POLICY = {
        "default": {"approval": "four_eyes", "partial": False},
        **{tag: {"partial": True} for tag in ("ar", "zh-Hans", "es-MX")},
    }


def half_done(locale):
    page = factories.publish(factories.draft(locales=("en", locale)))
    words = factories.PAGES["chronic-pain"][locale]
    overview = factories.sections_of("chronic-pain", words)[:1]
    factories.write(factories.latest(page), locale, summary="", sections=overview).save_revision()
    return page


@pytest.mark.parametrize(("locale", "direction"), [("ar", "rtl"), ("zh-Hans", "ltr")])
def test_missing_parts_come_from_the_chain_each_with_its_own_locale_and_direction(locale, direction):
    page = half_done(locale)

    releases.approve(page, locale, by=factories.approver(locale))

    answer = factories.answer(page, locale)
    assert (answer["locale"], answer["dir"]) == (locale, direction)
    assert [(section["key"], section["locale"], section["dir"]) for section in answer["sections"]] == [
        ("overview", locale, direction),
        ("safety", "en", "ltr"),
    ]
    assert answer["summary"] == "Pain that lasts longer than three months."
    assert answer["fallbacks"] == [{"part": "summary", "locale": "en"}, {"part": "sections.safety", "locale": "en"}]
    assert factories.answer_row(page, locale).is_partial


@pytest.mark.parametrize("locale", ["es", "fr"])
def test_a_locale_whose_policy_does_not_allow_it_has_to_be_complete(locale):
    page = half_done(locale)

    with pytest.raises(IncompleteTranslation):
        releases.approve(page, locale, by=factories.approver(locale))


def test_even_a_partial_release_needs_a_name():
    page = half_done("ar")
    factories.write(factories.latest(page), "ar", name="").save_revision()

    with pytest.raises(IncompleteTranslation) as refused:
        releases.approve(page, "ar", by=factories.approver("ar"))

    assert refused.value.missing == ("name",)


def test_a_complete_release_lists_no_fallbacks():
    page = factories.page(locales=("en", "ar"))

    assert factories.answer(page, "ar")["fallbacks"] == []
    assert not factories.answer_row(page, "ar").is_partial


def test_a_section_that_is_half_translated_comes_from_the_chain_as_a_whole():
    page = factories.publish(factories.draft(locales=("en", "ar")))
    raw = factories.latest(page).sections_raw("ar")
    raw[1]["value"]["blocks"][0]["value"]["title"] = ""
    factories.write(factories.latest(page), "ar", sections=raw).save_revision(clean=False)

    releases.approve(page, "ar", by=factories.approver("ar"))

    assert factories.answer(page, "ar")["sections"][1]["locale"] == "en"
    assert factories.section_text(page, "safety", "ar") == factories.section_text(page, "safety", "en")


def test_evidence_without_words_in_the_locale_comes_from_the_chain():
    therapy = factories.therapy(locales=("en", "ar"))
    page = factories.draft(locales=("en", "ar"))
    factories.add_evidence(page, therapy)
    page = factories.publish(page)

    releases.approve(page, "ar", by=factories.approver("ar"))

    answer = factories.answer(page, "ar")
    assert answer["evidence"][0]["locale"] == "en"
    assert {"part": "evidence.0", "locale": "en"} in answer["fallbacks"]


def test_a_part_that_was_filled_in_is_no_fallback_any_more():
    page = half_done("ar")
    releases.approve(page, "ar", by=factories.approver("ar"))
    words = factories.PAGES["chronic-pain"]["ar"]
    draft = factories.latest(page)
    factories.write(draft, "ar", summary=words.summary, sections=factories.sections_of("chronic-pain", words))
    draft.save_revision()

    releases.approve(page, "ar", by=factories.approver("ar"))

    assert factories.answer(page, "ar")["fallbacks"] == []


def test_a_section_that_is_new_in_the_source_shows_in_a_partial_locale_at_once():
    page = factories.page(locales=("en", "ar"))
    block = factories.paragraph("Call 911.", block=factories.block_id("help"))
    row = factories.latest(page)
    raw = [*row.sections_raw("en"), factories.section("getting_help", block, of="chronic-pain")]

    factories.publish(factories.write(row, "en", sections=raw))

    answer = factories.answer(page, "ar")
    assert [section["locale"] for section in answer["sections"]] == ["ar", "ar", "en"]
    assert answer["translation"]["status"] == "outdated"


def test_an_overlay_on_a_partial_locale_takes_the_nearest_language_first():
    page = factories.page(locales=("en", "es"))
    block = factories.paragraph("Call 911.", block=factories.block_id("help"))
    row = factories.latest(page)
    raw = [*row.sections_raw("en"), factories.section("getting_help", block, of="chronic-pain")]
    factories.publish(factories.write(row, "en", sections=raw))
    factories.overlay(page, name="Dolor persistente")

    releases.approve(page, "es-MX", by=factories.approver("es-MX"))

    answer = factories.answer(page, "es-MX")
    assert [section["locale"] for section in answer["sections"]] == ["es-MX", "es-MX", "en"]
    assert answer["fallbacks"] == [{"part": "sections.getting_help", "locale": "en"}]
