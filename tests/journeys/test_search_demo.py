"""Somebody searches on the example page: by keyboard, by finger, in four languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.journeys.search_page import Search

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Page, ViewportSize

pytestmark = [pytest.mark.browser, pytest.mark.once]

DESK: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
TYPED = {"en": "nerve pain", "es-MX": "culebrilla", "ar": "الم مزمن", "zh-Hans": "疼痛"}


@pytest.fixture
def search(page: Page) -> Search:
    page.set_viewport_size(DESK)
    return Search(page)


def test_what_is_typed_brings_suggestions_and_then_results(search: Search) -> None:
    search.open()

    search.type("nerve pain")

    expect(search.options).to_have_count(3)
    expect(search.field).to_have_attribute("aria-expanded", "true")
    expect(search.told).to_have_text("3 results for “nerve pain” in English")
    expect(search.results.first).to_contain_text("Found by an everyday name, “zona”: begins as typed")
    expect(search.page.get_by_role("link", name="/api/v1/search/?q=nerve+pain&locale=en")).to_be_visible()
    assert search.asked == [{"q": "nerve pain", "locale": "en"}]
    assert search.complaints == []


def test_one_request_each_is_sent_when_the_hand_rests(search: Search, page: Page) -> None:
    page.clock.install(time=0)
    search.open()
    page.clock.pause_at(1_000_000)

    for text in ("n", "ne", "ner"):
        search.field.fill(text)
        page.clock.run_for(100)
    assert (search.suggested, search.asked) == ([], [])
    with page.expect_response("**/suggest/**"):
        page.clock.run_for(30)
    assert (search.suggested, search.asked) == (["ner"], [])
    with page.expect_response("**/search/?**"):
        page.clock.run_for(300)

    assert (search.suggested, [query["q"] for query in search.asked]) == (["ner"], ["ner"])


def test_the_list_is_worked_by_keyboard_alone(search: Search) -> None:
    search.open()
    search.type("nerve")
    expect(search.options).to_have_count(3)
    keys = search.page.keyboard

    for key, active in (("ArrowDown", 0), ("ArrowDown", 1), ("ArrowUp", 0), ("ArrowUp", 2), ("ArrowDown", 0)):
        keys.press(key)
        expect(search.options.nth(active)).to_have_attribute("aria-selected", "true")
        expect(search.field).to_have_attribute("aria-activedescendant", f"suggestion-{active}")
        expect(search.page.locator("[aria-selected=true]")).to_have_count(1)
    for key, place in (("Home", 0), ("End", 5)):
        keys.press("ArrowDown")
        keys.press(key)
        assert search.field.get_attribute("aria-activedescendant") is None
        assert search.field.evaluate("field => field.selectionStart") == place
    expect(search.field).to_be_focused()
    keys.press("ArrowDown")
    keys.press("ArrowDown")
    keys.press("Enter")

    expect(search.field).to_have_value("second words")
    expect(search.field).to_have_attribute("aria-expanded", "false")
    expect(search.told).to_contain_text("second words")
    assert search.asked[-1]["q"] == "second words"


def test_enter_without_a_choice_searches_at_once_and_escape_closes_then_clears(search: Search) -> None:
    search.open()
    search.type("nerve")
    expect(search.options).to_have_count(3)
    search.page.keyboard.press("Enter")
    expect(search.told).to_contain_text("nerve")
    expect(search.options).to_have_count(0)

    search.page.keyboard.press("ArrowDown")
    expect(search.options).to_have_count(3)
    search.page.keyboard.press("Escape")
    expect(search.field).to_have_attribute("aria-expanded", "false")
    expect(search.field).to_have_value("nerve")
    expect(search.results).to_have_count(2)
    search.page.keyboard.press("Escape")

    expect(search.field).to_have_value("")
    expect(search.results).to_have_count(0)
    expect(search.told).to_be_empty()


def test_nothing_is_asked_for_an_empty_field(search: Search) -> None:
    search.open()

    search.type("   ")
    search.page.get_by_role("button", name="Search").click()
    search.page.wait_for_timeout(800)

    assert (search.asked, search.suggested) == ([], [])


@pytest.mark.parametrize("locale", ["ar", "es-MX", "zh-Hans"])
def test_each_text_has_its_own_language_and_direction(search: Search, locale: str) -> None:
    search.open(locale=locale, q=TYPED[locale])
    direction = "rtl" if locale == "ar" else "ltr"

    for part in (search.field, search.page.locator("#results"), search.results.first):
        expect(part).to_have_attribute("lang", locale)
        expect(part).to_have_attribute("dir", direction)
    fallback = search.results.nth(1)
    expect(fallback).to_have_attribute("lang", "en")
    expect(fallback).to_have_attribute("dir", "ltr")
    expect(fallback).to_contain_text("in English")
    expect(search.results.first).not_to_contain_text("in English")
    assert search.page.locator("html").get_attribute("lang") == "en"
    assert search.asked[-1] == {"q": TYPED[locale], "locale": locale}


def test_what_is_still_being_composed_in_chinese_is_not_asked_for(search: Search, page: Page) -> None:
    search.open(locale="zh-Hans")
    search.field.focus()
    keyboard = page.context.new_cdp_session(page)

    for half in ("t", "teng", "teng tong"):
        keyboard.send("Input.imeSetComposition", {"text": half, "selectionStart": len(half), "selectionEnd": len(half)})
    page.wait_for_timeout(600)
    assert (search.asked, search.suggested) == ([], [])
    keyboard.send("Input.insertText", {"text": "疼痛"})

    expect(search.told).to_contain_text("“疼痛” in Simplified Chinese")
    assert search.suggested == ["疼痛"]


def test_a_telephone_that_composes_latin_words_gets_suggestions_letter_by_letter(search: Search, page: Page) -> None:
    search.open(locale="en")
    search.field.focus()
    keyboard = page.context.new_cdp_session(page)

    keyboard.send("Input.imeSetComposition", {"text": "ner", "selectionStart": 3, "selectionEnd": 3})

    expect(search.options).to_have_count(3)
    assert search.suggested == ["ner"]


def test_the_language_is_chosen_by_its_own_name(search: Search) -> None:
    search.open(q="pain")
    expect(search.told).to_contain_text("in English")

    search.page.get_by_label("Language").select_option("العربيّة")

    expect(search.told).to_contain_text("in Arabic")
    assert "locale=ar" in search.page.url


@pytest.mark.parametrize("touches", [False, True], ids=["mouse", "finger"])
def test_a_suggestion_is_taken_by_mouse_and_by_finger(
    new_context: Callable[..., BrowserContext], *, touches: bool
) -> None:
    search = Search(new_context(viewport=PHONE if touches else DESK, has_touch=touches).new_page())
    search.open()
    search.type("nerve")

    option = search.options.nth(2)
    option.tap() if touches else option.click()

    expect(search.field).to_have_value("third words")
    expect(search.field).to_be_focused()
    expect(search.options).to_have_count(0)
    expect(search.told).to_contain_text("third words")


@pytest.mark.parametrize(
    ("locale", "viewport", "theme"),
    [
        ("en", DESK, "light"),
        ("en", PHONE, "dark"),
        ("ar", DESK, "dark"),
        ("ar", PHONE, "light"),
        ("es-MX", DESK, "light"),
        ("zh-Hans", PHONE, "light"),
    ],
    ids=["en-desk-light", "en-phone-dark", "ar-desk-dark", "ar-phone-light", "es-MX-desk-light", "zh-Hans-phone-light"],
)
def test_everybody_can_use_it(
    new_context: Callable[..., BrowserContext], locale: str, viewport: ViewportSize, theme: str
) -> None:
    search = Search(new_context(viewport=viewport, color_scheme=theme, reduced_motion="reduce").new_page())
    search.open(locale=locale)
    assert faults(search.page) == []

    search.type(TYPED[locale])
    expect(search.results).to_have_count(2)
    search.page.keyboard.press("ArrowDown")
    assert faults(search.page) == []
    search.page.keyboard.press("Escape")
    search.page.get_by_role("button", name="Chronic pain").click()
    expect(search.page.get_by_role("button", name="Chronic pain")).to_have_attribute("aria-pressed", "true")

    assert faults(search.page) == []
    assert search.page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    assert search.complaints == []


def faults(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{fault['id']}: {node['html'][:200]}" for fault in found for node in fault["nodes"]]
