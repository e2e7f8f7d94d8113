"""A safety change of the source: no reader of any language is left with the old advice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from cms import locales
from cms.translation import groups
from tests import factories

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.journeys.admin import Admin
    from tests.journeys.conftest import Readers

pytestmark = [pytest.mark.browser, pytest.mark.once]

SPANISH = locales.get("es")
NOTE = "The longest time between two doses is corrected."


def test_a_safety_change_withdraws_a_translation_until_it_is_approved_again(
    person: Callable[..., Admin], readers: Readers
) -> None:
    page = factories.page("chronic-pain", locales=("es",))
    assert readers.get("chronic-pain", locale="es").body["locale"] == "es"
    editor = person("edith", groups.AUTHORS)

    editor.edit(page)
    editor.field("summary_en").fill("Pain that lasts longer than six months.")
    editor.tab("All languages")
    editor.field("change_kind").select_option("safety")
    editor.field("change_note").fill(NOTE)
    editor.save()
    editor.tab("All languages")
    expect(editor.page.get_by_text("Spanish falls back to English until it is approved again.")).to_be_visible()
    editor.field("change_understood").check()
    editor.publish()

    answer = readers.get("chronic-pain", locale="es")
    assert (answer.body["locale"], answer.statuses["es"]) == ("en", "withdrawn")
    assert answer.body["summary"] == "Pain that lasts longer than six months."
    assert answer.body["change"] == {"kind": "safety", "note": NOTE}
    editor.edit(page)
    expect(editor.field("change_kind")).to_have_value("content")
    expect(editor.field("change_note")).to_have_value("")

    reviewer = person("raquel", groups.reviewers(SPANISH))
    reviewer.edit(page)
    row = reviewer.status_of("Español")
    expect(row).to_contain_text("Withdrawn")
    expect(row).to_contain_text("A safety change of the source")
    reviewer.picture("withdrawn by a safety change")
    reviewer.read_and_release("Español")
    expect(reviewer.page.get_by_text("“six months” is “tres meses” in the translation")).to_be_visible()
    expect(reviewer.page.get_by_role("button", name="Approve this text")).to_be_disabled()

    translator = person("tomas", groups.translators(SPANISH))
    translator.page.goto(f"/admin/translation/conditions.conditionpage/{page.pk}/es/workbench/?show=outdated")
    translator.page.locator("[data-target]").fill("Dolor que dura más de seis meses.")
    expect(translator.page.locator("[data-saving]")).to_contain_text("Saved")
    reviewer.page.reload()
    reviewer.press("Approve this text")

    assert readers.get("chronic-pain", locale="es").body["locale"] == "es"
