"""The first crawl of the change feed: all that is live, filtered or with its documents."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from cms.delivery import feed
from cms.delivery.feed_parameters import MAX_DOCUMENTS
from tests.delivery.asking import assert_problem
from tests.delivery.factories import Content, Text, publish, remove
from tests.delivery.feed.events import condition, slug_of
from tests.delivery.following import FEED, Follower, live
from tests.delivery.library import CRPS, EPILEPSY, OFF_LABEL, SHINGLES

# The first crawl


@pytest.mark.parametrize("limit", [1, 2, 5, 17, 18, 500])
def test_a_crawl_tells_each_live_document_once_in_order(client: Client, library: None, limit: int) -> None:
    follower = Follower(client)

    pages: list[dict[str, Any]] = []
    while not pages or pages[-1]["has_more"]:
        pages.append(follower.read(limit=limit))

    assert follower.held == live()
    assert len(follower.told) == len(live())
    assert follower.sequences == sorted(follower.sequences)
    assert all(len(page["changes"]) == limit for page in pages[:-1])
    assert 0 < len(pages[-1]["changes"]) <= limit
    assert follower.read()["changes"] == []


def test_without_anything_published_the_feed_is_empty_and_goes_on_from_there(follower: Follower) -> None:
    page = follower.read()

    assert (page["changes"], page["has_more"]) == ([], False)
    publish(CRPS)
    assert len(follower.catch_up()) == len(CRPS.texts)


def test_what_changes_during_a_crawl_is_told_after_it(follower: Follower) -> None:
    conditions = [condition(number) for number in range(6)]
    follower.read(limit=2)

    publish(condition(0, summary="Told already."))
    publish(condition(5, summary="Not told yet."))
    publish(condition(6))

    told = [slug_of(change) for change in follower.catch_up(limit=2)]
    assert told == ["ache-2", "ache-3", "ache-4", "ache-0", "ache-5", "ache-6"]
    assert follower.held == live()
    assert len(conditions) == 6


def test_what_goes_during_a_crawl_is_told_as_gone_whether_it_was_told_or_not(follower: Follower) -> None:
    conditions = [condition(number) for number in range(6)]
    follower.read(limit=2)

    remove(conditions[0], reason="expired")
    remove(conditions[5])

    told = [(slug_of(change), change["event"]) for change in follower.catch_up(limit=2)]
    assert told == [
        ("ache-2", "published"),
        ("ache-3", "published"),
        ("ache-4", "published"),
        ("ache-0", "gone"),
        ("ache-5", "gone"),
    ]
    assert follower.held == live()


def test_what_was_gone_before_a_crawl_is_not_told(client: Client, library: None) -> None:
    slugs = {slug_of(change) for change in Follower(client).catch_up()}

    assert SHINGLES.slug not in slugs


def test_a_page_that_the_crawl_fills_to_its_end_is_followed_by_the_log(follower: Follower) -> None:
    for number in range(4):
        condition(number)
    follower.read(limit=2)
    publish(condition(0, summary="Changed."))

    second, third = follower.read(limit=2), follower.read(limit=2)

    assert [slug_of(change) for change in second["changes"]] == ["ache-2", "ache-3"]
    assert [slug_of(change) for change in third["changes"]] == ["ache-0"]
    assert (second["has_more"], third["has_more"]) == (True, False)


def test_of_several_changes_after_a_crawl_each_is_told(follower: Follower) -> None:
    condition(0)
    follower.catch_up()

    for number in range(3):
        publish(condition(0, summary=f"Pain, told in another way: {number}."))
    remove(condition(0))

    told = [(change["version"], change["event"]) for change in follower.catch_up(limit=1)]
    assert told == [(2, "published"), (3, "published"), (4, "published"), (4, "gone")]


# Filters


@pytest.mark.parametrize(
    "filters",
    [
        {"locale": "ar"},
        {"locale": "es-MX"},
        {"locale": "zh-Hans"},
        {"locale": "fr"},
        {"type": "condition"},
        {"type": "glossary-term"},
        {"type": "therapy", "locale": "es"},
        {"type": "site", "locale": "en"},
    ],
    ids=lambda filters: "-".join(filters.values()),
)
@pytest.mark.parametrize("limit", [1, 500])
def test_a_filter_keeps_the_locale_and_type_it_names(
    client: Client, library: None, filters: dict[str, str], limit: int
) -> None:
    follower = Follower(client, filters)
    follower.catch_up(limit=limit)
    assert follower.held == live(**filters)

    publish(replace(CRPS, texts={tag: replace(text, summary="…") for tag, text in CRPS.texts.items()}))
    remove(EPILEPSY)
    publish(replace(OFF_LABEL, slug="off-licence"))

    follower.catch_up(limit=limit)
    assert follower.held == live(**filters)
    assert {change["locale"] for change in follower.told} <= {
        filters.get("locale", change["locale"]) for change in follower.told
    }


def test_a_locale_may_be_written_in_any_case(client: Client, library: None) -> None:
    assert Follower(client, {"locale": "ZH-hans"}).catch_up() == Follower(client, {"locale": "zh-Hans"}).catch_up()


def test_nothing_is_negotiated(client: Client, library: None) -> None:
    answer = client.get(FEED, headers={"Accept-Language": "ar"})

    assert len(answer.json()["changes"]) == len(live())
    assert "Accept-Language" not in answer.headers["Vary"]
    assert "Content-Location" not in answer.headers
    assert answer.headers["Content-Language"] == "en"


def test_what_is_filtered_out_is_passed_over_for_good(client: Client, library: None) -> None:
    follower = Follower(client, {"locale": "ar"})
    follower.catch_up()
    before = follower.cursor

    publish(Content("asthma", {"en": Text("Asthma", "Narrow airways.", "asthma")}))

    assert follower.read() == {"changes": [], "next_cursor": follower.cursor, "has_more": False}
    assert follower.cursor != before


def test_a_page_goes_through_so_much_of_the_log_and_no_more(
    client: Client, library: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "MOST_PASSED_OVER", 5)
    unfiltered, arabic = Follower(client), Follower(client, {"locale": "ar"})
    for follower in (unfiltered, arabic):
        follower.catch_up()
    for number in range(11):
        publish(condition(number, "It hurts a lot."))
    publish(condition(11, "It hurts a lot.", ar=Text("ألم", "إنه يؤلم.", "ألم")))

    pages = [arabic.read() for _ in range(3)]

    assert [(len(page["changes"]), page["has_more"]) for page in pages] == [(0, True), (0, True), (1, False)]
    assert len(unfiltered.read()["changes"]) == 13
    assert arabic.held == live(locale="ar")


# Documents


@pytest.mark.parametrize("locale", ["en", "es", "es-MX", "ar", "zh-Hans"])
def test_an_included_document_is_what_its_address_gives(client: Client, library: None, locale: str) -> None:
    answer = client.get(f"{FEED}?locale={locale}&include=document")

    changes = answer.json()["changes"]
    assert len(changes) == len(live(locale=locale))
    for change in changes:
        assert change["document"] == client.get(change["url"]).json()
        assert change["document"]["sequence"] == change["sequence"]
    assert answer.headers["Content-Language"] == locale
    assert b"origin.invalid" not in answer.content


def test_no_text_is_sent_that_was_replaced_or_withdrawn(client: Client, db: None) -> None:
    follower = Follower(client, {"include": "document"})
    condition(0)
    condition(1)
    follower.catch_up()

    publish(condition(0, summary="Take ten times as much."))
    publish(condition(0, summary="Never take more than the label says."))
    publish(condition(1, summary="Take ten times as much."))
    remove(condition(1))

    told = follower.catch_up()
    assert [change["document"] and change["document"]["summary"] for change in told] == [
        None, "Never take more than the label says.", None, None,
    ]  # fmt: skip
    assert [change["event"] for change in told] == ["published", "published", "published", "gone"]


def test_a_document_is_only_there_when_it_is_asked_for(client: Client, library: None) -> None:
    assert all("document" not in change for change in client.get(FEED).json()["changes"])


def test_with_documents_a_page_is_smaller(client: Client, db: None) -> None:
    for number in range(MAX_DOCUMENTS + 1):
        condition(number)

    assert len(client.get(f"{FEED}?include=document").json()["changes"]) == MAX_DOCUMENTS
    assert len(client.get(f"{FEED}?include=document&limit={MAX_DOCUMENTS}").json()["changes"]) == MAX_DOCUMENTS
    assert len(client.get(FEED).json()["changes"]) == MAX_DOCUMENTS + 1
    answer = client.get(f"{FEED}?limit={MAX_DOCUMENTS + 1}&include=document")
    assert_problem(answer, status=400, slug="invalid-parameter", parameter="limit")
