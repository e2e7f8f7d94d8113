"""What the example page does when answers come late, are refusals, or do not come at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys.search_page import DEMO, Search

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.once]


@pytest.fixture
def search(page: Page) -> Search:
    return Search(page)


def test_an_answer_that_comes_late_never_replaces_a_newer_one(search: Search) -> None:
    search.late["old"] = None
    search.open()
    search.field.fill("old")
    search.page.keyboard.press("Enter")
    expect(search.page.get_by_role("link", name="/api/v1/search/?q=old")).to_be_visible()
    search.field.fill("new")
    search.page.keyboard.press("Enter")
    expect(search.told).to_contain_text("“new”")

    search.let_go("old")
    search.page.wait_for_timeout(300)

    expect(search.told).to_contain_text("“new”")
    expect(search.results.first.get_by_role("heading")).to_have_text("new")


def test_a_refusal_is_told_as_a_sentence_with_what_to_do(search: Search, page: Page) -> None:
    problem = {"type": "…", "title": "Invalid parameter", "status": 400, "detail": "`topic` takes a slug."}
    search.answers["pain"] = {"status": 400, "json": problem, "content_type": "application/problem+json"}
    search.answers["crash"] = {"status": 502, "body": "<h1>Bad gateway</h1>"}
    alert = page.get_by_role("alert")

    search.open(q="pain", topic="?")
    expect(alert).to_have_text("`topic` takes a slug. Change what you search for.")
    search.field.fill("crash")
    expect(alert).to_contain_text("The server answered with status 502. Try again in a moment.")
    del search.answers["crash"]
    alert.get_by_role("button", name="Try again").click()

    expect(search.results).to_have_count(2)
    expect(alert).to_be_empty()


@pytest.mark.parametrize(
    ("retry_after", "wait_s"),
    [("12", 12), ("", 5), ("soon", 5), ("Sun, 22 Nov 2020 08:00:00 GMT", 1), ("999999999999", 3600)],
)
def test_a_busy_server_says_for_how_long(search: Search, page: Page, retry_after: str, wait_s: int) -> None:
    search.answers["pain"] = {"status": 503, "body": "", "headers": {"Retry-After": retry_after}}

    search.open(q="pain")

    sentence = f"The server is busy. The search goes on by itself in {wait_s} s."
    expect(page.get_by_role("alert")).to_have_text(sentence)


def test_after_too_many_requests_the_search_waits_as_it_is_told_and_goes_on(search: Search, page: Page) -> None:
    problem = {"title": "Too many requests", "status": 429, "detail": "The limit is reached."}
    search.answers["pain"] = {"status": 429, "json": problem, "headers": {"Retry-After": "2"}}

    search.open(q="pain")
    expect(page.get_by_role("alert")).to_have_text("Too many requests were sent. The search goes on by itself in 2 s.")
    del search.answers["pain"]
    search.field.fill("pains")
    page.wait_for_timeout(1_000)
    assert (len(search.asked), search.suggested) == (1, [])

    expect(search.told).to_contain_text("“pains”")
    expect(page.get_by_role("alert")).to_be_empty()
    assert [query["q"] for query in search.asked] == ["pain", "pains"]


def test_who_is_offline_is_told_so_and_the_search_goes_on_with_the_connection(search: Search, page: Page) -> None:
    search.open()
    page.unroute("**/api/v1/search/**")
    page.context.set_offline(True)
    search.field.fill("pain")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("You are offline. The search goes on")

    search.listen()
    page.context.set_offline(False)

    expect(search.told).to_contain_text("“pain”")
    expect(page.get_by_role("alert")).to_be_empty()


def test_a_page_that_could_not_learn_the_languages_asks_for_them_again(search: Search, page: Page) -> None:
    page.route("**/api/v1/locales/", lambda route: route.abort())
    page.goto(f"{DEMO}?q=pain")
    expect(page.get_by_role("alert")).to_contain_text("The server could not be reached. Check your connection")
    expect(page.get_by_label("Language")).to_be_disabled()

    page.unroute("**/api/v1/locales/")
    page.get_by_role("button", name="Try again").click()

    expect(page.get_by_label("Language")).to_be_enabled()
    expect(search.told).to_contain_text("“pain”")
