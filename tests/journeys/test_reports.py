"""From a row of a report to the field that mends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from cms.locales import BY_TAG
from cms.translation import groups
from tests import factories
from tests.reports.asking import catch_up, linking

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.journeys.admin import Admin

pytestmark = [pytest.mark.browser, pytest.mark.once]


def test_a_row_leads_to_its_language_and_its_block_and_to_its_row_of_evidence(person: Callable[..., Admin]) -> None:
    target = factories.page("epilepsy")
    page = linking("chronic-pain", target, "ar")
    draft = factories.latest(page)
    therapy = factories.therapy()
    factories.add_evidence(draft, therapy, factories.reference(), statements={"en": "First.", "ar": "أولا."})
    factories.add_evidence(draft, therapy, statements={"en": "Second, with nothing to rest on.", "ar": "ثانيا."})
    factories.publish(draft)
    factories.release(draft, "ar")
    target.unpublish()
    catch_up()
    author = person("edith", groups.AUTHORS, groups.translators(BY_TAG["ar"]), viewport={"width": 1440, "height": 900})

    author.page.goto("/admin/content-reports/broken-links/?locale=ar")
    assert Axe().run(author.page, context="#listing-results table").response["violations"] == []
    author.picture("broken links")
    author.page.get_by_role("row").get_by_role("link", name="الصحة النفسية").click()

    expect(author.page.get_by_role("tab", name="العربيّة")).to_have_attribute("aria-selected", "true")
    focused = author.page.locator(".report-target :focus")
    expect(focused).to_be_visible()
    expect(focused).to_contain_text("الصحة النفسية")
    author.picture("the link in its block")

    author.page.goto("/admin/content-reports/references/")
    author.page.get_by_role("link", name="Second, with nothing to rest on.").click()
    expect(author.page.get_by_role("tab", name="Evidence")).to_have_attribute("aria-selected", "true")
    row = author.page.locator("[data-inline-panel-child]").filter(has=author.page.locator(".report-target"))
    expect(row.locator("textarea").first).to_have_value("Second, with nothing to rest on.")
    assert author.errors == []
