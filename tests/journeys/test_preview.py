"""An editor sees the page as readers will while writing it, and shows the draft to somebody without an account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import expect

from cms.preview import links
from tests import factories

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Page

    from tests.journeys.admin import Admin

pytestmark = [pytest.mark.browser, pytest.mark.once]

DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
SERIOUS = {"serious", "critical"}


@pytest.fixture
def draft() -> Any:
    return factories.draft("crps", locales=("en", "ar"))


#: Until then Wagtail takes what stands in a form for what it was loaded with.
WATCHED_MS = 2_500


def test_what_is_typed_is_shown_in_the_panel(draft: Any, person: Callable[..., Admin]) -> None:
    admin = person("ana", "Authors", "Editors")
    admin.edit(draft)

    admin.page.get_by_role("button", name="Toggle preview").click()
    panel = admin.page.frame_locator("#w-preview-iframe")
    expect(panel.get_by_role("heading", level=1)).to_have_text(factories.PAGES["crps"]["en"].name)
    admin.page.wait_for_timeout(WATCHED_MS)
    admin.field("name_en").fill("Complex pain of one limb")
    expect(panel.get_by_role("heading", level=1)).to_have_text("Complex pain of one limb")
    admin.page.get_by_label("Preview mode").select_option("ar")
    admin.picture("panel in Arabic")

    expect(panel.locator("html")).to_have_attribute("dir", "rtl")
    expect(panel.get_by_role("heading", level=1)).to_have_text(factories.PAGES["crps"]["ar"].name)


@pytest.mark.parametrize("locale", ["en", "ar"])
def test_a_stranger_reads_the_draft_at_any_width_in_light_and_dark(
    draft: Any, new_context: Callable[..., BrowserContext], locale: str
) -> None:
    url = links.make(draft, locale, by=factories.administrator(), days=1)
    path = links.reading_url(url).removeprefix("http://testserver")
    for viewport in (DESKTOP, PHONE):
        page = new_context(viewport=viewport).new_page()
        page.goto(path)
        light = _ground(page)
        assert _faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

        page.get_by_role("button", name="Dark").click()

        assert _ground(page) != light
        assert _faults(page) == []


def test_links_and_the_site_to_come_are_for_everybody(draft: Any, person: Callable[..., Admin]) -> None:
    factories.page("epilepsy")
    links.make(draft, "ar", by=factories.administrator(), days=1)
    admin = person("ana", "Authors", "Editors")
    paths = [
        reverse("preview_links"),
        reverse("preview_links_of", args=("condition", draft.content_id)),
        f"{reverse('preview_site')}?on=2030-05-01+09:00&locale=en",
    ]

    for path in paths:
        admin.page.goto(path)
        assert _faults(admin.page, "#main") == []


def _ground(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.documentElement).backgroundColor"))


def _faults(page: Page, part: str = "body") -> list[str]:
    found = Axe().run(page, context=part).response["violations"]
    return [fault["id"] for fault in found if fault["impact"] in SERIOUS]
