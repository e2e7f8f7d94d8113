"""What the example page shows of what was found, and how it is narrowed, continued, shared and read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests import factories
from tests.journeys.search_page import DEMO, Search, envelope, result

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.once]


@pytest.fixture
def search(page: Page) -> Search:
    return Search(page)


@pytest.mark.parametrize(
    ("locale", "typed", "answered", "name"),
    [
        ("en", "chronc pain", "en", "Chronic pain"),
        ("es-MX", "dolor cronico", "es", "Dolor crónico"),
        ("ar", "الالم المزمن", "ar", "الألم المزمن"),
        ("zh-Hans", "chronic pain", "en", "Chronic pain"),
    ],
)
def test_what_is_published_is_found_by_the_search_of_this_installation(
    page: Page, locale: str, typed: str, answered: str, name: str
) -> None:
    factories.page("chronic-pain", locales=("en", "es", "ar"))

    page.goto(f"{DEMO}?locale={locale}")
    expect(page.get_by_label("Language")).to_be_enabled()
    page.get_by_role("combobox", name="Search").press_sequentially(typed)

    found = page.locator("#results li").first
    expect(found.get_by_role("heading")).to_have_text(name)
    expect(found).to_have_attribute("lang", answered)
    expect(found).to_have_attribute("dir", "rtl" if answered == "ar" else "ltr")
    expect(found.locator("mark").first).to_be_visible()
    expect(page.get_by_role("option", name=name).first).to_be_visible()


@pytest.mark.parametrize(
    ("matched", "sentence"),
    [
        (("codes", "G90.5", None, "es", "exact"), "Found by a code, “G90.5”: exactly as typed"),
        (("other_names", "DSR", "former", "es", "synonym"), "Found by a former name, “DSR”: means the same"),
        (("name", "Dolor", None, "es", "words"), "Found by the name: has the words typed"),
        (("name", "Pain", None, "en", "words"), "Found by the name, “Pain”, in English: has the words typed"),
        (("sections.safety", None, None, "es", "typo"), "Found by the section Safety: is spelt much like it"),
    ],
    ids=["code", "former name", "name", "English name", "section"],
)
def test_why_it_was_found_is_said(
    search: Search, page: Page, matched: tuple[str, str | None, str | None, str, str], sentence: str
) -> None:
    facts = dict(zip(("part", "text", "kind", "locale", "how"), matched, strict=True))
    query = {"q": "x", "locale": "es", "corrections": []}
    search.answers["x"] = {"json": envelope(query, [{**result("Dolor", "es"), "matched": facts}])}

    search.open(q="x", locale="es")

    expect(page.locator(".why")).to_have_text(sentence)


def test_filters_narrow_the_results_and_keep_the_focus(search: Search) -> None:
    search.open(q="pain")
    topic = search.page.get_by_role("group", name="Topic").get_by_role("button", name="Chronic pain 2")
    expect(topic).to_have_attribute("aria-pressed", "false")

    topic.press("Enter")
    expect(topic).to_have_attribute("aria-pressed", "true")
    expect(topic).to_be_focused()
    search.page.get_by_role("button", name="pain medicine 1").click()
    expect(search.page.get_by_role("button", name="pain medicine 1")).to_have_attribute("aria-pressed", "true")
    assert search.asked[-1] == {"q": "pain", "locale": "en", "topic": "chronic-pain", "specialty": "pain_medicine"}

    topic.click()
    expect(topic).to_have_attribute("aria-pressed", "false")
    assert search.asked[-1] == {"q": "pain", "locale": "en", "specialty": "pain_medicine"}


def test_the_address_of_the_page_brings_the_same_search_again(search: Search, page: Page) -> None:
    search.open(locale="AR")
    search.type("الم مزمن")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Chronic pain").click()
    expect(page.get_by_role("button", name="Chronic pain")).to_have_attribute("aria-pressed", "true")
    asked = search.asked[-1]

    page.reload()

    expect(search.field).to_have_value("الم مزمن")
    expect(search.told).to_contain_text("in Arabic")
    expect(page.get_by_role("button", name="Chronic pain")).to_have_attribute("aria-pressed", "true")
    expect(search.options).to_have_count(0)
    assert search.asked[-1] == asked == {"q": "الم مزمن", "locale": "ar", "topic": "chronic-pain"}


def test_more_results_are_added_and_read_from_the_first_new_one(search: Search, page: Page) -> None:
    search.open(q="pain")

    page.get_by_role("button", name="Show more").click()

    expect(search.results).to_have_count(4)
    expect(search.results.nth(2).get_by_role("link")).to_be_focused()
    expect(page.get_by_role("button", name="Show more")).to_be_hidden()
    assert search.asked[-1]["cursor"] == "2"
    assert {query["q"] for query in search.asked} == {"pain"}


def test_what_was_read_otherwise_than_typed_is_said(search: Search, page: Page) -> None:
    query = {"q": "sezures", "locale": "en", "corrections": [{"typed": "sezures", "read_as": ["seizures"]}]}
    search.answers["sezures"] = {"json": envelope(query, [result("Epilepsy", "en")])}

    search.open(q="sezures")

    expect(page.locator("#corrected")).to_have_text("Showing results for “seizures” (typed: “sezures”). ")


def test_a_search_without_results_gives_advice_and_lets_filters_be_taken_off(search: Search, page: Page) -> None:
    query = {"q": "zzz", "locale": "en", "corrections": []}
    nothing = {**envelope(query, []), "count": 0, "facets": {"type": [], "topic": [], "specialty": []}}
    search.answers["zzz"] = {"json": nothing}

    search.open(q="zzz", topic="epilepsy")
    expect(search.told).to_contain_text("Nothing found for “zzz” in English. Check the spelling")
    page.get_by_role("button", name="epilepsy 0").click()

    expect(page.get_by_role("button", name="epilepsy 0")).to_have_count(0)
    assert search.asked[-1] == {"q": "zzz", "locale": "en"}


def test_highlights_become_text_and_marks_and_nothing_else(search: Search, page: Page) -> None:
    html = "a &lt;b&gt; &amp; <mark>felt</mark> <img src=x onerror=alert(1)> <mark><i>both</i></mark> &copy;"
    query = {"q": "pain", "locale": "en", "corrections": []}
    search.answers["pain"] = {"json": envelope(query, [result("<i>Pain</i>", "en", html=html)])}

    search.open(q="pain")

    highlight = page.locator(".highlight")
    expect(highlight).to_have_text("Safety a <b> & felt <img src=x onerror=alert(1)> <i>both</i> &copy;")
    expect(search.results.get_by_role("heading")).to_have_text("<i>Pain</i>")
    assert highlight.locator("mark").all_inner_texts() == ["felt", "<i>both</i>"]
    expect(page.locator("#results :is(i, img)")).to_have_count(0)
    assert search.complaints == []
