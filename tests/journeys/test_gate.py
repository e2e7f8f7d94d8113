"""Stopped before publishing with the reasons, led to each field, signed by a clinician, out for readers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from cms.gate import groups as gate_groups, registry
from cms.translation import groups
from tests import factories

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.journeys.admin import Admin
    from tests.journeys.conftest import Readers

pytestmark = [pytest.mark.browser, pytest.mark.once]

NO_ALT = "The page’s image has no alternative text, and is not marked as decorative."
UNSIGNED = "No clinician has signed this text."


def serious(admin: Admin) -> list[str]:
    found = Axe().run(admin.page).response["violations"]
    return [fault["id"] for fault in found if fault["impact"] in {"serious", "critical"}]


def test_a_page_that_lacks_something_goes_out_when_it_is_there_and_signed(
    person: Callable[..., Admin], readers: Readers, settings: Any
) -> None:
    settings.PUBLISH_GATE = registry.policies()
    factories.notice()
    page = factories.draft("chronic-pain", image=factories.image())
    editor = person("edith", groups.AUTHORS)

    editor.edit(page)
    editor.field("summary_en").fill("Pain for more than three months.")
    editor.publish()
    expect(editor.page.locator(".messages")).to_contain_text(UNSIGNED)
    editor.page.locator(".messages").get_by_role("link", name=NO_ALT).click()
    expect(editor.field("image_alt_en")).to_be_focused()
    expect(editor.page.locator("[data-contentpath='image_alt_en'] .gate-beside")).to_have_text(NO_ALT)
    expect(editor.field("summary_en")).to_have_value("Pain for more than three months.")
    editor.field("image_alt_en").fill("Soft waves.")
    editor.save()

    clinician = person("clara", gate_groups.CLINICAL_REVIEWERS)
    clinician.edit(page)
    clinician.tab("Before publishing")
    expect(clinician.page.locator("[data-gate-panel]")).to_contain_text("1 thing is missing")
    clinician.press_link("Read and sign")
    assert serious(clinician) == []
    clinician.field("credentials").fill("MD, FRCA")
    clinician.press("Sign this text")

    editor.edit(page)
    editor.publish()
    assert readers.get("chronic-pain").body["summary"] == "Pain for more than three months."
    assert editor.errors + clinician.errors == []
