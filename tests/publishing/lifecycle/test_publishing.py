"""What publishing, unpublishing and deleting a page mean for what is out."""

from __future__ import annotations

import pytest
from wagtail.models import Page

from cms.publishing import lifecycle, registry, store
from cms.publishing.errors import AlreadyRegistered, NoBuilder
from cms.publishing.models import Document, Edition, StaleMark
from conditions.models import ConditionCode, ConditionPage
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_draft_is_nowhere_among_the_documents():
    page = factories.draft(locales=("en", "es", "ar"))

    assert not Document.objects.filter(content_id=page.content_id).exists()


@pytest.mark.parametrize("locale", ["es", "es-MX", "fr", "ar", "zh-Hans"])
def test_readers_of_a_locale_that_is_not_released_get_the_source_and_are_told_so(locale):
    page = factories.page(locales=("en",))

    answer = factories.answer(page, locale)

    assert answer["requested_locale"] == locale
    assert answer["locale"] == "en"
    assert answer["name"] == "Chronic pain"
    assert factories.answer_row(page, locale).locale == "en"


@pytest.mark.parametrize(
    ("locale", "name", "direction"),
    [("es", "Dolor crónico", "ltr"), ("ar", "الألم المزمن", "rtl"), ("zh-Hans", "慢性疼痛", "ltr")],
)
def test_readers_of_a_released_locale_get_it_with_its_direction(locale, name, direction):
    page = factories.page(locales=("en", locale))

    answer = factories.answer(page, locale)

    assert (answer["locale"], answer["name"], answer["dir"]) == (locale, name, direction)
    assert {section["dir"] for section in answer["sections"]} == {direction}


def test_readers_in_mexico_get_spanish_before_english():
    page = factories.page(locales=("en", "es"))

    assert factories.answer(page, "es-MX")["locale"] == "es"


def test_an_urgent_english_fix_never_publishes_a_half_done_arabic_draft():
    page = factories.page(locales=("en", "ar"))
    draft = factories.latest(page)
    factories.write(draft, "ar", summary="مسودة غير مكتملة")
    factories.write(draft, "fr", name="Douleur")
    draft.save_revision()

    urgent = factories.latest(page)
    factories.write(urgent, "en", summary="Pain that lasts longer than three months. Do not stop medicines suddenly.")
    factories.publish(urgent)

    assert factories.answer(page)["summary"].endswith("Do not stop medicines suddenly.")
    assert factories.answer(page, "ar")["summary"] == "ألم يستمر أكثر من ثلاثة أشهر."
    assert factories.locales_out(page) == ["en", "ar"]
    assert factories.read(factories.reload(page), "summary", "ar") == "مسودة غير مكتملة"


def test_publishing_says_what_kind_of_change_it_is_and_why():
    page = factories.page()

    factories.publish(
        factories.write(page, "en", summary="Pain for three months or more."), kind="editorial", note="Clearer."
    )

    newest = factories.editions(page, "en")[-1]
    assert (newest.event, newest.change_kind, newest.change_note) == ("published", "editorial", "Clearer.")
    assert factories.answer(page)["change"] == {"kind": "editorial", "note": "Clearer."}


def test_unpublishing_tells_that_every_locale_is_gone():
    page = factories.page(locales=("en", "es", "ar"))

    page.unpublish()

    gone = {edition.locale: edition for edition in factories.editions(page) if edition.event == "gone"}
    assert set(gone) == {"en", "es", "ar"}
    assert gone["ar"].gone_reason == "unpublished"
    assert factories.locales_out(page) == []


def test_a_page_that_comes_back_brings_its_released_locales_with_it():
    page = factories.page(locales=("en", "ar"))
    page.unpublish()

    factories.publish(factories.reload(page))

    assert factories.locales_out(page) == ["en", "ar"]
    assert factories.answer(page, "ar")["name"] == "الألم المزمن"


def test_unpublishing_a_parent_with_all_below_tells_that_they_are_gone():
    topic = factories.page(locales=("en", "ar"))
    condition = factories.page("crps", under=topic, locales=("en", "ar"))

    topic.unpublish()
    for page in factories.reload(topic).get_descendants().live().specific():
        page.unpublish()

    assert factories.locales_out(topic) == factories.locales_out(condition) == []


def test_a_child_of_an_unpublished_parent_stays_out_without_the_parent_in_its_breadcrumb():
    topic = factories.page()
    condition = factories.page("crps", under=topic)

    topic.unpublish()
    lifecycle.rebuild_stale()

    assert factories.answer(condition)["breadcrumb"] == []
    assert factories.answer(condition)["topic"] is None


def test_deleting_a_parent_tells_that_the_pages_below_are_gone():
    topic = factories.page(locales=("en", "es"))
    condition = factories.page("crps", under=topic, locales=("en", "ar"))

    Page.objects.get(pk=topic.pk).delete()

    assert factories.locales_out(topic) == factories.locales_out(condition) == []
    assert [(edition.locale, edition.event) for edition in factories.editions(condition)][-2:] == [
        ("en", "gone"),
        ("ar", "gone"),
    ]


def test_deleting_tells_each_locale_once_that_it_is_gone():
    page = factories.page(locales=("en", "es", "ar"))

    factories.reload(page).delete()

    events = [(edition.locale, edition.event) for edition in factories.editions(page)]
    assert sorted(event for event in events if event[1] == "gone") == [("ar", "gone"), ("en", "gone"), ("es", "gone")]


def test_deleting_a_page_leaves_its_editions_in_the_log():
    page = factories.page()
    before = [edition.sequence for edition in factories.editions(page)]

    factories.reload(page).delete()

    assert [edition.sequence for edition in factories.editions(page)][: len(before)] == before


def test_a_draft_that_is_deleted_makes_no_edition():
    page = factories.draft()
    before = Edition.objects.count()

    page.delete()

    assert Edition.objects.count() == before


def test_saving_a_live_page_publishes_nothing():
    page = factories.page()

    factories.write(page, "en", summary="Saved, not published.").save()

    assert factories.answer(page)["summary"] == "Pain that lasts longer than three months."


def test_content_without_a_builder_is_refused_by_name():
    with pytest.raises(NoBuilder, match="HomePage"):
        lifecycle.refresh(factories.home())


def test_a_second_builder_for_a_type_is_an_error():
    with pytest.raises(AlreadyRegistered, match="ConditionPage"):
        registry.register(registry.kind_of(ConditionPage()))


def test_removing_what_was_never_published_does_nothing():
    page = factories.draft()

    outcome = lifecycle.remove(page.content_id)

    assert not outcome.changed_anything
    assert not StaleMark.objects.filter(content_id=page.content_id).exists()


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_what_goes_out_of_a_page_s_rows_is_what_a_later_build_reads_of_them(order):
    page, therapy = factories.page(locales=("en", "ar")), factories.therapy()
    draft, cited = factories.latest(page), factories.reference()
    for place, value in zip(order, ("R52.2", "G90.5"), strict=True):
        draft.codes.add(ConditionCode(system="icd-10", value=value, release="2019", sort_order=place))
        factories.add_evidence(draft, therapy, cited, level=("low", "high")[place], sort_order=place)
    page = factories.publish(draft)
    told = factories.answer(page)
    before = store.sequence()

    lifecycle.republish(page.content_id, dry_run=False)

    assert store.sequence() == before
    assert [code["value"] for code in told["codes"]] == [("R52.2", "G90.5")[place] for place in order]
    assert [entry["level"] for entry in told["evidence"]] == ["low", "high"]
