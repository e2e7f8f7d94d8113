"""What cannot be saved is said beside the field, and all that was typed is still there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from cms import locales
from cms.translation import groups
from conditions.models import ConditionPage
from tests import factories

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.journeys.admin import Admin

pytestmark = [pytest.mark.browser, pytest.mark.once]

REFUSED = "due to validation errors"
SUMMARY = "Words that took an hour to write."


@pytest.fixture
def editor(person: Callable[..., Admin]) -> Admin:
    return person("edith", groups.AUTHORS, groups.translators(locales.get("es")))


def test_a_page_without_a_name(editor: Admin) -> None:
    editor.add_condition(under=factories.page("chronic-pain"))

    editor.field("summary_en").fill(SUMMARY)
    editor.save()

    expect(editor.message).to_contain_text(REFUSED)
    expect(editor.errors_of("name_en")).to_have_text("This field is required.")
    expect(editor.errors_on_tab("English")).to_have_text("1")
    expect(editor.field("summary_en")).to_have_value(SUMMARY)
    assert ConditionPage.objects.count() == 1


def test_a_name_proposes_the_slug_and_one_that_is_taken_is_refused(editor: Admin) -> None:
    topic = factories.page("chronic-pain")
    factories.page("epilepsy")
    editor.add_condition(under=topic)

    editor.field("name_en").press_sequentially("Epilepsy")
    editor.field("summary_en").fill(SUMMARY)
    expect(editor.field("slug")).to_have_value("epilepsy")
    editor.save()

    expect(editor.errors_of("slug")).to_have_text("This slug is taken by another page. Choose another.")
    expect(editor.errors_on_tab("All languages")).to_have_text("1")
    expect(editor.field("summary_en")).to_have_value(SUMMARY)
    assert ConditionPage.objects.count() == 2


def test_a_code_of_a_form_that_its_system_does_not_know(editor: Admin) -> None:
    editor.edit(factories.page("chronic-pain"))

    editor.tab("All languages")
    editor.page.locator("#id_codes-ADD").click()
    editor.field("codes-0-system").select_option("icd-10")
    editor.field("codes-0-value").fill("G9")
    editor.field("codes-0-release").fill("2019")
    editor.save()

    editor.tab("All languages")
    expect(editor.errors_of("value")).to_contain_text("This is no code of ICD-10")
    expect(editor.field("codes-0-value")).to_have_value("G9")
    editor.picture("a bad code")


def test_a_path_segment_that_leads_to_another_page(editor: Admin) -> None:
    factories.page("epilepsy", locales=("es",))
    editor.edit(factories.page("chronic-pain", locales=("es",)))

    editor.tab("Español")
    editor.field("path_segment_es").fill("epilepsia")
    editor.field("summary_es").fill(SUMMARY)
    editor.save()

    expect(editor.errors_of("path_segment_es")).to_contain_text(
        "“epilepsia” is taken by another page in this language."
    )
    expect(editor.field("path_segment_es")).to_have_value("epilepsia")
    expect(editor.field("summary_es")).to_have_value(SUMMARY)


def test_a_fault_in_another_language_holds_no_translator_up(person: Callable[..., Admin]) -> None:
    other = factories.page("epilepsy", locales=("ar",))
    page = factories.draft("chronic-pain", locales=("en", "es", "ar"))
    factories.write(page, "ar", path_segment=other.path_segment_ar).save_revision(clean=False)
    translator = person("tomas", groups.translators(locales.get("es")))
    translator.edit(page)

    translator.field("name_es").fill("Dolor persistente")
    translator.save()

    expect(translator.message).to_contain_text("has been updated")
    assert factories.latest(page).name_es == "Dolor persistente"


def test_publishing_tells_of_a_fault_in_a_language_that_is_not_shown(editor: Admin) -> None:
    other = factories.page("epilepsy", locales=("ar",))
    page = factories.draft("chronic-pain", locales=("en", "ar"))
    factories.write(page, "ar", path_segment=other.path_segment_ar).save_revision(clean=False)
    editor.edit(page)

    editor.field("summary_en").fill(SUMMARY)
    editor.publish()

    expect(editor.page.locator(".messages")).to_contain_text("is taken by another page in this language.")
    expect(editor.field("summary_en")).to_have_value(SUMMARY)


def test_a_section_that_is_used_twice(editor: Admin) -> None:
    editor.edit(factories.page("chronic-pain"))

    section = editor.page.locator("[data-contentpath='sections_en'] [data-streamfield-child]").first
    section.get_by_role("button", name="Duplicate").first.click()
    editor.block_input("sections_en-2-value-heading").fill("A second overview")
    editor.save()

    expect(editor.page.locator("[data-contentpath='sections_en']")).to_contain_text(
        "Overview: The maximum number of items is 1"
    )
    expect(editor.block_input("sections_en-1-value-heading")).to_have_value("A second overview")
    editor.picture("a section twice")


def test_an_image_without_alternative_text(editor: Admin) -> None:
    factories.image("A scan of the brain")
    editor.edit(factories.page("chronic-pain"))

    blocks = "sections_en-0-value-blocks"
    editor.add_block(blocks, "Image")
    editor.page.locator(f"#{blocks}-1-value-image-chooser").get_by_role("button", name="Choose an image").click()
    editor.page.get_by_role("dialog").get_by_role("link", name="A scan of the brain").click()
    editor.block_input(f"{blocks}-1-value-caption").fill(SUMMARY)
    editor.publish()

    expect(editor.errors_of("alt")).to_have_text("Describe the image, or say that it is decorative.")
    expect(editor.block_input(f"{blocks}-1-value-caption")).to_have_value(SUMMARY)
    editor.picture("an image without words")
