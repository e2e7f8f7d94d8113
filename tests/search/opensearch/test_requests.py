"""What an OpenSearch server is asked, to the letter, and that readers get the same answers with it as without."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from cms.publishing import store
from search import backends
from search.candidates import _read
from search.expressions import All, AnyOf
from search.models import Entry
from tests.delivery.factories import Text, publish
from tests.delivery.library import EPILEPSY
from tests.forgetting import forget_what_is_published
from tests.search.asking import SEARCH, SUGGEST, ask, found
from tests.search.opensearch.server import PASSWORD, USER

pytestmark = pytest.mark.django_db

RENAMED = replace(EPILEPSY, texts={"en": Text("Seizure disorder", "A tendency to have seizures.", "epilepsy")})

#: By locale, what is typed; all of it finds something in the library.
TYPED = [
    ("en", "nerve pain"),
    ("en", "sezures"),
    ("en", "infus"),
    ("en", "G90.5"),
    ("es", "dolor crónico"),
    ("es-MX", "sindrome doloroso"),
    ("ar", "الم مزمن"),
    ("zh-Hans", "疼痛综合征"),
]


def test_a_match_is_asked_for_by_exact_terms_and_of_keys_only(filled):
    backends.current().condition(
        AnyOf((All(("pain.en.en1", AnyOf(("nerv.en.en1", "neural.en.en1")))), "=.en.en", All(("a.en.en4", "b.en.en4"))))
    )

    [asked] = filled.asked
    assert (asked.method, asked.path) == ("POST", "/health-content/_search")
    assert asked.parameters == {"filter_path": "timed_out,_shards.failed,hits.total.value,hits.hits.fields"}
    assert asked.headers["Content-Type"] == asked.headers["Accept"] == "application/json"
    assert asked.headers["Authorization"] == "Basic " + b64encode(f"{USER}:{PASSWORD}".encode()).decode()
    choices = [
        {
            "bool": {
                "filter": [{"term": {"terms": "pain.en.en1"}}, {"terms": {"terms": ["nerv.en.en1", "neural.en.en1"]}}]
            }
        },
        {"bool": {"filter": [{"term": {"terms": "a.en.en4"}}, {"term": {"terms": "b.en.en4"}}]}},
        {"terms": {"terms": ["=.en.en"]}},
    ]
    assert asked.body == {
        "query": {"bool": {"filter": [{"bool": {"should": choices, "minimum_should_match": 1}}]}},
        "size": 10_000,
        "track_total_hits": 10_001,
        "sort": ["_doc"],
        "stored_fields": "_none_",
        "docvalue_fields": ["answer"],
    }


def test_all_terms_are_counted_by_one_request(filled):
    counted = backends.current().frequencies(["pain.en.en1", "gone.en.en1", "الم.ar.ar1", "=.es_mx.es"])

    [asked] = filled.asked
    assert (asked.method, asked.path) == ("POST", "/health-content/_msearch")
    assert asked.parameters == {
        "filter_path": "responses.status,responses.timed_out,responses._shards.failed,responses.hits.total.value"
    }
    assert asked.headers["Content-Type"] == "application/x-ndjson"
    assert asked.content.endswith(b"}\n")
    assert asked.lines[:2] == [{}, {"query": {"term": {"terms": "pain.en.en1"}}, "size": 0, "track_total_hits": 2_000}]
    assert len(asked.lines) == 8
    assert counted["gone.en.en1"] == 0
    assert counted["=.es_mx.es"] == Entry.objects.filter(terms__startswith="=.es_mx.es ").count() > 0


def test_no_terms_are_no_request(filled):
    assert backends.current().frequencies([]) == {}
    assert filled.asked == []


def test_a_publish_sends_its_entries_once_it_is_committed(filled, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        publish(RENAMED)
        assert filled.asked == []

    [asked] = filled.asked
    assert (asked.method, asked.path) == ("POST", "/health-content/_bulk")
    assert asked.headers["Content-Type"] == "application/x-ndjson"
    assert asked.parameters == {
        "filter_path": "errors,items.*.status,items.*.error.type",
        "refresh": "wait_for",
        "require_alias": "true",
    }
    entries = Entry.objects.filter(answer__slug="epilepsy").order_by("pk")
    acts, sent = asked.lines[::2], asked.lines[1::2]
    assert [act["index"]["_id"] for act in acts] == [str(entry.pk) for entry in entries]
    assert {act["index"]["version_type"] for act in acts} == {"external_gte"}
    assert sent == [{"answer": entry.pk, "digest": entry.digest, "terms": entry.terms.split(" ")} for entry in entries]


def test_what_is_rolled_back_is_never_sent(filled, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        publish(RENAMED)
        transaction.set_rollback(True)

    assert filled.asked == []


def test_what_was_published_together_is_sent_together(filled, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        publish(replace(EPILEPSY, texts={"en": Text("Fits", "A tendency to have fits.", "epilepsy")}))
        publish(RENAMED)

    [asked] = filled.asked
    assert "disord.en.en4" in next(entry["terms"] for entry in asked.lines[1::2] if "=.en.en" in entry["terms"])


def test_what_processes_remember_falls_once_the_server_knows(filled, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        publish(RENAMED)
    committed = store.state_version()

    for callback in callbacks:
        callback()

    assert filled.told() == ["POST /health-content/_bulk"]
    assert store.state_version() == (committed or 0) + 1


@pytest.mark.django_db(transaction=True)
def test_what_is_published_is_found_by_the_very_next_request(client, server):
    call_command("search_index", stdout=None)
    publish(EPILEPSY)
    before = found(client, "seizure disorder"), found(client, "الصرع", "ar")
    publish(RENAMED)

    assert before == (["epilepsy"], ["epilepsy"])
    assert found(client, "disorder") == ["epilepsy"]
    assert found(client, "الصرع", "ar") == []
    assert {path for path in server.told() if path.endswith("_bulk")} == {"POST /health-content/_bulk"}
    assert len(server.stored) == Entry.objects.count() == 6


@pytest.mark.parametrize(("locale", "text"), TYPED)
@pytest.mark.parametrize("path", [SEARCH, SUGGEST])
def test_readers_get_the_same_answer_with_a_server_as_without(client, filled, settings, path, locale, text):
    with_server = ask(client, text, locale, path=path)
    asked_of_server = len(filled.asked)
    settings.OPENSEARCH_URL = ""
    forget_what_is_published()

    assert ask(client, text, locale, path=path) == with_server
    assert asked_of_server == len(filled.asked) > 0
    assert with_server["results"] or path == SUGGEST


def test_filters_and_counts_are_the_databases(client, filled):
    assert found(client, "pain", specialty="neurology") == ["postherpetic-neuralgia"]
    assert ask(client, "pain")["facets"]["specialty"][0] == {"value": "pain_medicine", "count": 2}


@pytest.mark.parametrize(
    "text", ['") OR terms:*', '{"match_all":{}}', "pain* AND (shingles", 'ألم\u202e" OR "', "疼痛')--"]
)
def test_what_readers_type_is_a_value_and_never_a_query(client, filled, text):
    ask(client, text)

    asked = b"".join(asked.content for asked in filled.asked)
    assert set(filled.told()) <= {"POST /health-content/_search", "POST /health-content/_msearch"}
    assert b"match_all" not in asked
    assert b"query_string" not in asked
    assert b"*" not in asked


def test_an_answer_that_the_database_no_longer_has_is_not_found(client, filled):
    assert found(client, "epilepsy")[0] == "epilepsy"

    publish(replace(EPILEPSY, texts={}))
    forget_what_is_published()

    assert any("epilepsi.en.en4" in entry["terms"] for entry in filled.stored.values())
    assert "epilepsy" not in found(client, "epilepsy")


def test_thousands_of_matches_are_one_value_of_one_query(filled):
    keys = list(Entry.objects.order_by("pk").values_list("pk", flat=True))
    filled.instead = lambda asked: (200, answer_of([*range(10**9, 10**9 + 9_900), *keys]))

    condition = backends.current().condition("pain.en.en1")
    with CaptureQueriesContext(connection) as captured:
        read = _read(condition, besides=(), most=200)

    assert [candidate.answer_id for candidate in read] == keys[:200]
    assert len(captured) == len(condition.values) == 1


def test_no_match_is_nothing_of_the_database(filled):
    condition = backends.current().condition("nobody.en.en1")

    assert _read(condition, besides=(), most=200) == []


def test_more_matches_than_the_server_gives_at_once_are_left_to_the_database(filled):
    filled.instead = lambda asked: (200, answer_of([1], total=10_001))

    condition = backends.current().condition("epilepsi.en.en4")

    assert [candidate.card["slug"] for candidate in _read(condition, besides=(), most=200)] == ["epilepsy"]


def test_the_index_has_the_name_that_is_set(filled, settings):
    settings.OPENSEARCH_INDEX = "library-of-health"
    backends._named.cache_clear()
    backends.current().condition("pain.en.en1")

    assert filled.told() == ["POST /library-of-health/_search"]


def answer_of(keys, *, total=None):
    hits = [{"fields": {"answer": [key]}} for key in keys]
    return {
        "timed_out": False,
        "_shards": {"failed": 0},
        "hits": {"total": {"value": total or len(keys)}, "hits": hits},
    }
