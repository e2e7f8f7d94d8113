"""One command fills a search server that is new, mends one that lacks something, and leaves one alone that is right."""

from __future__ import annotations

import random
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from cms.publishing import store
from search import backends
from search.backends import repair
from search.backends.opensearch_index import Index
from search.models import Entry
from tests.search.asking import found
from tests.search.opensearch.server import PASSWORD

pytestmark = pytest.mark.django_db

ENTRIES = "health-content-entries"


def run(*arguments):
    out = StringIO()
    call_command("search_index", *arguments, stdout=out)
    return out.getvalue().splitlines()


def contents():
    return {
        str(entry.pk): {"answer": entry.pk, "digest": entry.digest, "terms": entry.terms.split(" ")}
        for entry in Entry.objects.all()
    }


def test_a_new_server_gets_an_index_that_takes_exact_terms_and_nothing_else(library, server):
    run()

    made = server.asked[0]
    assert (made.method, made.path) == ("PUT", f"/{ENTRIES}")
    assert made.body == {
        "settings": {"index": {"refresh_interval": "200ms"}},
        "mappings": {
            "dynamic": "strict",
            "properties": {
                "answer": {"type": "long"},
                "digest": {"type": "keyword", "index": False},
                "terms": {"type": "keyword", "doc_values": False},
            },
        },
    }
    assert server.stored == contents()


def test_searches_use_an_index_only_once_it_is_filled(client, library, server):
    server.instead = lambda asked: (503, b"") if asked.path.endswith("/_bulk") else None
    with pytest.raises(CommandError):
        run()
    assert server.aliases == {}
    assert found(client, "seizures")[0] == "epilepsy"

    server.instead = lambda asked: None
    backends._named.cache_clear()
    server.asked.clear()
    run()

    assert server.aliases == {"health-content": ENTRIES}
    assert server.told() == [
        f"PUT /{ENTRIES}",
        f"HEAD /{ENTRIES}/_alias/health-content",
        f"HEAD /{ENTRIES}",
        f"POST /{ENTRIES}/_refresh",
        f"POST /{ENTRIES}/_search",
        f"POST /{ENTRIES}/_bulk",
        "POST /_aliases",
        f"HEAD /{ENTRIES}",
        f"POST /{ENTRIES}/_refresh",
        f"POST /{ENTRIES}/_search",
        f"POST /{ENTRIES}/_refresh",
    ]


def test_what_the_server_holds_is_read_page_by_page_in_order(library, filled):
    run()

    [asked] = [asked for asked in filled.asked if asked.path.endswith("/_search")]
    assert asked.body == {
        "size": 1_000,
        "sort": [{"answer": "asc"}],
        "search_after": [0],
        "stored_fields": "_none_",
        "docvalue_fields": ["answer", "digest"],
    }


def test_running_it_twice_changes_nothing(filled):
    version = store.state_version()

    assert run() == [f"Looked at {Entry.objects.count()} entries: 0 sent, 0 deleted."]
    assert not [asked for asked in filled.asked if asked.path.endswith("/_bulk")]
    assert store.state_version() == version


def test_it_sends_what_is_missing_or_differs_and_deletes_what_is_gone(filled):
    written = filled.indices[ENTRIES]
    missing, other, *_rest = written
    del written[missing]
    written[other] = (written[other][0], {**written[other][1], "digest": "of yesterday", "terms": ["=.en.en"]})
    written["999999"] = (1, {"answer": 999_999, "digest": "of a page that is gone", "terms": ["=.en.en"]})
    version = store.state_version()

    said = run()

    assert said == [f"Looked at {len(contents())} entries: 2 sent, 1 deleted."]
    assert filled.stored == contents()
    assert store.state_version() == (version or 0) + 1
    [sent, deleted] = [asked for asked in filled.asked if asked.path.endswith("/_bulk")]
    assert [line["index"]["_id"] for line in sent.lines[::2]] == [missing, other]
    assert [line["delete"]["_id"] for line in deleted.lines] == ["999999"]
    assert {line["delete"]["version_type"] for line in deleted.lines} == {"external_gte"}


def test_a_dry_run_says_what_differs_and_changes_nothing(library, server):
    said = run("--dry-run")

    assert said == [f"Looked at {Entry.objects.count()} entries: {Entry.objects.count()} to send, 0 to delete."]
    assert server.told() == [f"HEAD /{ENTRIES}"]


def test_what_was_published_while_it_ran_is_left_as_it_is(filled):
    written = filled.indices[ENTRIES]
    for key, (_version, entry) in list(written.items()):
        written[key] = (10**15, {**entry, "digest": "of what is published this very moment"})
    written["999999"] = (10**15, {"answer": 999_999, "digest": "of a new page", "terms": ["=.en.en"]})
    before = dict(written)

    run()

    assert filled.indices[ENTRIES] == before


@pytest.mark.parametrize("seed", range(8))
def test_no_difference_is_lost_between_two_pages(filled, seed):
    chance = random.Random(seed)  # noqa: S311 -- the same gaps in every run
    written = filled.indices[ENTRIES]
    for key in list(written):
        if chance.random() < 0.5:
            del written[key]
    for key in chance.sample(range(1, 200), 40):
        written.setdefault(str(key), (1, {"answer": key, "digest": "gone or other", "terms": ["=.en.en"]}))
    index = Index.of_settings(timeout_s=2)

    for difference in repair.differences(index, page=chance.choice([1, 3, 7])):
        repair.mend(index, difference)

    assert filled.stored == contents()


def test_without_a_server_it_says_so(settings):
    settings.OPENSEARCH_URL = ""

    with pytest.raises(CommandError, match="OPENSEARCH_URL is not set"):
        run()


def test_a_server_that_fails_is_told_without_its_password(library, server):
    server.instead = lambda asked: (403, {"error": {"type": "security_exception", "reason": "no permissions"}})

    with pytest.raises(CommandError, match=r"The search server fails \(status 403 security_exception\)") as failure:
        run()

    assert PASSWORD not in str(failure.value)
