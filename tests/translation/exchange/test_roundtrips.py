"""Out and in again by the real commands: what was not touched stays, what was translated waits for review."""

from __future__ import annotations

import pytest
from wagtail.models import Revision

from cms.translation import releases
from cms.translation.errors import NotTheApprover
from cms.translation.models import Origin, SegmentMark, WorkState
from tests import factories
from tests.translation.exchange import agency
from tests.translation.exchange.agency import LOCALES, OUT, SUMMARY

pytestmark = [pytest.mark.django_db, pytest.mark.once]

FORMATS = ["xliff", "po"]


@pytest.fixture
def page():
    return factories.page(locales=OUT)


# Nothing changed


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("locale", LOCALES)
def test_what_comes_back_untouched_changes_nothing(page, tmp_path, locale, format):
    file = agency.export(page, tmp_path, locale, format=format)
    before = agency.everything_of(page)
    revisions = Revision.objects.count()

    counts, refused = agency.take_in(file, user=factories.administrator().username)

    equal, empty = (0, 7) if locale == "es-MX" else (7, 0)
    assert counts == f"0 changed, 0 confirmed, {equal} equal, {empty} not translated, 0 refused."
    assert refused == []
    assert Revision.objects.count() == revisions
    assert agency.everything_of(page) == before
    assert agency.work_of(page, locale).contributors == []


@pytest.mark.parametrize("format", FORMATS)
def test_a_whole_language_comes_back_untouched(page, tmp_path, format):
    factories.therapy(locales=("en", "ar"))
    factories.glossary_term(locales=("en", "ar"))
    factories.profile(locales=("en", "ar"))
    agency.run("export_translations", tmp_path, "--locale", "ar", "--format", format)

    counts, refused = agency.take_in(*tmp_path.iterdir())

    assert counts.startswith("0 changed, 0 confirmed, ")
    assert refused == []


def test_links_marks_and_special_characters_come_back_as_they_were(tmp_path):
    page = factories.draft(locales=("en",))
    texts = {
        "en": '<p>p &lt;0.05 &amp; <b>5 mg</b><br/>by <a linktype="page" id="3">mouth</a></p><ul><li>one</li></ul>',
        "ar": '<p>p &lt;0.05 &amp; <b>5 mg</b><br/>عبر <a linktype="page" id="3">الفم</a></p><ul><li>واحد</li></ul>',
    }
    for locale, text in texts.items():
        block = factories.paragraph(text, block="b1a7c6de-0000-4000-8000-000000000001")
        section = factories.section("overview", block, of=page.slug)
        factories.write(page, locale, name="Pain", sections=[section])
    page = factories.publish(page)
    stored = factories.read(factories.latest(page), "sections", "ar").get_prep_value()
    files = [agency.export(page, tmp_path, "ar", format=format) for format in FORMATS]

    for file in files:
        counts, refused = agency.take_in(file)

        assert (counts[:10], refused) == ("0 changed,", [])
    agency.fill_in(files[0], {"name": "الألم"})
    agency.take_in(files[0])
    assert factories.read(factories.latest(page), "sections", "ar").get_prep_value() == stored


# Translated


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("locale", LOCALES)
def test_what_was_translated_is_the_only_change(page, tmp_path, locale, format):
    file = agency.export(page, tmp_path, locale, format=format)
    agency.fill_in(file, {"summary": SUMMARY[locale]})
    before = {tag: agency.work_of(page, tag).digest for tag in LOCALES}

    counts, refused = agency.take_in(file)

    equal, empty = (0, 6) if locale == "es-MX" else (6, 0)
    assert counts == f"1 changed, 0 confirmed, {equal} equal, {empty} not translated, 0 refused."
    assert refused == []
    assert agency.target(page, locale) == SUMMARY[locale]
    after = {tag: agency.work_of(page, tag).digest for tag in LOCALES}
    assert {tag for tag in LOCALES if after[tag] != before[tag]} == {locale}


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("locale", ["es", "ar", "zh-Hans"])
def test_a_new_translation_can_be_approved_as_it_came(tmp_path, locale, format):
    page = factories.page()
    words = factories.PAGES["chronic-pain"][locale]
    file = agency.export(page, tmp_path, locale, format=format)
    agency.fill_in(
        file,
        {
            "name": words.name,
            "summary": words.summary,
            "sections.overview/heading": words.name,
            f"{agency.PARAGRAPH}#0": words.overview,
            "sections.safety/heading": words.name,
            f"{agency.CALLOUT}/title": words.safety,
            f"{agency.CALLOUT}/text#0": words.safety,
        },
    )

    counts, refused = agency.take_in(file)
    releases.approve(page, locale, by=factories.approver(locale))

    assert (counts, refused) == ("7 changed, 0 confirmed, 0 equal, 0 not translated, 0 refused.", [])
    assert factories.answer(page, locale)["summary"] == words.summary
    assert words.safety in factories.section_text(page, "safety", locale)


@pytest.mark.parametrize("format", FORMATS)
def test_a_half_translated_file_leaves_the_rest_untouched(tmp_path, format):
    page = factories.page()
    file = agency.export(page, tmp_path, "ar", format=format)
    agency.fill_in(file, {"summary": SUMMARY["ar"]})

    counts, refused = agency.take_in(file)

    assert counts == "1 changed, 0 confirmed, 0 equal, 6 not translated, 0 refused."
    assert refused == []
    assert factories.latest(page).name_ar is None
    assert agency.work_of(page, "ar").missing == 6


# Handed to review


