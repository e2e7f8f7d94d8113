"""A page is written, published, read by a second person, released, taken back, brought back; readers see each step."""

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
    from tests.journeys.conftest import Readers

pytestmark = [pytest.mark.browser, pytest.mark.once]

SPANISH = locales.get("es")
WORDS = {
    "en": {
        "name": "Migraine",
        "summary": "A strong headache that comes back.",
        "paragraph": "A migraine often starts on one side of the head.",
        "title": "When to get help",
        "callout": "Call an ambulance if you can't speak.",
    },
    "es": {
        "name": "Migraña",
        "summary": "Un dolor de cabeza fuerte que vuelve.",
        "paragraph": "La migraña suele empezar en un lado de la cabeza.",
        "title": "Cuándo pedir ayuda",
        "callout": "Llame a una ambulancia si no puede hablar.",
    },
}


def test_a_page_is_written_published_released_withdrawn_and_brought_back(
    person: Callable[..., Admin], readers: Readers
) -> None:
    topic = factories.page("chronic-pain")
    editor = person("edith", groups.AUTHORS, groups.translators(SPANISH))

    editor.add_condition(under=topic)
    _write(editor, "English", "en")
    _write(editor, "Español", "es")
    editor.picture("1 written")
    editor.save()
    editor.tab("Status")
    expect(editor.status_of("English")).to_contain_text("The page is not published")
    assert readers.get("migraine").status == 404
    editor.publish()
    editor.picture("2 published")

    english = readers.get("migraine", locale="en")
    assert (english.status, english.body["locale"], english.body["name"]) == (200, "en", "Migraine")
    assert WORDS["en"]["paragraph"] in english.text
    assert WORDS["en"]["callout"] in english.text
    assert _speaks(readers, "es") == ("en", "en", "es")

    page = ConditionPage.objects.get(slug="migraine")
    editor.edit(page)
    editor.tab("Status")
    expect(editor.status_of("English")).to_contain_text("Published")
    expect(editor.status_of("Español")).to_contain_text("Complete, and waiting for approval.")
    editor.picture("3 waiting")
    reviewer = person("raquel", groups.reviewers(SPANISH))
    reviewer.edit(page)
    reviewer.read_and_release("Español")
    expect(reviewer.page.get_by_role("cell", name=WORDS["es"]["paragraph"])).to_be_visible()
    reviewer.picture("4 read")
    reviewer.press("Approve this text")
    expect(reviewer.message).to_contain_text("Español is approved (release 1).")
    reviewer.picture("5 approved")

    spanish = readers.get("migraine", locale="es")
    assert _speaks(readers, "es") == ("es", "es", "es")
    assert WORDS["es"]["paragraph"] in spanish.text
    assert spanish.body["version"] == 1
    assert _speaks(readers, "ar") == ("en", "en", "ar")
    refused = readers.get("migraine", locale="ar", fallback="none")
    assert (refused.status, refused.headers["content-type"]) == (404, "application/problem+json")
    assert refused.body["type"].endswith("/not-translated/")
    assert refused.body["available_locales"] == ["en", "es"]

    reviewer.page.get_by_label("Reason").fill("A dose is wrong")
    reviewer.press("Withdraw")
    expect(reviewer.message).to_contain_text("Español is taken back")
    reviewer.picture("6 withdrawn")
    assert _speaks(readers, "es") == ("en", "en", "es")
    assert readers.get("migraine", locale="es").statuses["es"] == "withdrawn"
    reviewer.press("Roll back to 1")
    expect(reviewer.message).to_contain_text("Español is back to release 1.")
    reviewer.picture("7 rolled back")
    assert _speaks(readers, "es") == ("es", "es", "es")


def _write(editor: Admin, tab: str, suffix: str) -> None:
    words = WORDS[suffix]
    sections = f"sections_{suffix}"
    blocks = f"{sections}-0-value-blocks"
    editor.tab(tab)
    editor.field(f"name_{suffix}").fill(words["name"])
    editor.field(f"summary_{suffix}").fill(words["summary"])
    editor.add_block(sections, "Overview")
    editor.add_block(blocks, "Paragraph")
    editor.write_rich_text(f"{blocks}-0-value", words["paragraph"])
    editor.add_block(blocks, "Callout")
    editor.block_input(f"{blocks}-1-value-title").fill(words["title"])
    editor.write_rich_text(f"{blocks}-1-value-text", words["callout"])


def _speaks(readers: Readers, locale: str) -> tuple[str, str, str]:
    """The language of the body, as the header, the body and the request have it."""
    answer = readers.get("migraine", locale=locale)
    return answer.headers["content-language"], answer.body["locale"], answer.body["requested_locale"]
