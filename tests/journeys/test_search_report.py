"""An editor reads what readers looked for in vain, says with one click what they meant, and takes it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from cms.locales import BY_TAG
from cms.publishing import store
from cms.translation import groups
from search import finding, misses
from tests import factories

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.journeys.admin import Admin

pytestmark = [pytest.mark.browser, pytest.mark.once]

TYPED = "dolorcillo cronificado"
# What is around these parts is Wagtail's: its menu, its header.
PARTS = ("#listing-results", ".messages")


def test_what_was_not_found_is_mended_with_one_click_and_undone_with_another(person: Callable[..., Admin]) -> None:
    factories.page("chronic-pain", locales=("es", "ar"))
    _missed(TYPED, "es")
    _missed("ضرس العقل", "ar")
    editor = person("edith", groups.AUTHORS)

    menu = editor.page.get_by_role("navigation", name="Main menu")
    menu.get_by_role("button", name="Search", exact=True).click()
    menu.get_by_role("link", name="Searches that found nothing").click()
    row = editor.page.get_by_role("row").filter(has_text=TYPED)
    expect(row).to_contain_text("Still finds nothing")
    assert _faults(editor) == []
    editor.picture("what was not found")
    row.get_by_role("button", name="means Dolor crónico").click()

    expect(editor.message).to_contain_text("finds “Dolor crónico” from now on")
    expect(row).to_contain_text("Mended")
    assert _found() == ["chronic-pain"]
    assert _faults(editor) == []
    editor.picture("mended")
    editor.message.get_by_role("button", name="Undo").click()

    expect(editor.message).to_contain_text("does not find")
    expect(row).to_contain_text("Still finds nothing")
    assert _found() == []
    assert editor.errors == []


def test_a_form_opens_filled_in_and_says_what_is_found(person: Callable[..., Admin]) -> None:
    factories.page("chronic-pain", locales=("es",))
    _missed(TYPED, "es")
    editor = person("raquel", groups.reviewers(BY_TAG["es"]))

    editor.page.goto("/admin/search/misses/")
    editor.page.get_by_role("link", name="Add a synonym").click()
    expect(editor.field("words")).to_have_value(TYPED)
    expect(editor.page.get_by_text("finds nothing now")).to_be_visible()
    editor.field("means").fill("dolor crónico")
    assert _faults(editor, "main form") == []
    editor.picture("a synonym")
    editor.press("Save")

    assert _found() == ["chronic-pain"]
    assert editor.errors == []


def _missed(text: str, locale: str) -> None:
    for _time in range(misses.shown_from()):
        misses.count(text, locale=locale)
    misses.write()


def _found() -> list[str]:
    answer = finding.find(TYPED, locale=BY_TAG["es"], filters=(), state_version=store.state_version())
    return [match.slug for match in answer.matches]


def _faults(admin: Admin, *parts: str) -> list[str]:
    return [
        f"{fault['id']}: {node['html'][:200]}"
        for part in parts or PARTS
        for fault in Axe().run(admin.page, context=part).response["violations"]
        for node in fault["nodes"]
    ]