@pytest.mark.parametrize("locale", LOCALES)
def test_what_was_imported_waits_for_another_person_to_approve_it(page, tmp_path, locale):
    importer = factories.administrator()
    file = agency.export(page, tmp_path, locale)
    agency.fill_in(file, {"summary": SUMMARY[locale]})

    agency.take_in(file, user=importer.username)

    work = agency.work_of(page, locale)
    assert (work.state, work.submitted_by, work.contributors) == (WorkState.IN_REVIEW, importer, [importer.pk])
    with pytest.raises(NotTheApprover):
        releases.approve(page, locale, by=importer)
    assert factories.answer(page, locale)["summary"] != SUMMARY[locale]
    releases.approve(page, locale, by=factories.approver(locale))
    assert factories.answer(page, locale)["summary"] == SUMMARY[locale]


def test_what_was_imported_is_known_as_imported(page, tmp_path):
    file = agency.export(page, tmp_path, "zh-Hans")
    agency.fill_in(file, {"summary": SUMMARY["zh-Hans"]})

    agency.take_in(file)

    mark = SegmentMark.objects.get(content_id=page.content_id, locale="zh-Hans")
    assert (mark.unit, mark.origin, mark.is_read) == ("summary", Origin.IMPORT, True)


@pytest.mark.parametrize("locale", ["es", "ar", "zh-Hans"])
def test_a_text_that_says_the_same_twice_is_taken_twice(tmp_path, locale):
    text = "<ul><li>Rest.</li><li>Drink water.</li><li>Rest.</li></ul>"
    section = factories.section("overview", factories.paragraph(text, block=agency.BLOCK), of="chronic-pain")
    page = factories.publish(factories.write(factories.draft(), "en", sections=[section]))
    file = agency.export(page, tmp_path, locale)
    words = SUMMARY[locale]
    agency.fill_in(file, {f"{agency.PARAGRAPH}#0": words, f"{agency.PARAGRAPH}#2": words})

    counts, refused = agency.take_in(file)

    assert (counts[:9], refused) == ("2 changed", [])
    assert [agency.target(page, locale, f"{agency.PARAGRAPH}#{number}") for number in range(3)] == [words, "", words]


def test_an_import_into_a_review_that_is_under_way_stays_in_review(page, tmp_path):
    file = agency.export(page, tmp_path, "ar")
    agency.fill_in(file, {"summary": SUMMARY["ar"]})
    agency.take_in(file, user=factories.administrator().username)
    agency.fill_in(file, {"name": "ألم مزمن"})
    second = factories.translator("ar")

    agency.take_in(file, user=second.username)

    work = agency.work_of(page, "ar")
    assert (work.state, work.submitted_by, len(work.contributors)) == (WorkState.IN_REVIEW, second, 2)


def test_a_reviewer_s_own_import_does_not_hand_the_text_over_anew(page, tmp_path):
    first, reviewer = factories.translator("ar"), factories.administrator()
    file = agency.export(page, tmp_path, "ar")
    agency.fill_in(file, {"summary": SUMMARY["ar"]})
    agency.take_in(file, user=first.username)
    agency.fill_in(file, {"name": "ألم مزمن"})

    agency.take_in(file, user=reviewer.username)

    work = agency.work_of(page, "ar")
    assert (work.state, work.submitted_by) == (WorkState.IN_REVIEW, first)
    assert work.contributors == [first.pk, reviewer.pk]


# Overlays


@pytest.mark.parametrize("format", FORMATS)
def test_an_empty_text_in_an_overlay_is_as_in_the_language_below(page, tmp_path, format):
    file = agency.export(page, tmp_path, "es-MX", format=format)
    agency.fill_in(file, {"name": "Dolor crónico", "summary": SUMMARY["es-MX"]})

    counts, _refused = agency.take_in(file)

    assert counts == "1 changed, 0 confirmed, 1 equal, 5 not translated, 0 refused."
    assert (factories.latest(page).name_es_mx, factories.latest(page).summary_es_mx) == (None, SUMMARY["es-MX"])


@pytest.mark.parametrize("format", FORMATS)
def test_emptying_an_overlay_s_own_text_lets_it_inherit_again(page, tmp_path, format):
    factories.overlay(page, summary=SUMMARY["es-MX"], name="Dolor de siempre")
    file = agency.export(page, tmp_path, "es-MX", format=format)
    agency.fill_in(file, {"summary": ""})

    counts, _refused = agency.take_in(file)

    assert counts == "1 changed, 0 confirmed, 1 equal, 5 not translated, 0 refused."
    assert factories.latest(page).summary_es_mx is None
    assert factories.latest(page).name_es_mx == "Dolor de siempre"


def test_an_overlay_s_own_text_that_the_file_never_had_stays(page, tmp_path):
    file = agency.export(page, tmp_path, "es-MX")
    factories.overlay(page, summary=SUMMARY["es-MX"])

    counts, refused = agency.take_in(file)

    assert (counts, refused) == ("0 changed, 0 confirmed, 0 equal, 7 not translated, 0 refused.", [])
    assert factories.latest(page).summary_es_mx == SUMMARY["es-MX"]


def test_a_language_and_its_overlay_come_back_together(page, tmp_path):
    files = {locale: agency.export(page, tmp_path, locale) for locale in ("es-MX", "es")}
    for locale, file in files.items():
        agency.fill_in(file, {"summary": SUMMARY[locale]})

    counts, _refused = agency.take_in(*files.values())

    assert counts.startswith("2 changed, 0 confirmed, ")
    assert {locale: agency.target(page, locale) for locale in files} == {
        locale: SUMMARY[locale] for locale in ("es-MX", "es")
    }
    assert agency.work_of(page, "es-MX").outdated == 0
