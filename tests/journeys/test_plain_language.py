"""Hints come up beside the form while somebody writes, and lead to the very words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from cms.locales import BY_TAG
from cms.translation import groups
from tests import factories

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Route

    from tests.journeys.admin import Admin

pytestmark = [pytest.mark.browser, pytest.mark.once]


#: Whether the first letter is what one would touch there.
IS_UNCOVERED = """title => {
    const letters = document.createRange();
    letters.selectNodeContents(title);
    const box = letters.getBoundingClientRect();
    return document.elementFromPoint(box.left + 2, box.top + box.height / 2) === title;
}"""


@pytest.fixture
def page() -> Any:
    draft = factories.draft(locales=("en", "ar"))
    factories.write(draft, "ar", summary="خذ دواءك دواءك كل يوم.").save_revision()
    return draft


def test_hints_follow_what_is_typed_and_lead_to_it(page: Any, person: Callable[..., Admin]) -> None:
    admin = person("edith", groups.AUTHORS, language="en")
    on_the_draft: list[Route] = []
    admin.page.route("**/plain-language/**", lambda route: on_the_draft.append(route), times=1)
    admin.edit(page)
    english = admin.page.locator("details[data-locale=en]")

    admin.field("summary_en").fill("Take 500mg of it.")
    on_the_draft[0].continue_()
    admin.page.locator("[data-side-panel-toggle=checks]").click()
    expect(english).to_contain_text("500 mg")
    admin.field("name_en").focus()
    english.get_by_role("button").click()

    expect(admin.field("summary_en")).to_be_focused()
    assert admin.page.evaluate("getSelection().toString()") == "500mg"
    assert admin.errors == []


def test_a_hint_opens_the_tab_that_it_is_about(page: Any, person: Callable[..., Admin]) -> None:
    admin = person(
        "layla", groups.translators(BY_TAG["ar"]), color_scheme="dark", viewport={"width": 390, "height": 844}
    )
    admin.edit(page)
    admin.page.locator("[data-side-panel-toggle=checks]").click()
    arabic = admin.page.locator("details[data-locale=ar]")
    expect(arabic.locator("q")).to_have_attribute("dir", "rtl")
    faults = Axe().run(admin.page, context="[data-plain-language]").response["violations"]
    assert admin.page.locator(".plain-language__title").evaluate(IS_UNCOVERED)

    arabic.get_by_role("button").press("Enter")

    expect(admin.field("summary_ar")).to_be_focused()
    assert faults == []
