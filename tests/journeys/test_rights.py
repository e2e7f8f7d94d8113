"""Nobody approves their own words, and a translator sees and changes one language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from cms import locales
from cms.translation import groups
from tests import factories

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Request

    from tests.journeys.admin import Admin
    from tests.journeys.conftest import Readers

pytestmark = [pytest.mark.browser, pytest.mark.once]

SPANISH = locales.get("es")
STATEMENTS = {
    "en": "Some people had less pain for some weeks.",
    "es": "Algunas personas tuvieron menos dolor durante unas semanas.",
}
#: Longer than the admin waits before it saves by itself, and checks for changes.
QUIET_MS = 6_000


def test_nobody_approves_what_they_wrote_themselves(person: Callable[..., Admin], readers: Readers) -> None:
    page = _page_with_spanish_draft()
    editor = person("edith", groups.AUTHORS, groups.translators(SPANISH), groups.reviewers(SPANISH))

    editor.edit(page)
    editor.tab("Español")
    editor.field("name_es").fill("Dolor que no se va")
    editor.save()
    editor.read_and_release("Español")
    editor.press("Approve this text")

    expect(editor.message).to_contain_text("You changed the Español text yourself; another person has to approve it.")
    assert readers.get("chronic-pain", locale="es").body["locale"] == "en"


def test_a_translator_changes_one_language_and_nothing_else(person: Callable[..., Admin], readers: Readers) -> None:
    page = _page_with_spanish_draft()
    english = readers.get("chronic-pain", locale="en").body
    translator = person("tomas", groups.translators(SPANISH))

    translator.edit(page)
    assert translator.tabs() == ["Español", "Evidence", "Status"]
    translator.field("name_es").fill("Dolor que no se va")
    translator.tab("Evidence")
    entry = translator.page.get_by_role("tabpanel")
    expect(entry).to_contain_text(STATEMENTS["en"])
    expect(entry.get_by_role("textbox")).to_have_count(1)
    expect(entry.get_by_role("button", name="Add", exact=False)).to_have_count(0)
    for control in ("Delete", "Move up", "Move down"):
        expect(entry.get_by_role("button", name=control)).to_have_count(0)
    translator.picture("evidence of a translator")
    entry.get_by_role("textbox").fill("Algunas personas tuvieron menos dolor.")
    translator.save()

    saved = factories.latest(page)
    assert saved.name_es == "Dolor que no se va"
    assert saved.name_en == "Chronic pain"
    statement = saved.evidence.get()
    assert statement.statement_es == "Algunas personas tuvieron menos dolor."
    assert statement.statement_en == STATEMENTS["en"]
    assert readers.get("chronic-pain", locale="en").body == english
    translator.tab("Status")
    expect(translator.status_of("Español").get_by_role("link", name="Translate")).to_be_visible()


def test_an_author_keeps_the_languages_that_the_form_does_not_show(person: Callable[..., Admin]) -> None:
    page = _page_with_spanish_draft()
    author = person("edith", groups.AUTHORS)

    author.edit(page)
    assert author.tabs() == ["English", "All languages", "Evidence", "Review", "Before publishing", "Status"]
    author.field("name_en").fill("Pain that stays")
    author.save()

    saved = factories.latest(page)
    assert (saved.name_en, saved.name_es) == ("Pain that stays", "Dolor crónico")
    assert saved.evidence.get().statement_es == STATEMENTS["es"]


#: These only ask: who else is here, and what could be said more plainly.
_ASKS = re.compile("/(editing-sessions|plain-language)/")


def test_opening_a_page_saves_nothing(person: Callable[..., Admin]) -> None:
    page = _page_with_spanish_draft()
    revision = factories.reload(page).latest_revision_id
    translator = person("tomas", groups.translators(SPANISH))
    saved: list[str] = []

    def note(request: Request) -> None:
        if request.method == "POST" and not _ASKS.search(request.url):
            saved.append(request.url)

    translator.page.on("request", note)
    translator.edit(page)
    translator.tab("Evidence")
    translator.page.wait_for_timeout(QUIET_MS)
    translator.page.goto("/admin/")

    assert saved == []
    assert translator.errors == []
    assert factories.reload(page).latest_revision_id == revision


def _page_with_spanish_draft() -> Any:
    """Out in English, written in Spanish by somebody else, with an entry of evidence."""
    page = factories.draft("chronic-pain", locales=("en", "es"))
    factories.add_evidence(page, factories.therapy(), statements=STATEMENTS)
    return factories.publish(page)
