"""A word is marked as a glossary term in the text, and readers' apps are told which term it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from cms.translation import groups
from tests import factories

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.journeys.admin import Admin
    from tests.journeys.conftest import Readers

pytestmark = [pytest.mark.browser, pytest.mark.once]

PARAGRAPH = "sections_en-0-value-blocks-0-value"


def test_a_word_is_marked_as_a_glossary_term(person: Callable[..., Admin], readers: Readers) -> None:
    factories.glossary_term()
    page = factories.page("chronic-pain")
    editor = person("edith", groups.AUTHORS)

    editor.edit(page)
    text = editor.rich_text(PARAGRAPH)
    text.click()
    editor.page.keyboard.press("Control+Home")
    for _letter in "Chronic pain":
        editor.page.keyboard.press("Shift+ArrowRight")
    editor.page.locator("button[name=GLOSSARY-TERM]").filter(visible=True).click()
    editor.page.get_by_role("dialog").get_by_role("link", name="off-label").click()
    expect(text.locator(".TooltipEntity")).to_have_text("Chronic pain")
    expect(editor.block_input(PARAGRAPH)).to_have_value(re.compile("GLOSSARY-TERM"))
    editor.picture("marked")
    editor.publish()

    blocks = readers.get("chronic-pain").body["sections"][0]["blocks"]
    assert blocks[0]["value"]["text"] == (
        '<p><dfn data-term="off-label">Chronic pain</dfn> can stay after an injury has healed.</p>'
    )
    editor.edit(page)
    term = editor.rich_text(PARAGRAPH).locator(".TooltipEntity")
    expect(term).to_have_text("Chronic pain")
    term.click()
    expect(editor.page.locator(".Tooltip")).to_contain_text("off-label")
    assert editor.errors == []
