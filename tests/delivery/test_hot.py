"""Hot answers: exactly what Django would say, and never older than what is published."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.core.handlers.wsgi import WSGIHandler
from django.db import OperationalError

from cms.delivery import state
from cms.delivery.hot import HotAnswers
from cms.delivery.state import StateVersion
from cms.publishing import store
from cms.publishing.models import Counter
from tests.delivery.entering import DETAIL, Counted, ask
from tests.delivery.factories import NOW, publish
from tests.delivery.library import CRPS

if TYPE_CHECKING:
    from collections.abc import Iterable


pytestmark = pytest.mark.usefixtures("one_connection")

PATHS = [
    DETAIL,
    "/api/v1/conditions/crps/?locale=ar&fallback=chain",
    "/api/v1/conditions/crps/sections/safety/?locale=zh-Hans",
    "/api/v1/conditions/?locale=ar&limit=2",
    "/api/v1/therapies/?locale=fr",
    "/api/v1/locales/",
    "/api/v1/",
    "/api/v1/changes/",
    "/api/v1/problems/gone/",
    "/api/v1/openapi.json",
    "/api/v1/docs/",
]


@pytest.fixture
def hot(django: Counted) -> HotAnswers:
    return HotAnswers(django, most_bytes=10_000_000)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("coding", ["", "gzip", "br"])
def test_a_hot_answer_is_djangos_header_for_header(django: Counted, hot: HotAnswers, path: str, coding: str) -> None:
    headers = {"Accept-Encoding": coding} if coding else {}
    ask(hot, path, headers=headers)
    asked = django.asked

    for method in ("GET", "HEAD"):
        assert ask(hot, path, method, headers) == ask(WSGIHandler(), path, method, headers)

    etag = ask(WSGIHandler(), path, headers=headers).headers["ETag"]
    for conditions in (
        {"If-None-Match": etag},
        {"If-None-Match": f'"other", W/{etag}'},
        {"If-None-Match": "*"},
        {"If-None-Match": '"other"'},
        {"If-None-Match": "malformed", "If-Modified-Since": "Mon, 01 Nov 2038 00:00:00 GMT"},
        {"If-Modified-Since": "Mon, 01 Nov 2038 00:00:00 GMT"},
        {"If-Modified-Since": "Mon, 01 Nov 2010 00:00:00 GMT"},
        {"If-Modified-Since": "yesterday"},
    ):
        for method in ("GET", "HEAD"):
            sent = {**headers, **conditions}
            assert ask(hot, path, method, sent) == ask(WSGIHandler(), path, method, sent)
    assert django.asked == asked


def test_what_is_asked_with_a_validator_first_becomes_hot_too(django: Counted, hot: HotAnswers) -> None:
    sent = {"If-None-Match": ask(WSGIHandler(), DETAIL).headers["ETag"]}

    first, second = ask(hot, DETAIL, headers=sent), ask(hot, DETAIL, headers=sent)

    assert first == second == ask(WSGIHandler(), DETAIL, headers=sent)
    assert first.status == 304
    assert django.asked == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"Accept-Encoding": "gzip"},
        {"Accept": "text/html"},
        {"Host": "127.0.0.1"},
        {"X-Forwarded-Proto": "https"},
        {"Authorization": "Bearer unknown"},
    ],
)
def test_what_an_answer_depends_on_is_never_mixed_up(django: Counted, hot: HotAnswers, headers: dict[str, str]) -> None:
    ask(hot, DETAIL)

    answer = ask(hot, DETAIL, headers=headers)

    assert django.asked == 2
    assert answer == ask(WSGIHandler(), DETAIL, headers=headers)
    assert ask(hot, DETAIL) == ask(WSGIHandler(), DETAIL)


def test_what_was_negotiated_by_language_goes_through_django(django: Counted, hot: HotAnswers) -> None:
    for language in ("ar", "es-MX", "zh-CN", "fr"):
        sent = {"Accept-Language": language}
        answers = [ask(hot, "/api/v1/conditions/crps/", headers=sent) for _ in range(2)]
        assert answers == [ask(WSGIHandler(), "/api/v1/conditions/crps/", headers=sent)] * 2
    assert django.asked == 8


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/conditions/lumbago/?locale=ar",
        "/api/v1/conditions/crps/?locale=xx",
        "/api/v1/conditions/?limit=0",
        "/api/v1/nowhere/",
        "/api/v1/docs",
    ],
)
def test_refusals_and_redirects_are_asked_for_each_time(django: Counted, hot: HotAnswers, path: str) -> None:
    answers = [ask(hot, path) for _ in range(2)]

    assert answers == [ask(WSGIHandler(), path)] * 2
    assert django.asked == 2


def test_other_addresses_and_methods_are_none_of_its_business(django: Counted, hot: HotAnswers) -> None:
    for path, method in (("/health/live/", "GET"), (DETAIL, "OPTIONS"), (DETAIL, "POST"), ("/sitemap.xml", "GET")):
        assert ask(hot, path, method) == ask(WSGIHandler(), path, method)
        ask(hot, path, method)
    assert django.asked == 8


@pytest.mark.parametrize("locale", ["en", "ar", "es-MX", "zh-Hans"])
@pytest.mark.django_db(transaction=True)
def test_what_this_process_publishes_is_in_its_very_next_answer(transactional_library: None, locale: str) -> None:
    state.known.forget()
    hot = HotAnswers(WSGIHandler(), most_bytes=10_000_000)
    path = f"/api/v1/conditions/crps/?locale={locale}"
    before = ask(hot, path)
    text = replace(CRPS.texts["en"], summary="Another summary.")

    publish(replace(CRPS, texts={"en": text}), at=NOW + timedelta(days=3))

    after = ask(hot, path)
    assert before.body != after.body
    assert b"Another summary." in after.body
    assert after == ask(WSGIHandler(), path)


def test_what_another_process_publishes_is_seen_within_a_second(django: Counted) -> None:
    now = 100.0
    known = StateVersion(clock=lambda: now)
    hot = HotAnswers(django, most_bytes=10_000_000, known=known)
    before = ask(hot, DETAIL)
    publish(replace(CRPS, texts={"en": CRPS.texts["en"]}), at=NOW + timedelta(days=3))

    now += 1

    after = ask(hot, DETAIL)
    assert before.headers["Content-Language"] == "es-MX"
    assert after.headers["Content-Language"] == "en"


def test_an_answer_goes_cold_before_a_change_by_the_clock_shortens_its_life(django: Counted, hot: HotAnswers) -> None:
    publish(replace(CRPS, next_change_at=NOW + timedelta(hours=1)))
    with time_machine.travel(NOW, tick=False) as clock:
        ask(hot, DETAIL)
        for minutes in (1, 53, 1, 1, 1, 3):
            clock.shift(timedelta(minutes=minutes))
            state.known.forget()
            assert ask(hot, DETAIL) == ask(WSGIHandler(), DETAIL)
        assert ask(hot, DETAIL).headers["Cache-Control"].startswith("public, max-age=0, s-maxage=0, ")


def test_answers_of_one_coding_are_one_however_it_was_asked_for(django: Counted, hot: HotAnswers) -> None:
    for sent in ("gzip, deflate, br, zstd", "br", "gzip;q=0.5, BR", "x-hostile-7, br"):
        headers = {"Accept-Encoding": sent}
        assert ask(hot, DETAIL, headers=headers) == ask(WSGIHandler(), DETAIL, headers=headers)
    for headers in ({}, {"Accept-Encoding": ""}, {"Accept-Encoding": "br;q=0"}):
        assert ask(hot, DETAIL, headers=headers) == ask(WSGIHandler(), DETAIL, headers=headers)
    assert django.asked == 2


def test_a_server_may_change_the_headers_that_it_is_given(hot: HotAnswers) -> None:
    etag = ask(hot, DETAIL).headers["ETag"]
    for sent in ({}, {"If-None-Match": etag}):
        before = ask(hot, DETAIL, headers=sent)

        def server(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
            def start(status: str, told: list[tuple[str, str]], error: Any = None, /) -> Any:
                start_response(status, list(told))
                told.append(("Connection", "close"))

            return hot(environ, start)

        ask(server, DETAIL, headers=sent)

        assert ask(hot, DETAIL, headers=sent) == before


@pytest.mark.parametrize("sent", ["*", ""])
def test_what_has_no_validator_is_sent_whatever_the_reader_has(db: None, sent: str) -> None:
    def draft(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response("200 OK", [("Cache-Control", "no-store")])
        return [b"A draft"]

    Counter.objects.get_or_create(name=store.COUNTER)
    state.known.forget()
    hot = HotAnswers(draft, most_bytes=10_000_000)

    answer = ask(hot, "/api/v1/preview/token/", headers={"If-None-Match": sent})

    assert (answer.status, answer.body) == (200, b"A draft")


def test_a_database_that_fails_is_told_by_django(django: Counted, monkeypatch: pytest.MonkeyPatch) -> None:
    known = StateVersion()
    hot = HotAnswers(django, most_bytes=10_000_000, known=known)
    ask(hot, DETAIL)
    known.forget()

    def fail(*args: object) -> None:
        raise OperationalError

    with monkeypatch.context() as patched:
        patched.setattr("django.db.backends.utils.CursorWrapper.execute", fail)
        patched.setattr("django.db.connection.close", lambda: None)
        answer = ask(hot, DETAIL)

    assert answer.status == 503
    known.forget()
    assert ask(hot, DETAIL).status == 200


def test_before_anything_is_published_nothing_is_held(db: None) -> None:
    Counter.objects.all().delete()
    state.known.forget()
    django = Counted()
    hot = HotAnswers(django, most_bytes=10_000_000)

    answers = [ask(hot, "/api/v1/conditions/?locale=ar") for _ in range(2)]

    assert answers == [ask(WSGIHandler(), "/api/v1/conditions/?locale=ar")] * 2
    assert django.asked == 2
    assert store.sequence() == 0
