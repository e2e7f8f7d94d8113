"""A search server that is down, slow or broken costs readers and editors nothing but a moment."""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import replace
from time import monotonic

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings as hypothesis_settings, strategies as st

from search import backends
from search.backends import opensearch
from search.backends.opensearch_index import Index, TooMany
from search.backends.server import Server, Unavailable
from search.models import Entry
from tests.delivery.factories import Text, publish
from tests.delivery.library import EPILEPSY
from tests.forgetting import forget_what_is_published
from tests.search.asking import found, suggested
from tests.search.opensearch.server import PASSWORD, serving

pytestmark = pytest.mark.django_db

RENAMED = replace(EPILEPSY, texts={"en": Text("Seizure disorder", "A tendency to have seizures.", "epilepsy")})

EMPTY = {"total": {"value": 0}}
BROKEN = {
    "down": (503, {"error": {"type": "cluster_block_exception", "reason": "no"}, "status": 503}),
    "without the index": (404, {"error": {"type": "index_not_found_exception"}, "status": 404}),
    "locked": (401, b"Unauthorized"),
    "elsewhere": (302, b""),
    "no JSON": (200, b'{"hits": '),
    "empty": (200, b""),
    "another thing": (200, b"<!doctype html>"),
    "a list": (200, []),
    "another form": (200, {"took": 3, "hits": []}),
    "without keys": (200, {"_shards": {"failed": 0}, "timed_out": False, "hits": {**EMPTY, "hits": [{"fields": {}}]}}),
    "without a total": (200, {"_shards": {"failed": 0}, "timed_out": False, "hits": {"total": {"value": None}}}),
    "some shards": (200, {"_shards": {"failed": 1}, "timed_out": False, "hits": EMPTY}),
    "half the time": (200, {"_shards": {"failed": 0}, "timed_out": True, "hits": EMPTY}),
    "some counts": (200, {"responses": [{"status": 500}]}),
    "too few counts": (200, {"responses": []}),
}


def of_the_server(caplog):
    return [record for record in caplog.records if record.name == "search.backends.opensearch"]


@pytest.mark.parametrize("broken", BROKEN)
def test_a_server_that_is_broken_leaves_readers_with_the_database(client, filled, caplog, broken):
    filled.instead = lambda asked: BROKEN[broken]

    assert found(client, "seizures")[0] == "epilepsy"
    assert suggested(client, "الصرع", "ar") == ["الصرع"]
    assert found(client, "sindrome doloroso", "es-MX")[0] == "crps"
    assert found(client, "疼痛综合征", "zh-Hans")[0] == "crps"
    assert len(filled.asked) == 1
    assert [record.levelname for record in of_the_server(caplog)] == ["WARNING"]


@pytest.mark.parametrize("broken", BROKEN)
def test_matching_falls_back_by_itself(filled, broken):
    filled.instead = lambda asked: BROKEN[broken]

    assert backends.current().condition("epilepsi.en.en4") == opensearch._OWN[connection.vendor]().condition(
        "epilepsi.en.en4"
    )


def test_a_server_that_is_not_there_leaves_readers_with_the_database(client, filled, settings, caplog):
    with serving() as gone:
        settings.OPENSEARCH_URL = gone.url
    backends._named.cache_clear()

    assert found(client, "seizures")[0] == "epilepsy"
    assert "ConnectionError" in of_the_server(caplog)[0].getMessage()


def test_a_server_that_hangs_is_waited_for_once(client, filled, monkeypatch, caplog):
    monkeypatch.setattr(opensearch, "TIMEOUT_S", 0.3)
    backends._named.cache_clear()
    filled.instead = lambda asked: (200, b"") if filled.released.wait(20) else None
    began = monotonic()

    for text in ("seizures", "epilepsy", "nerve pain"):
        assert found(client, text)

    assert monotonic() - began < 15
    assert len(filled.asked) == 1
    assert "ReadTimeout" in of_the_server(caplog)[0].getMessage()


def test_a_server_that_is_back_is_asked_again(client, filled, monkeypatch):
    now = 1_000.0
    monkeypatch.setattr("search.backends.opensearch.monotonic", lambda: now)
    filled.instead = lambda asked: BROKEN["down"]
    found(client, "seizures")
    filled.instead = lambda asked: None

    now += opensearch.PAUSE_S - 1
    found(client, "seizures")
    before = len(filled.asked)
    now += 2
    found(client, "seizures")

    assert (before, len(filled.asked) > 1) == (1, True)


def test_a_server_that_stays_down_is_told_of_once_a_minute(filled, monkeypatch, caplog):
    now = 1_000.0
    monkeypatch.setattr("search.backends.opensearch.monotonic", lambda: now)
    filled.instead = lambda asked: BROKEN["down"]

    for _second in range(130):
        backends.current().condition("epilepsi.en.en4")
        now += 1

    assert len(filled.asked) == 13
    assert len(of_the_server(caplog)) == 3


def test_one_question_that_the_server_does_not_take_says_nothing_of_the_next(filled):
    filled.instead = lambda asked: (400, {"error": {"type": "search_phase_execution_exception"}})

    backends.current().condition("epilepsi.en.en4")
    backends.current().condition("epilepsi.en.en4")

    assert len(filled.asked) == 2


