"""What an editor is told of pages, where they may stand, and what they are called in the admin."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from wagtail.blocks import StreamBlockValidationError
from wagtail.models import Page
from wagtail.users.models import UserProfile

from cms.locales import column
from conditions.models import ConditionIndexPage, ConditionPage
from conditions.snippets import Person, Therapy
from home.models import HomePage
from tests import factories

pytestmark = pytest.mark.once


# Pages and their sections


@pytest.mark.django_db
def test_a_page_without_a_name_is_refused_beside_the_name():
    page = factories.draft()

    with pytest.raises(ValidationError) as refused:
        factories.write(page, "en", name="").full_clean()

    assert "name_en" in refused.value.message_dict


@pytest.mark.django_db
@pytest.mark.parametrize("locale", ["es", "es-MX", "ar", "zh-Hans"])
def test_a_page_needs_no_name_in_other_languages(locale):
    page = factories.draft()

    factories.write(page, locale, name=None).full_clean()


def sections_block(locale: str) -> Any:
    field: Any = ConditionPage._meta.get_field(column("sections", locale))
    return field.stream_block


@pytest.mark.parametrize("locale", ["en", "es", "ar"])
def test_a_section_stands_once_on_a_page(locale):
    block = sections_block(locale)
    once = factories.section(
        "safety", factories.paragraph("Take care.", block=factories.block_id("a")), of="chronic-pain"
    )
    twice = block.to_python([once, {**once, "id": factories.block_id("b")}])

    block.clean(block.to_python([once]))
    with pytest.raises(StreamBlockValidationError) as refused:
        block.clean(twice)
    assert "Safety" in str(refused.value.non_block_errors)


@pytest.mark.parametrize("locale", ["es", "ar", "zh-Hans", "es-MX"])
def test_a_language_without_any_section_is_no_error(locale):
    block = sections_block(locale)

    assert len(block.clean(block.to_python([]))) == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("locale", "heading"), [("en", "Safety"), ("es", "Seguridad"), ("ar", "السلامة"), ("zh-Hans", "安全性")]
)
def test_a_heading_that_is_left_empty_becomes_the_usual_one(locale, heading):
    page = factories.page(locales=dict.fromkeys(("en", locale)))

    assert factories.answer(page, locale)["sections"][1]["heading"] == heading


@pytest.mark.django_db
@pytest.mark.parametrize("locale", ["es", "ar", "zh-Hans"])
def test_a_locale_s_sections_take_the_source_s_ids(locale):
    page = factories.draft(locales=("en", locale))
    raw = page.sections_raw(locale)
    for section in raw:
        section["id"] = factories.block_id(locale, section["type"])
        for block in section["value"]["blocks"]:
            block["id"] = factories.block_id(locale, section["type"], "block")

    page = factories.publish(factories.write(page, locale, sections=raw))
    factories.release(page, locale)

    source, translated = factories.answer(page)["sections"], factories.answer(page, locale)["sections"]
    assert [section["id"] for section in translated] == [section["id"] for section in source]
    assert [block["id"] for block in translated[0]["blocks"]] == [block["id"] for block in source[0]["blocks"]]


# The tree


def deep(levels):
    """A topic and so many pages below each other; returns all, the topic first."""
    pages = [factories.page("level-1")]
    while len(pages) < levels:
        pages.append(factories.page(f"level-{len(pages) + 1}", under=pages[-1]))
    return pages


@pytest.mark.django_db
def test_conditions_go_down_to_the_fourth_level():
    pages = deep(4)

    assert [ConditionPage.can_create_at(factories.reload(page)) for page in pages] == [True, True, True, False]


@pytest.mark.django_db
def test_a_page_does_not_move_where_pages_below_it_would_be_too_deep():
    pages = deep(3)
    topic, child = factories.page("epilepsy"), None
    child = factories.page("crps", under=topic)

    assert factories.reload(child).can_move_to(factories.reload(pages[2]))
    assert not factories.reload(topic).can_move_to(factories.reload(pages[2]))
    assert factories.reload(topic).can_move_to(factories.reload(pages[1]))


@pytest.mark.django_db
def test_pages_stand_only_where_they_belong():
    assert ConditionPage.allowed_parent_page_models() == [ConditionIndexPage, ConditionPage]
    assert HomePage.allowed_parent_page_models() == [Page]
    assert not ConditionIndexPage.can_create_at(Page.objects.get(depth=1))


# Names in the admin


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en", "Chronic pain"),
        ("es", "Dolor crónico"),
        ("fr", "Chronic pain"),
        ("es-mx", "Dolor crónico"),
        ("de", "Chronic pain"),
    ],
)
def test_the_admin_shows_a_page_by_its_name_in_the_person_s_language(language, shown):
    page = factories.page(locales=("en", "es"))

    with override(language):
        assert page.get_admin_display_title() == shown
        assert str(factories.therapy(locales=("en",))) == "Ketamine infusion therapy"


@pytest.mark.django_db
def test_the_spanish_admin_lists_pages_by_their_spanish_names(client):
    page = factories.page(locales=("en", "es"))
    person = factories.administrator()
    own = UserProfile.get_for_user(person)
    own.preferred_language = "es"
    own.save()
    client.force_login(person)

    answer = client.get(f"/admin/pages/{page.get_parent().pk}/")

    assert "Dolor crónico" in answer.content.decode()


@pytest.mark.django_db
def test_a_person_is_called_by_name_and_credentials():
    assert str(Person(name="A. Sample", credentials="FRCA")) == "A. Sample, FRCA"
    assert str(Person(name="A. Sample")) == "A. Sample"


@pytest.mark.django_db
def test_a_therapy_that_evidence_speaks_of_is_not_deleted():
    from django.db.models import ProtectedError

    therapy = factories.therapy()
    page = factories.draft()
    factories.add_evidence(page, therapy)
    factories.publish(page)

    with pytest.raises(ProtectedError):
        Therapy.objects.get(pk=therapy.pk).delete()


@pytest.mark.django_db
def test_specialties_stand_in_the_order_of_their_list_so_that_the_form_unchanged_is_no_change(client):
    page = factories.page(specialties=["neurology", "anesthesiology"])
    before = len(factories.editions(page))
    client.force_login(factories.administrator())

    client.post(f"/admin/pages/{page.pk}/edit/", factories.form_of(client, page) | {"action-publish": "yes"})

    assert factories.reload(page).latest_revision != page.latest_revision
    assert factories.answer(page)["specialties"] == ["anesthesiology", "neurology"]
    assert len(factories.editions(page)) == before
