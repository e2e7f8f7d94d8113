"""Walking through results: forth and back, each once, whatever is published meanwhile."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from search import candidates
from tests.delivery.asking import assert_problem
from tests.delivery.factories import NOW, Content, Text, publish, remove
from tests.search.asking import SUGGEST, address, ask, found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

#: From the best: by name, by more of a name, by text; and two that are equals.
PAINS = {
    "pain": Text("Pain", "A signal of the body.", "pain"),
    "back-pain": Text("Back pain", "Between the ribs and the hips.", "back-pain"),
    "knee-pain": Text("Knee pain", "Around the joint.", "knee-pain"),
    "phantom": Text("Phantom limb pain", "Felt in a limb that is no more.", "phantom"),
    "referred": Text("Referred pain of the inner organs", "Felt elsewhere.", "referred"),
    "gout": Text("Gout", "Sudden pain in a joint, often of the big toe.", "gout"),
    "sciatica": Text("Sciatica", "Pain that runs down a leg.", "sciatica"),
}
NUMBER = len(PAINS)


def condition(slug: str, text: Text) -> Content:
    return Content(slug, {"en": text})


@pytest.fixture
def pains(rolled_back: None) -> None:
    for slug, text in PAINS.items():
        publish(condition(slug, text))


def walk(client: Client, url: str | None, *, by: str = "next") -> Iterator[dict[str, Any]]:
    while url:
        page = client.get(url).json()
        yield page
        url = page[by]


@pytest.mark.parametrize("locale", ["en", "ar", "es-MX", "zh-Hans"])
@pytest.mark.parametrize("limit", [1, 2, 3, NUMBER, 100])
def test_forth_and_back_see_every_result_once(client: Client, pains: None, locale: str, limit: int) -> None:
    whole = ask(client, "pain", locale, limit=100)

    pages = list(walk(client, address("pain", locale, limit=limit)))
    back = list(walk(client, pages[-1]["previous"], by="previous"))

    assert whole["count"] == len(whole["results"]) == NUMBER
    assert [result for page in pages for result in page["results"]] == whole["results"]
    assert [page["results"] for page in reversed(back)] == [page["results"] for page in pages[:-1]]
    assert {page["count"] for page in pages} == {NUMBER}
    assert [page["facets"] for page in pages] == [whole["facets"]] * len(pages)
    assert (pages[0]["previous"], pages[-1]["next"]) == (None, None)


def test_scores_fall_and_equals_are_told_apart(client: Client, pains: None) -> None:
    results = [result for page in walk(client, address("pain", limit=1)) for result in page["results"]]

    scores = [result["score"] for result in results]
    assert scores == sorted(scores, reverse=True)
    assert len({result["id"] for result in results}) == NUMBER
    assert results[1]["score"] == results[2]["score"]


def test_what_is_published_between_pages_moves_nothing_that_was_seen(client: Client, pains: None) -> None:
    first, second = list(walk(client, address("pain", limit=3)))[:2]

    publish(condition("measles", Text("Measles", "A rash with fever.", "measles")))

    again = client.get(first["next"]).json()
    assert [result["slug"] for result in again["results"]] == [result["slug"] for result in second["results"]]


def test_what_goes_between_pages_skips_nothing(client: Client, pains: None) -> None:
    first, second, *_rest = walk(client, address("pain", limit=2))

    remove(condition("pain", PAINS["pain"]))

    assert [result["slug"] for result in client.get(first["next"]).json()["results"]] == [
        result["slug"] for result in second["results"]
    ]


def test_from_an_empty_page_the_way_back_is_whole(client: Client, pains: None) -> None:
    *_pages, last = walk(client, address("pain", limit=NUMBER - 1))
    before = client.get(address("pain", limit=NUMBER - 1)).json()
    slug = last["results"][0]["slug"]
    remove(condition(slug, PAINS[slug]))

    empty = client.get(before["next"]).json()

    assert (empty["results"], empty["next"]) == ([], None)
    back = client.get(empty["previous"]).json()["results"]
    assert [result["slug"] for result in back] == [result["slug"] for result in before["results"]]


@pytest.mark.parametrize(
    "other", ["q=gout", "q=Pain", "locale=es-MX", "fallback=none", "type=condition", "initial=G", "ids=&topic=gout"]
)
def test_a_cursor_of_another_question_is_refused(client: Client, pains: None, other: str) -> None:
    cursor = ask(client, "pain", limit=2)["next"].partition("cursor=")[2]
    name, _, value = other.rpartition("&")[2].partition("=")
    asked = {"q": "pain", "locale": "en", "limit": 2, name: value, "cursor": cursor}

    answer = client.get("/api/v1/search/", asked)

    assert_problem(answer, status=400, slug="invalid-cursor", parameter="cursor")


def test_a_cursor_of_a_list_is_refused(client: Client, pains: None) -> None:
    cursor = client.get("/api/v1/conditions/?locale=en&limit=2").json()["next"].partition("cursor=")[2]

    assert_problem(client.get(address("pain", cursor=cursor)), status=400, slug="invalid-cursor", parameter="cursor")


@pytest.mark.parametrize("cursor", ["", "x", "-", "====", "A" * 3_000, "žluť", "Pk1a MEO", "\u0661\u0662"])
def test_a_cursor_that_was_made_up_is_refused(client: Client, pains: None, cursor: str) -> None:
    assert_problem(client.get(address("pain", cursor=cursor)), status=400, slug="invalid-cursor", parameter="cursor")


def test_a_cursor_that_was_changed_is_refused(client: Client, pains: None) -> None:
    cursor = ask(client, "pain", limit=2)["next"].partition("cursor=")[2]

    for changed in (f"{cursor}=", f"A{cursor[1:]}", f"{cursor[:3]}A{cursor[4:]}", f" {cursor}", cursor[:20]):
        assert_problem(client.get(address("pain", limit=2, cursor=changed)), status=400, slug="invalid-cursor")


def test_other_page_sizes_and_fields_may_go_on_with_a_cursor(client: Client, pains: None) -> None:
    cursor = ask(client, "pain", limit=2)["next"].partition("cursor=")[2]

    rest = ask(client, "pain", limit=5, fields="slug", cursor=cursor)["results"]

    assert [result["slug"] for result in rest] == found(client, "pain")[2:]


def test_links_hold_the_question_and_every_filter(client: Client, pains: None) -> None:
    page = ask(client, "joint & pain?", "ar", limit=1, type="condition", fallback="chain")

    assert page["next"].startswith(
        "http://testserver/api/v1/search/?q=joint+%26+pain%3F&locale=ar&limit=1&type=condition&fallback=chain&cursor="
    )


def test_more_than_is_compared_is_counted_all_the_same(
    client: Client, pains: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = ask(client, "pain", limit=100)
    monkeypatch.setattr(candidates, "MOST", 4)

    body = ask(client, "pain", limit=100)

    assert body["count"] == NUMBER
    assert body["facets"] == whole["facets"]
    assert len(body["results"]) == 4
    assert {result["slug"] for result in body["results"]} <= {"pain", "back-pain", "knee-pain", "phantom", "referred"}


def test_beyond_what_is_counted_the_count_is_not_told(
    client: Client, pains: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(candidates, "MOST", 2)
    monkeypatch.setattr(candidates, "MOST_COUNTED", NUMBER - 1)
    assert ask(client, "pain")["count"] is None

    monkeypatch.setattr(candidates, "MOST_COUNTED", NUMBER)

    assert ask(client, "pain")["count"] == NUMBER


def test_suggestions_have_one_page(client: Client, pains: None) -> None:
    body = ask(client, "pain", path=SUGGEST)

    assert body.keys() == {"query", "results"}
    assert body["results"][0]["text"] == "Pain"


def test_a_better_answer_comes_first_as_soon_as_it_is_out(client: Client, pains: None) -> None:
    text = replace(PAINS["gout"], name="Joint pain of the big toe")

    publish(condition("gout", text), at=NOW + timedelta(days=1))

    assert found(client, "big toe pain")[0] == "gout"
