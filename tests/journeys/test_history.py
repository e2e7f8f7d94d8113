"""From a page to what its readers had: chosen in a list, compared word by word, by keyboard and on a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from cms.translation import groups
from tests import factories

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.journeys.admin import Admin

pytestmark = [pytest.mark.browser, pytest.mark.once]

PHONE = {"width": 390, "height": 844}
SERIOUS = {"serious", "critical"}


@pytest.fixture
def page() -> Any:
    """Three English editions, and an Arabic text that was changed once."""
    content = factories.page("chronic-pain", locales=("en", "ar"))
    draft = factories.write(factories.latest(content), "en", summary="Pain that lasts longer than six months.")
    draft = factories.write(draft, "ar", summary="ألم يستمر أكثر من ستة أشهر.")
    content = factories.publish(draft, note="Six, not three.")
    factories.release(content, "ar")
    return factories.reload(content)


@pytest.mark.parametrize("viewport", [{"width": 1280, "height": 900}, PHONE], ids=["desk", "phone"])
def test_two_editions_are_chosen_and_compared(
    page: Any, person: Callable[..., Admin], viewport: dict[str, int]
) -> None:
    admin = person("edith", groups.AUTHORS, viewport=viewport)
    browser = admin.page

    admin.edit(page)
    admin.tab("Status")
    browser.get_by_role("link", name="All editions, and what changed").click()
    browser.get_by_role("link", name="العربيّة").click()
    expect(browser.locator(".history__filter [aria-current]")).to_have_text("العربيّة")
    browser.get_by_label("from ar 1").check()
    browser.locator("input[name=to]").first.check()
    admin.picture(f"editions {viewport['width']}")
    assert _faults(admin) == []
    browser.get_by_role("button", name="Compare the two").click()

    changed = browser.locator(".history__text[lang=ar]", has=browser.locator("ins"))
    expect(changed.first).to_have_attribute("dir", "rtl")
    expect(changed.first.locator("del")).to_contain_text("ثلاثة")
    expect(changed.first.locator("ins")).to_contain_text("ستة")
    admin.picture(f"comparison {viewport['width']}")
    assert _faults(admin) == []
    assert _hidden_width(admin) <= 0
    assert admin.errors == []


def test_the_keyboard_goes_from_edition_to_edition_and_unfolds(page: Any, person: Callable[..., Admin]) -> None:
    admin = person("edith", groups.AUTHORS)
    newest = list(factories.editions(page, "en"))[-1]
    admin.page.goto(f"/admin/history/{page.content_id}/compare/?to={newest.sequence}")
    heading = admin.page.get_by_role("heading", name="To: English")
    expect(heading).to_contain_text(f"version {newest.version}")

    admin.page.keyboard.press("j")
    expect(heading).to_contain_text(f"version {newest.version - 1}")
    admin.page.keyboard.press("k")
    expect(heading).to_contain_text(f"version {newest.version}")
    summary = admin.page.locator("details.history__part > summary").first
    summary.focus()
    admin.page.keyboard.press("Enter")

    expect(admin.page.locator("details.history__part").first).to_have_attribute("open", "")


def _faults(admin: Admin) -> list[str]:
    found = Axe().run(admin.page, context=".history").response["violations"]
    return [f"{fault['id']}: {fault['nodes'][0]['html'][:200]}" for fault in found if fault["impact"] in SERIOUS]


def _hidden_width(admin: Admin) -> int:
    return int(admin.page.locator(".history").evaluate("part => part.scrollWidth - part.clientWidth"))