@pytest.mark.parametrize("broken", ["down", "no JSON", "without the index", "elsewhere"])
def test_a_publish_succeeds_and_the_log_says_what_the_server_lacks(
    client, filled, caplog, django_capture_on_commit_callbacks, broken
):
    filled.instead = lambda asked: BROKEN[broken]

    with django_capture_on_commit_callbacks(execute=True):
        publish(RENAMED)
    forget_what_is_published()

    [record] = of_the_server(caplog)
    assert record.levelno == logging.ERROR
    assert record.answer_ids == list(
        Entry.objects.filter(answer__slug="epilepsy").order_by("pk").values_list("pk", flat=True)
    )
    assert f"lacks up to {len(record.answer_ids)} entries: run manage.py search_index" in record.getMessage()
    assert found(client, "seizure disorder")[0] == "epilepsy"


def test_entries_that_are_not_taken_are_told_by_the_servers_names_for_why(
    filled, caplog, django_capture_on_commit_callbacks
):
    filled.aliases.clear()

    with django_capture_on_commit_callbacks(execute=True):
        publish(RENAMED)

    assert "6 not taken, index_not_found_exception" in of_the_server(caplog)[0].getMessage()
    assert list(filled.indices) == ["health-content-entries"]


def test_an_older_publish_never_replaces_a_later_one(filled, caplog, django_capture_on_commit_callbacks):
    written = filled.indices["health-content-entries"]
    later = {key: (10**15, entry) for key, (_version, entry) in written.items()}
    filled.indices["health-content-entries"] = dict(later)

    with django_capture_on_commit_callbacks(execute=True):
        publish(RENAMED)

    assert filled.told() == ["POST /health-content/_bulk"]
    assert filled.indices["health-content-entries"] == later
    assert of_the_server(caplog) == []


@pytest.mark.parametrize("broken", BROKEN)
def test_passwords_and_what_was_asked_are_never_logged(
    client, filled, caplog, django_capture_on_commit_callbacks, broken
):
    filled.instead = lambda asked: BROKEN[broken]

    with django_capture_on_commit_callbacks(execute=True), caplog.at_level(logging.INFO):
        publish(RENAMED)
        found(client, "seizures")

    for said in ("seizur", PASSWORD, "p%40ss", "127.0.0.1"):
        assert said not in "".join(record.getMessage() for record in of_the_server(caplog))


@pytest.mark.once
@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_neither_password_nor_words_follow_where_a_server_leads(status):
    with serving() as elsewhere, serving() as moved:
        moved.location = elsewhere.url
        moved.instead = lambda asked: (status, b"")
        with pytest.raises(Unavailable, match=f"status {status}"):
            Server(moved.url, timeout_s=2).ask("POST", "/health-content/_search", {"size": 0})

    assert (len(moved.asked), elsewhere.asked) == (1, [])


# Whatever is under a name that an answer has.
anything = st.recursive(
    st.none() | st.booleans() | st.integers(-1, 3) | st.floats(allow_nan=False) | st.text(max_size=3),
    lambda values: (
        st.lists(values, max_size=3)
        | st.dictionaries(
            st.sampled_from(["hits", "total", "value", "fields", "answer", "_shards", "failed", "timed_out"]), values
        )
    ),
    max_leaves=12,
)
answers = anything | st.fixed_dictionaries(
    {
        "_shards": st.just({"failed": 0}),
        "timed_out": st.just(False),
        "hits": st.fixed_dictionaries({"total": st.just({"value": 1}), "hits": anything}),
        "responses": anything,
        "errors": st.just(True),
        "items": st.lists(st.dictionaries(st.just("index"), anything), max_size=2) | anything,
    }
)


@hypothesis_settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(answer=answers)
def test_no_answer_of_a_server_is_more_than_an_answer_that_is_not_understood(server, answer):
    server.instead = lambda asked: (200, answer)
    index = Index.of_settings(timeout_s=2)

    for ask in (
        lambda: index.matching("pain.en.en1"),
        lambda: index.counts(["pain.en.en1"], most=9),
        lambda: index.held(after=0, most=9),
        lambda: index.delete([1], moment=1),
    ):
        with suppress(Unavailable, TooMany):
            ask()


@pytest.mark.once
def test_a_connection_is_kept_for_the_next_question():
    with serving(keeps_connections=True) as server:
        asking = Server(server.url, timeout_s=2)
        for _question in range(3):
            with pytest.raises(Unavailable, match="status 404 index_not_found_exception"):
                asking.ask("POST", "/nothing/_search", {"size": 0})
        asking.close()

    assert (len(server.asked), server.connections) == (3, 1)


@pytest.mark.once
def test_a_server_below_a_path_and_without_a_password_is_asked_there():
    with serving() as server:
        server.instead = lambda asked: (200, {"ok": True})
        url = f"http://127.0.0.1:{server.port}/search/"

        assert Server(url, timeout_s=2).ask("HEAD", "/health-content") is None
        assert Server(url, timeout_s=2).ask("GET", "/health-content") == {"ok": True}

    assert {asked.path for asked in server.asked} == {"/search/health-content"}
    assert all("Authorization" not in asked.headers for asked in server.asked)
