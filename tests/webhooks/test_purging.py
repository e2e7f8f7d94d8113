"""Caches in front of the API drop what was published, whoever fails meanwhile."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import pytest
import time_machine
from django.utils import timezone

from cms.publishing import lifecycle
from cms.webhooks import purging
from cms.webhooks.models import Purger
from cms.webhooks.worker import Worker
from tests.delivery.factories import id_of, publish, remove
from tests.webhooks.acting import MIGRAINE, in_english, numbered
from tests.webhooks.receiver import receiving, refuse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import Settings

    from tests.webhooks.receiver import Receiver

pytestmark = pytest.mark.django_db

HTTP = "wagtail.contrib.frontend_cache.backends.HTTPBackend"
KEYS = "cms.webhooks.purging.SurrogateKeyBackend"


@pytest.fixture
def cache(settings: Settings, receiver: Receiver) -> Receiver:
    """A cache like Varnish, which knows URLs only."""
    settings.WAGTAILFRONTENDCACHE = {"varnish": {"BACKEND": HTTP, "LOCATION": f"http://127.0.0.1:{receiver.port}"}}
    run()
    return receiver


@pytest.fixture
def cdn(settings: Settings) -> Iterator[Receiver]:
    """A CDN like Fastly, which knows surrogate keys."""
    with receiving() as running:
        headers = {"Fastly-Key": "sample", "Fastly-Soft-Purge": "1"}
        settings.WAGTAILFRONTENDCACHE = {"cdn": {"BACKEND": KEYS, "LOCATION": running.url, "HEADERS": headers}}
        run()
        yield running


def run() -> None:
    Worker().run_once()


def purged(cache: Receiver) -> set[str]:
    """Paths and queries, readable."""
    assert {request.method for request in cache.received} <= {"PURGE"}
    return {unquote(request.path) for request in cache.received}


def keys(cdn: Receiver) -> list[set[str]]:
    return [set(request.headers["Surrogate-Key"].split()) for request in cdn.received]


def test_every_address_of_a_document_is_dropped_in_every_locale(cache: Receiver) -> None:
    publish(MIGRAINE)

    run()

    paths = purged(cache)
    for key in (str(MIGRAINE.id), "migraine", "migrana", "الشقيقة", "偏头痛"):
        for query in ("", "?locale=en", "?locale=fr", "?locale=es-MX", "?locale=ar", "?locale=zh-Hans"):
            assert f"/api/v1/conditions/{key}/{query}" in paths
    assert {"/api/v1/", "/api/v1/changes/", "/sitemap.xml", "/api/v1/conditions/?locale=ar"} <= paths
    assert "/api/v1/conditions/migraine/sections/overview/?locale=es-MX" in paths
    assert urlsplit(cache.received[0].path).netloc == ""
    assert cache.received[0].headers["Host"] == "testserver"


def test_the_addresses_that_a_document_had_are_dropped_too(cache: Receiver) -> None:
    publish(MIGRAINE)
    run()
    cache.received.clear()

    publish(replace(MIGRAINE, slug="migraines", content_id=MIGRAINE.id))
    remove(replace(MIGRAINE, slug="migraines", content_id=MIGRAINE.id))
    run()

    assert {"/api/v1/conditions/migraine/", "/api/v1/conditions/migraines/?locale=ar"} <= purged(cache)


def test_a_cache_that_fails_is_told_again_until_it_has_dropped_it(cache: Receiver) -> None:
    cache.answer = refuse(503)
    publish(in_english(MIGRAINE))
    run()
    failed = len(cache.received)
    cache.received.clear()
    cache.answer = refuse(200)
    run()
    soon = list(cache.received)
    with time_machine.travel(timezone.now() + timedelta(seconds=5)):
        run()

    assert failed > 0
    assert soon == []
    assert "/api/v1/conditions/migraine/?locale=en" in purged(cache)
    assert Purger.objects.get().position == 1


def test_what_was_dropped_is_not_dropped_again(cache: Receiver) -> None:
    publish(in_english(MIGRAINE))
    run()
    cache.received.clear()

    run()

    assert cache.received == []


def test_a_cdn_drops_by_the_keys_that_answers_carry(client: Any, cdn: Receiver) -> None:
    publish(in_english(MIGRAINE))
    run()

    detail = client.get("/api/v1/conditions/migraine/?locale=en").headers["Surrogate-Key"].split()
    assert keys(cdn) == [{str(MIGRAINE.id), "condition", "changes"}]
    assert keys(cdn)[0] & set(detail)
    assert cdn.received[0].method == "POST"
    assert cdn.received[0].headers["Fastly-Key"] == "sample"


def test_what_changes_answers_without_an_edition_drops_all(cdn: Receiver) -> None:
    lifecycle.state_version_raised()

    run()

    assert keys(cdn) == [{"condition", "therapy", "glossary-term", "site", "changes"}]


def test_it_does_so_too_when_something_is_published_meanwhile(cdn: Receiver) -> None:
    publish(in_english(MIGRAINE))
    lifecycle.state_version_raised()

    run()

    assert {str(MIGRAINE.id), "condition", "therapy", "glossary-term", "site"} <= keys(cdn)[0]


def test_a_long_way_behind_everything_is_dropped_in_steps(cdn: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(purging, "_BATCH", 2)
    monkeypatch.setattr(purging, "_KEYS_AT_ONCE", 3)
    for number in range(5):
        publish(in_english(numbered(number)))

    run()

    dropped = set().union(*keys(cdn))
    assert {str(id_of(f"migraine-{number}")) for number in range(5)} <= dropped
    assert all(len(some) <= 3 for some in keys(cdn))
    assert Purger.objects.get().position == 5


def test_one_cache_that_fails_holds_up_neither_another_nor_webhooks(
    settings: Settings, cache: Receiver, endpoint_at: Any
) -> None:
    with receiving(refuse(500)) as failing, receiving() as hooks:
        settings.WAGTAILFRONTENDCACHE |= {"cdn": {"BACKEND": KEYS, "LOCATION": failing.url}}
        run()
        endpoint_at(hooks.url)
        publish(in_english(MIGRAINE))
        run()

        assert "/api/v1/conditions/migraine/" in purged(cache)
        assert len(hooks.received) == 1
    assert dict(Purger.objects.values_list("name", "position")) == {"varnish": 1, "cdn": 0}


def test_a_cache_that_another_worker_is_telling_is_left_to_it(cache: Receiver) -> None:
    publish(in_english(MIGRAINE))
    assert len(purging.claim()) == 1

    assert purging.claim() == []


def test_a_cache_of_other_hosts_is_told_nothing(settings: Settings, cache: Receiver) -> None:
    settings.WAGTAILFRONTENDCACHE["varnish"]["HOSTNAMES"] = ["www.example.org"]
    publish(in_english(MIGRAINE))

    run()

    assert cache.received == []
    assert Purger.objects.get().position == 1


def test_errors_that_other_threads_log_are_theirs() -> None:
    with purging._listening() as errors:
        thread = threading.Thread(target=lambda: purging._wagtails.error("of another thread"))
        thread.start()
        thread.join()
        purging._wagtails.error("of this thread")

    assert errors == ["of this thread"]
