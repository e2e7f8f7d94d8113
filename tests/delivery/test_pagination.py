"""Walking through lists: forth and back, over ties, while others publish, at any size."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.delivery import lists
from tests.delivery.asking import assert_problem, queries, slugs
from tests.delivery.factories import NOW, Content, Text, id_of, publish, remove

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

ORDERS = ["name", "-updated_at", "path"]
LIST = "/api/v1/conditions/?locale=en"
NAMES = ["Acne", "Asthma", "Bronchitis", "Cystitis", "Eczema", "Gout", "Migraine", "Psoriasis", "Sciatica"]


def condition(name: str, **texts: Text) -> Content:
    return Content(name.lower(), {"en": Text(name, f"About {name.lower()}.", name.lower()), **texts})


@pytest.fixture
def nine(db: None) -> None:
    for name in NAMES:
        publish(condition(name))


def walk(client: Client, url: str | None, *, by: str = "next") -> Iterator[dict[str, Any]]:
    while url:
        page = client.get(url).json()
        yield page
        url = page[by]


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("limit", [1, 2, 4, 9, 100])
def test_forth_and_back_see_every_entry_once(client: Client, nine: None, order: str, limit: int) -> None:
    pages = list(walk(client, f"{LIST}&order={order}&limit={limit}"))
    back = list(walk(client, pages[-1]["previous"], by="previous"))

    forth = [card["slug"] for page in pages for card in page["results"]]
    assert sorted(forth) == sorted(name.lower() for name in NAMES)
    assert [page["results"] for page in reversed(back)] == [page["results"] for page in pages[:-1]]
    assert {page["count"] for page in pages} == {9}
    assert pages[0]["previous"] is None
    assert pages[-1]["next"] is None


def test_names_follow_the_alphabet_of_the_locale(client: Client, db: None) -> None:
    for slug, name in [("a", "nube"), ("b", "Ñandú"), ("c", "oído"), ("d", "Árbol"), ("e", "arcada")]:
        publish(Content(slug, {"en": Text(slug, "Test word.", slug), "es": Text(name, "Palabra.", slug)}))

    assert slugs(client, "/api/v1/conditions/?locale=es") == ["d", "e", "a", "b", "c"]


def test_ties_are_told_apart(client: Client, db: None) -> None:
    for number in range(7):
        publish(Content(f"cold-{number}", {"en": Text("Common cold", "A mild infection.", f"cold-{number}")}))

    for order in ("name", "-updated_at"):
        found = [card["slug"] for page in walk(client, f"{LIST}&order={order}&limit=2") for card in page["results"]]
        assert len(found) == len(set(found)) == 7


def test_the_newest_come_first(client: Client, db: None) -> None:
    for day, name in enumerate(["Acne", "Gout", "Asthma"]):
        publish(condition(name), at=NOW + timedelta(days=day))

    assert slugs(client, f"{LIST}&order=-updated_at") == ["asthma", "gout", "acne"]


def test_what_comes_between_pages_moves_nothing_that_was_seen(client: Client, nine: None) -> None:
    first = client.get(f"{LIST}&limit=3").json()

    publish(condition("Anaemia"))
    publish(condition("Diabetes"))

    rest = [card["name"] for page in walk(client, first["next"]) for card in page["results"]]
    assert rest == ["Cystitis", "Diabetes", "Eczema", "Gout", "Migraine", "Psoriasis", "Sciatica"]


def test_what_goes_between_pages_skips_nothing(client: Client, nine: None) -> None:
    first = client.get(f"{LIST}&limit=3").json()

    remove(condition("Bronchitis"))
    remove(condition("Cystitis"))

    assert [card["name"] for card in client.get(first["next"]).json()["results"]] == ["Eczema", "Gout", "Migraine"]


def test_from_an_empty_page_the_way_back_and_forth_is_whole(client: Client, nine: None) -> None:
    last = client.get(f"{LIST}&limit=8").json()["next"]
    remove(condition("Sciatica"))

    empty = client.get(last).json()

    assert (empty["results"], empty["next"], empty["count"]) == ([], None, 8)
    back = client.get(empty["previous"]).json()
    assert [card["name"] for card in back["results"]] == NAMES[:8]
    second = client.get(f"{LIST}&limit=1").json()["next"]
    first_again = client.get(second).json()["previous"]
    remove(condition("Acne"))
    empty = client.get(first_again).json()
    assert (empty["results"], empty["previous"]) == ([], None)
    assert [card["name"] for card in client.get(empty["next"]).json()["results"]] == ["Asthma"]


def test_links_hold_the_locale_and_every_filter(client: Client, nine: None) -> None:
    page = client.get(
        "/api/v1/conditions/?order=-updated_at&limit=2&translation_status=source", headers={"Accept-Language": "fr"}
    ).json()

    assert page["next"].startswith(
        "http://testserver/api/v1/conditions/?order=-updated_at&limit=2&translation_status=source&locale=fr&cursor="
    )
    assert client.get(page["next"]).json()["results"][0]["requested_locale"] == "fr"


@pytest.mark.parametrize(
    "other",
    [
        "order=-updated_at",
        "order=path",
        "locale=es",
        "fallback=none",
        "initial=G",
        "translation_status=source",
        "topic=gout",
    ],
)
def test_a_cursor_of_another_list_is_refused(client: Client, nine: None, other: str) -> None:
    cursor = client.get(f"{LIST}&limit=2").json()["next"].partition("cursor=")[2]
    path = "/api/v1/conditions/?limit=2" if other.startswith("locale") else f"{LIST}&limit=2"

    answer = client.get(f"{path}&{other}&cursor={cursor}")

    assert_problem(answer, status=400, slug="invalid-cursor", parameter="cursor")


def test_a_cursor_of_another_type_is_refused(client: Client, nine: None) -> None:
    cursor = client.get(f"{LIST}&limit=2").json()["next"].partition("cursor=")[2]

    assert_problem(client.get(f"/api/v1/therapies/?locale=en&cursor={cursor}"), status=400, slug="invalid-cursor")


@pytest.mark.parametrize("cursor", ["", "x", "%00", "-", "====", "Pk1aMEOQXoN4", "A" * 3_000, "žluť", "Pk1a+MEO"])
def test_a_cursor_that_was_made_up_is_refused(client: Client, nine: None, cursor: str) -> None:
    answer = client.get(f"{LIST}&cursor={cursor}")

    assert answer.status_code == 400
    assert answer.json()["parameter"] == "cursor"


def test_a_cursor_that_was_changed_is_refused(client: Client, nine: None) -> None:
    cursor = client.get(f"{LIST}&limit=2").json()["next"].partition("cursor=")[2]

    for changed in (f"{cursor}=", f"A{cursor[1:]}", f"{cursor[:3]}A{cursor[4:]}", f" {cursor}", cursor[:20]):
        assert_problem(client.get(f"{LIST}&limit=2&cursor={changed}"), status=400, slug="invalid-cursor")


def test_other_page_sizes_may_go_on_with_a_cursor(client: Client, nine: None) -> None:
    cursor = client.get(f"{LIST}&limit=2").json()["next"].partition("cursor=")[2]

    assert len(slugs(client, f"{LIST}&limit=5&cursor={cursor}")) == 5


def test_a_long_list_is_not_counted_to_its_end(client: Client, nine: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "MAX_COUNT", 8)
    assert client.get(f"{LIST}&limit=2").json()["count"] is None

    remove(condition("Acne"))

    assert client.get(f"{LIST}&limit=2").json()["count"] == 8


def test_the_count_is_remembered_until_something_is_published(client: Client, nine: None) -> None:
    path = f"{LIST}&limit=2"

    assert [queries(client, path), queries(client, path)] == [3, 1]
    publish(condition("Vertigo"))
    assert queries(client, path) == 3
    assert client.get(path).json()["count"] == 10


@pytest.mark.parametrize(
    "path",
    [
        f"{LIST}&limit=2",
        f"{LIST}&limit=2&order=-updated_at",
        f"{LIST}&limit=2&topic=gout&initial=G",
        "/api/v1/conditions/gout/?locale=es-MX",
        "/api/v1/conditions/gout/sections/safety/",
        "/api/v1/locales/",
        "/api/v1/conditions/nothing/",
    ],
)
def test_ten_times_as_many_documents_cost_as_many_queries(client: Client, nine: None, path: str) -> None:
    few = queries(client, path)
    for number in range(81):
        publish(condition(f"Rare syndrome {number}"))

    assert queries(client, path) == few <= 3


@pytest.mark.once
@pytest.mark.parametrize(
    ("path", "indexes"),
    [
        ("/api/v1/conditions/gout/", ["answer_by_slug", "answer_by_segment"]),
        (f"/api/v1/conditions/{id_of('gout')}/", ["content_id=?"]),
        (LIST, ["answer_by_name"]),
        (f"{LIST}&order=-updated_at", ["answer_by_update"]),
        (f"{LIST}&order=path", ["answer_by_path"]),
    ],
)
def test_each_first_query_runs_on_an_index_in_the_order_that_is_asked(
    client: Client, nine: None, path: str, indexes: list[str]
) -> None:
    plan = " ".join(plan_of(client, path))

    assert all(index in plan for index in indexes)
    assert "SCAN" not in plan
    assert "TEMP B-TREE" not in plan


def plan_of(client: Client, path: str) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {captured[0]['sql']}")
        return [step for *_ids, step in cursor.fetchall()]
