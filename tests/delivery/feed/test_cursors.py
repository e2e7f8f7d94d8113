"""Parameters and cursors of the change feed, which hold for ever, and what a restored backup does to them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from django.test import Client

from cms.delivery.feed_places import Place
from cms.locales import TAGS
from cms.publishing import store
from cms.publishing.models import Answer, Counter, Document, Edition, Publication
from tests.delivery.asking import assert_problem
from tests.delivery.factories import publish
from tests.delivery.following import FEED, Follower, live

if TYPE_CHECKING:
    from pytest_django import Settings
from tests.delivery.feed.events import condition, slug_of

#: Given out by the first version, after the thirteenth edition of the library and within a crawl of it.
CURSOR_IN_LOG = "TAAAAAAAAAAN0LjYa7pMio7jB-_R2tOeOw"


CURSOR_IN_CRAWL = "QwAAAAAAAAAfukNJOuK2tGEAAAAAAAAABWsaNuEFksJH"


# Parameters and cursors


@pytest.mark.parametrize(
    ("query", "slug", "parameter"),
    [
        ("limit=0", "invalid-parameter", "limit"),
        ("limit=501", "invalid-parameter", "limit"),
        ("limit=", "invalid-parameter", "limit"),
        ("limit=5&limit=5", "invalid-parameter", "limit"),
        ("type=page", "invalid-parameter", "type"),
        ("type=Condition", "invalid-parameter", "type"),
        ("type=", "invalid-parameter", "type"),
        ("type=condition&type=site", "invalid-parameter", "type"),
        ("include=documents", "invalid-parameter", "include"),
        ("include=document&include=document", "invalid-parameter", "include"),
        ("locale=ar&locale=ar", "invalid-parameter", "locale"),
        ("cursor=a&cursor=a", "invalid-parameter", "cursor"),
        (f"cursor={'a' * 10_000}", "invalid-parameter", "cursor"),
        ("locale=de", "unknown-locale", "locale"),
        ("locale=", "unknown-locale", "locale"),
        ("fallback=none", "unknown-parameter", "fallback"),
        ("since=2026-11-01", "unknown-parameter", "since"),
        ("cursor=", "invalid-cursor", "cursor"),
        ("cursor=x", "invalid-cursor", "cursor"),
        ("cursor=%F0%9F%A9%BA", "invalid-cursor", "cursor"),
        ("cursor=TAAAAAAAAAAA", "invalid-cursor", "cursor"),
        (f"cursor={'TAAA' * 20}", "invalid-cursor", "cursor"),
    ],
)
def test_what_is_wrong_is_told_by_its_name(client: Client, db: None, query: str, slug: str, parameter: str) -> None:
    assert_problem(client.get(f"{FEED}?{query}"), status=400, slug=slug, parameter=parameter)


def test_an_unknown_locale_is_told_with_those_that_there_are(client: Client, db: None) -> None:
    problem = assert_problem(client.get(f"{FEED}?locale=de"), status=400, slug="unknown-locale", locales=list(TAGS))

    assert "Accept-Language" not in problem["detail"]


@pytest.mark.parametrize("other", [{"locale": "ar"}, {"type": "condition"}, {"locale": "ar", "type": "condition"}])
def test_a_cursor_belongs_to_its_filters(client: Client, library: None, other: dict[str, str]) -> None:
    plain, filtered = Follower(client), Follower(client, other)
    for follower in (plain, filtered):
        follower.read(limit=1)

    filters = urlencode(other)
    for query in (
        f"{filters}&cursor={plain.cursor}",
        f"cursor={filtered.cursor}",
        f"locale=es&cursor={filtered.cursor}",
    ):
        answer = client.get(f"{FEED}?{query}")
        assert_problem(answer, status=400, slug="invalid-cursor", parameter="cursor")


def test_the_size_of_a_page_and_documents_may_change_on_the_way(client: Client, library: None) -> None:
    follower = Follower(client)

    follower.read(limit=3)
    follower.read(limit=1, include="document")
    follower.catch_up(limit=500)

    assert follower.held == live()
    assert len(follower.told) == len(live())


@pytest.mark.parametrize("reading", [1, None], ids=["crawl", "log"])
def test_a_cursor_that_was_changed_is_refused(client: Client, library: None, reading: int | None) -> None:
    follower = Follower(client)
    follower.read(**({"limit": reading} if reading else {}))
    cursor = follower.cursor or ""

    for changed in (
        f"{cursor}=",
        f"A{cursor[1:]}",
        f"{cursor[:9]}-{cursor[10:]}",
        f" {cursor}",
        cursor[:20],
        cursor * 2,
    ):
        answer = client.get(FEED, {"cursor": changed})
        assert_problem(answer, status=400, slug="invalid-cursor", parameter="cursor")


@pytest.mark.parametrize("sequence", [2**63 - 1, 2**60 + 1, -1])
@pytest.mark.parametrize("crawled", [None, -(2**63), 2**63 - 1])
def test_a_cursor_with_a_number_that_was_made_up_is_refused(
    client: Client, library: None, sequence: int, crawled: int | None
) -> None:
    cursor = Place(sequence, bytes(8), crawled).cursor(filters={})

    assert_problem(client.get(f"{FEED}?cursor={cursor}"), status=400, slug="invalid-cursor", parameter="cursor")


@pytest.mark.parametrize(("cursor", "first"), [(CURSOR_IN_LOG, 14), (CURSOR_IN_CRAWL, 11)], ids=["log", "crawl"])
def test_a_cursor_of_the_first_version_holds_for_ever(client: Client, library: None, cursor: str, first: int) -> None:
    follower = Follower(client, cursor=cursor)

    follower.catch_up(limit=3)

    assert follower.sequences[0] == first


def test_a_cursor_holds_whatever_is_published_after_it(client: Client, library: None) -> None:
    follower, newcomer = Follower(client), Follower(client)
    follower.read(limit=4)

    for number in range(30):
        publish(condition(number % 3, summary=f"It hurts, {number}."))

    follower.catch_up(limit=7)
    newcomer.catch_up()
    assert follower.held == newcomer.held == live()


# Restoring a backup


def back_up() -> int:
    return store.sequence()


def restore(backup: int) -> None:
    """The database as it was when the edition was the newest, and what is rebuilt from the log after that."""
    Document.objects.all().delete()
    Answer.objects.all().delete()
    Publication.objects.all().delete()
    Edition.objects.filter(sequence__gt=backup).delete()
    Counter.objects.update(sequence=backup)


@pytest.mark.parametrize("published_since", [0, 1, 2, 3, 9])
def test_a_cursor_that_has_seen_what_a_restore_lost_is_told_to_start_again(
    client: Client, db: None, published_since: int
) -> None:
    condition(0)
    backup = back_up()
    condition(1)
    condition(2)
    follower = Follower(client)
    follower.catch_up()

    restore(backup)
    for number in range(published_since):
        publish(condition(1, summary=f"It hurts, {number}."))

    answer = client.get(f"{FEED}?cursor={follower.cursor}")
    problem = assert_problem(answer, status=410, slug="feed-reset")
    assert "Start again without `cursor`" in problem["detail"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_crawl_that_began_before_a_restore_is_told_to_start_again(client: Client, db: None) -> None:
    condition(0)
    condition(1)
    backup = back_up()
    condition(2)
    follower = Follower(client)
    follower.read(limit=1)

    restore(backup)
    publish(condition(3))

    assert_problem(client.get(f"{FEED}?cursor={follower.cursor}"), status=410, slug="feed-reset")


def test_a_cursor_from_before_the_backup_goes_on_after_a_restore(client: Client, db: None) -> None:
    condition(0)
    follower = Follower(client)
    follower.catch_up()
    publish(condition(0, summary="It hurts a lot."))
    backup = back_up()
    condition(1)

    restore(backup)
    publish(condition(2))

    assert [slug_of(change) for change in follower.catch_up()] == ["ache-0", "ache-2"]


def test_a_cursor_of_an_empty_log_holds_in_every_log(follower: Follower) -> None:
    follower.read()
    condition(0)
    restore(0)

    publish(condition(1))

    assert [slug_of(change) for change in follower.catch_up()] == ["ache-1"]


# Caching


def test_a_follower_who_has_everything_gets_304_until_something_happens(client: Client, library: None) -> None:
    follower = Follower(client)
    follower.catch_up()
    path = f"{FEED}?cursor={follower.cursor}"

    etag = client.get(path).headers["ETag"]

    unchanged = client.get(path, headers={"If-None-Match": etag})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    publish(condition(0, summary="New."))
    assert client.get(path, headers={"If-None-Match": etag}).status_code == 200


def test_caches_may_keep_a_page_and_drop_it_by_one_key(client: Client, library: None) -> None:
    answer = client.get(FEED)

    assert answer.headers["Surrogate-Key"] == "changes"
    assert answer.headers["Cache-Control"].startswith("public, max-age=60, s-maxage=300")
    assert "Last-Modified" not in answer.headers
    head = client.head(FEED)
    assert (head.content, dict(head.headers)) == (b"", dict(answer.headers))


def test_a_new_origin_is_another_answer(client: Client, library: None, settings: Settings) -> None:
    before = client.get(FEED).headers["ETag"]
    settings.PUBLIC_ORIGIN = "https://api.example.org"

    answer = client.get(FEED)

    assert answer.headers["ETag"] != before
    assert answer.json()["changes"][0]["url"].startswith("https://api.example.org/api/v1/")
