"""A draft that saves itself is never in the way of one who saves by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from cms.translation import groups
from conditions.models import ConditionPage
from tests import factories

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Route

    from tests.journeys.admin import Admin

#: After a change nothing is saved for three seconds; the form notices changes within a second.
QUIET_MS = 6_000
NOTICED_MS = 2_000

pytestmark = [pytest.mark.browser, pytest.mark.once]


@pytest.fixture
def editor(person: Callable[..., Admin]) -> Admin:
    editor = person("edith", groups.AUTHORS)
    editor.page.clock.install()
    return editor


@pytest.fixture
def by_itself(editor: Admin) -> list[Route]:
    """The saves that nobody asked for, held up."""
    held: list[Route] = []
    editor.page.route(
        "**/admin/pages/**", lambda route: held.append(route) if _is_autosave(route) else route.continue_()
    )
    return held


def test_a_new_page_is_published_once_while_its_own_draft_is_on_its_way(editor: Admin, by_itself: list[Route]) -> None:
    begin_a_page(editor)

    editor.page.clock.run_for(QUIET_MS)
    expect(editor.page.locator("[data-w-autosave-state-value=saving]")).to_be_attached()
    editor.page.locator("footer").get_by_role("button", name="More actions").click()
    editor.page.get_by_role("button", name="Publish", exact=True).click()
    editor.field("name_en").press("Enter")  # who is impatient
    with editor.page.expect_navigation():
        by_itself[0].continue_()
        editor.page.clock.resume()

    expect(editor.message).to_contain_text("Page 'Neuralgia' has been published")
    assert ConditionPage.objects.get(slug__startswith="neuralgia").live


def test_a_new_page_is_saved_at_once_while_its_draft_only_waits(editor: Admin, by_itself: list[Route]) -> None:
    begin_a_page(editor)

    editor.page.clock.run_for(NOTICED_MS)
    expect(editor.page.locator("[data-w-autosave-state-value=saving]")).to_be_attached()
    editor.save()

    expect(editor.message).to_contain_text("Page 'Neuralgia' created")
    assert by_itself == []


def begin_a_page(editor: Admin) -> None:
    editor.add_condition(under=factories.page("chronic-pain"))
    editor.page.clock.pause_at(datetime.now(UTC) + timedelta(hours=1))
    editor.page.clock.run_for(QUIET_MS)  # until then the form takes what it holds for what it was loaded with
    editor.field("name_en").press_sequentially("Neuralgia")


def _is_autosave(route: Route) -> bool:
    return route.request.method == "POST" and route.request.headers.get("accept") == "application/json"
