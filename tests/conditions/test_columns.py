"""How translated columns are written and read: the interface decides no language, and nothing falls back by itself."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.utils.translation import override
from modeltranslation.translator import translator
from wagtail.models import Page, ReferenceIndex, get_page_models

from cms.locales import CONTENT_LOCALES, TAGS, column
from cms.publishing import lifecycle
from cms.publishing.models import Answer
from cms.translation import snapshots
from conditions.models import ConditionPage
from tests import factories

INTERFACES = ["en", "es", "es-mx", "ar", "zh-hans"]


def test_nothing_of_wagtail_s_own_page_has_a_column_per_language():
    own = {field.name for field in Page._meta.get_fields()}

    for model in get_page_models():
        if model in translator.get_registered_models(abstract=False):
            assert not set(snapshots.translated_fields(model)) & own
    assert Page not in translator.get_registered_models()


@pytest.mark.django_db
@pytest.mark.parametrize("interface", INTERFACES)
def test_the_interface_language_never_decides_what_is_written(interface):
    with override(interface):
        page = factories.page(locales=("en", "es", "ar"))
        page = factories.publish(factories.write(factories.latest(page), "en", name="Long-term pain"))

    assert (page.title, page.draft_title, page.slug) == ("Long-term pain", "Long-term pain", "chronic-pain")
    assert page.url_path == "/home/conditions/chronic-pain/"
    assert [factories.read(page, "name", tag) for tag in ("en", "es", "ar", "fr")] == [
        "Long-term pain",
        "Dolor crónico",
        "الألم المزمن",
        None,
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("interface", INTERFACES)
def test_the_interface_language_never_decides_what_is_published(interface):
    page = factories.page(locales=("en", "es", "ar"))
    lifecycle.rebuild_stale()
    before = {row.requested_locale: bytes(row.body) for row in Answer.objects.filter(content_id=page.content_id)}

    with override(interface):
        outcome = lifecycle.refresh(factories.reload(page))

    assert not outcome.changed_anything
    assert {
        row.requested_locale: bytes(row.body) for row in Answer.objects.filter(content_id=page.content_id)
    } == before


@pytest.mark.django_db
@pytest.mark.parametrize("interface", INTERFACES)
def test_an_empty_arabic_text_never_reads_as_english(interface):
    page = factories.page(locales=("en",))

    with override(interface):
        fresh = factories.reload(page)
        taken = snapshots.take(fresh, "ar")

    assert not any(taken["fields"].values())
    assert snapshots.is_empty(taken)
    assert fresh.sections_raw("ar") == []


@pytest.mark.django_db
def test_an_english_text_leaves_every_other_column_untouched():
    page = factories.page(locales=("en",))

    for tag in TAGS[1:]:
        assert [factories.read(page, name, tag) for name in ("name", "summary", "path_segment", "image_alt")] == [
            None
        ] * 4


@pytest.mark.django_db
def test_what_stands_in_a_bare_column_is_read_by_nobody():
    page = factories.page(locales=("en", "ar"))
    lifecycle.rebuild_stale()
    ConditionPage.objects.filter(pk=page.pk).rewrite(False).update(name="Left here by nobody", summary="Nor this")

    outcome = lifecycle.refresh(factories.reload(page))

    assert not outcome.changed_anything


@pytest.mark.django_db
@pytest.mark.parametrize("interface", INTERFACES)
def test_no_reference_is_indexed_twice_through_the_bare_field(interface):
    target = factories.page("epilepsy")
    page = factories.draft()
    link = factories.paragraph(
        f'<p>See <a linktype="page" id="{target.pk}">here</a>.</p>', block=factories.block_id("link")
    )
    factories.write(page, "en", sections=[factories.section("overview", link, of="chronic-pain")])

    page = factories.publish(page)

    with override(interface):
        ReferenceIndex.create_or_update_for_object(page)

    paths = ReferenceIndex.get_references_to(target).values_list("content_path", flat=True)
    assert {path.partition(".")[0] for path in paths} == {"sections_en"}


def test_blocks_stay_out_of_migrations():
    for locale in CONTENT_LOCALES:
        field: Any = ConditionPage._meta.get_field(column("sections", locale.tag))
        _name, _path, arguments, named = field.deconstruct()
        assert arguments == []
        assert "block_lookup" not in named


def test_each_translated_field_has_a_column_per_content_locale():
    for model in translator.get_registered_models(abstract=False):
        columns = {field.name for field in model._meta.get_fields()}
        for name in snapshots.translated_fields(model):
            assert {column(name, locale.tag) for locale in CONTENT_LOCALES} <= columns


def test_what_would_fight_our_columns_is_not_installed():
    assert not {"wagtail_localize", "wagtail_modeltranslation"} & set(settings.INSTALLED_APPS)
    assert not any(settings.MODELTRANSLATION_FALLBACK_LANGUAGES)
    assert not getattr(settings, "MODELTRANSLATION_AUTO_POPULATE", False)


@pytest.mark.django_db
def test_a_child_added_as_live_sends_nothing_until_it_is_published():
    index = factories.index(locales=("en",))

    page = index.add_child(instance=ConditionPage(title="Migraine", slug="migraine", name_en="Migraine", live=True))

    assert not factories.is_out(page)
    factories.publish(page)
    assert factories.is_out(page)
