"""A follower of the change feed misses nothing, however much there is and whoever publishes meanwhile."""

from __future__ import annotations

import random
import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pytest
from django.db import connection, connections, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings, strategies as st

from cms.delivery import feed
from cms.publishing import store
from cms.publishing.models import Edition
from tests.delivery.asking import queries
from tests.delivery.factories import Content, Text, publish
from tests.delivery.following import FEED, Follower, live

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

from tests.delivery.feed.events import condition

# Growth


@pytest.mark.parametrize(
    "query", ["", "&locale=ar", "&type=condition", "&type=condition&locale=ar", "&include=document"]
)
@pytest.mark.parametrize("phase", ["start", "crawl", "log"])
def test_ten_more_documents_cost_as_many_queries(client: Client, library: None, query: str, phase: str) -> None:
    path = path_in(client, phase, query)
    publish_many(range(2))
    few = queries(client, path)

    publish_many(range(2, 12))

    assert queries(client, path) == few == 2


def test_asking_whether_anything_happened_costs_one_query(client: Client, library: None) -> None:
    assert queries(client, path_in(client, "log", "")) == 1


def publish_many(numbers: range) -> None:
    for number in numbers:
        publish(condition(number, "It hurts a lot.", ar=Text(f"ألم {number}", "إنه يؤلم.", f"ألم-{number}")))


def path_in(client: Client, phase: str, query: str) -> str:
    """A page at the start, in the middle of a crawl, or in the log."""
    if phase == "start":
        return f"{FEED}?limit=1{query}"
    page = client.get(f"{FEED}?limit={1 if phase == 'crawl' else 25}{query}").json()
    return f"{FEED}?limit=1&cursor={page['next_cursor']}{query}"


@pytest.mark.once
@pytest.mark.parametrize(
    ("query", "index"),
    [("", ""), ("&locale=ar", "by_locale"), ("&type=site", "by_type"), ("&type=condition&locale=ar", "by_")],
)
@pytest.mark.parametrize("phase", ["start", "log"])
def test_a_page_is_one_range_of_an_index_whatever_is_filtered_out(
    client: Client, library: None, query: str, index: str, phase: str
) -> None:
    path = path_in(client, phase, query)
    if phase == "log":
        publish(condition(0, summary="New."))

    plan = " ".join(plans_of(client, path))

    assert index in plan
    assert "SCAN publishing" not in plan
    assert "USE TEMP B-TREE FOR ORDER BY" not in plan


def plans_of(client: Client, path: str) -> Iterator[str]:
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    with connection.cursor() as cursor:
        for query in captured:
            cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
            yield from (step for *_ids, step in cursor.fetchall())


# Any schedule


LOCALES = ("en", "es", "es-MX", "ar", "zh-Hans")
CONTENTS = [("condition", 0), ("condition", 1), ("condition", 2), ("therapy", 0), ("therapy", 1)]
WATCHING: list[dict[str, str]] = [{}, {"locale": "ar"}, {"type": "condition"}, {"locale": "es-MX", "type": "therapy"}]
reading = st.tuples(st.integers(0, 2 * len(WATCHING) - 1), st.integers(1, 4))
publishing = st.tuples(
    st.sampled_from(CONTENTS), st.frozensets(st.sampled_from(LOCALES)), st.integers(0, 2), st.integers(0, 1)
)


def put(kind: str, number: int, locales: frozenset[str], words: int, address: int) -> None:
    """No locales: it is gone. Another address: it is renamed."""
    slug = f"{kind}-{number}-{address}"
    texts = {tag: Text(f"{tag} {words}", f"{tag} {words}", f"{slug}-{tag}") for tag in LOCALES if tag in locales}
    named = Content(f"{kind}-{number}", texts, type=kind)
    publish(replace(named, slug=slug, content_id=named.id))


@given(schedule=st.lists(st.one_of(publishing, reading), max_size=40))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_published_and_read_in_turn_all_end_with_what_is_live(
    client: Client, db: None, schedule: list[tuple[Any, ...]]
) -> None:
    with transaction.atomic(), patch.object(feed, "MOST_PASSED_OVER", 8):
        followers = [Follower(client, dict(filters)) for filters in WATCHING for _ in range(2)]
        began: dict[int, int] = {}
        for step in schedule:
            if len(step) == 4:
                (kind, number), locales, words, address = step
                put(kind, number, locales, words, address)
            else:
                began.setdefault(step[0], store.sequence())
                followers[step[0]].read(limit=step[1])
        for place, follower in enumerate(followers):
            began.setdefault(place, store.sequence())
            follower.catch_up(limit=3)
            assert_nothing_missed(follower, since=began[place])
        transaction.set_rollback(True)


def assert_nothing_missed(follower: Follower, *, since: int) -> None:
    """It holds what is live, was told every edition since its beginning, and all of it in order."""
    assert follower.held == live(**follower.parameters)
    assert follower.sequences == sorted(set(follower.sequences))
    log = Edition.objects.filter(sequence__gt=since, **follower.parameters).order_by("sequence")
    assert [number for number in follower.sequences if number > since] == list(log.values_list("sequence", flat=True))


# At the same time


WRITERS, CHANGES_EACH, CONTENTS_EACH = 4, 60, 6


@pytest.mark.django_db(transaction=True)
def test_none_is_skipped_while_many_publish_and_many_read_at_once() -> None:
    failures: list[BaseException] = []
    done = threading.Event()
    late = threading.Event()
    followers = [Follower(Client()) for _ in range(4)]

    writers = [in_thread(failures, write_changes, writer) for writer in range(WRITERS)]
    began: dict[int, int] = {}
    at_once = threading.Event()
    at_once.set()
    readers = [
        in_thread(failures, follow, follower, began, done, at_once if place < 3 else late)
        for place, follower in enumerate(followers)
    ]
    while store.sequence() < WRITERS * CHANGES_EACH // 2 and any(writer.is_alive() for writer in writers):
        time.sleep(0.01)
    late.set()
    for writer in writers:
        writer.join(timeout=120)
    done.set()
    for reader in readers:
        reader.join(timeout=60)

    assert failures == []
    for follower in followers:
        assert_nothing_missed(follower, since=began[id(follower)])
    assert store.sequence() > WRITERS * CHANGES_EACH
    assert began[id(followers[3])] >= WRITERS * CHANGES_EACH // 2


def write_changes(writer: int) -> None:
    """New texts, new addresses, withdrawals and removals, in an order of its own."""
    choose = random.Random(writer)  # noqa: S311 -- a schedule, no secret
    for number in range(CHANGES_EACH):
        locales = frozenset(choose.sample(LOCALES, choose.randint(0, 3)))
        put("condition", writer * CONTENTS_EACH + number % CONTENTS_EACH, locales, number, choose.randint(0, 1))


def follow(follower: Follower, began: dict[int, int], done: threading.Event, start: threading.Event) -> None:
    """Notes an edition that its horizon can't be beyond, and reads until all is published and told."""
    start.wait(timeout=60)
    follower.read(limit=7)
    began[id(follower)] = store.sequence()
    is_last = False
    while not is_last:
        is_last = done.is_set()
        follower.catch_up(limit=7)


def in_thread(failures: list[BaseException], act: Callable[..., None], *arguments: Any) -> threading.Thread:
    def run() -> None:
        try:
            act(*arguments)
        except BaseException as error:
            failures.append(error)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread
