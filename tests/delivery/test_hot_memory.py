"""Hot answers hold no more memory than they may, whatever readers send."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.handlers.wsgi import WSGIHandler

from cms.delivery import state
from cms.delivery.hot import HotAnswers
from cms.publishing import store
from cms.publishing.models import Counter
from tests.delivery.entering import DETAIL, Counted, ask

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pytest_django import Settings

pytestmark = pytest.mark.usefixtures("one_connection")


def test_memory_is_bounded_and_the_longest_unused_go_first(django: Counted) -> None:
    hot = HotAnswers(django, most_bytes=3 * (len(ask(WSGIHandler(), DETAIL).body) + 4_000))
    others = [f"/api/v1/conditions/crps/?locale=es-MX&fallback={each}" for each in ("chain", "language", "none")]
    ask(hot, DETAIL)
    for path in others:
        ask(hot, path)
        ask(hot, DETAIL)
    asked = django.asked

    ask(hot, DETAIL)
    assert django.asked == asked
    ask(hot, others[0])
    assert django.asked == asked + 1


@pytest.mark.parametrize("header", ["Accept", "Host"])
def test_what_an_answer_is_kept_under_counts_as_memory_too(django: Counted, settings: Settings, header: str) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    hot = HotAnswers(django, most_bytes=60_000)
    variations = [
        {header: f"{number}{'a' * 8_000}, */*" if header == "Accept" else "a" * 8_000 + str(number)}
        for number in range(10)
    ]
    for headers in variations:
        ask(hot, "/api/v1/problems/gone/", headers=headers)

    ask(hot, "/api/v1/problems/gone/", headers=variations[0])

    assert django.asked == 11


def test_long_headers_of_an_answer_count_as_memory_too(db: None) -> None:
    asked: list[str] = []

    def listing(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        asked.append(environ["QUERY_STRING"])
        start_response("200 OK", [("ETag", '"x"'), ("Cache-Control", "public"), ("Surrogate-Key", "a" * 8_000)])
        return [b"[]"]

    Counter.objects.get_or_create(name=store.COUNTER)
    state.known.forget()
    hot = HotAnswers(listing, most_bytes=60_000)

    for number in [*range(10), 0]:
        ask(hot, f"/api/v1/conditions/?limit={number}")

    assert asked.count("limit=0") == 2


def test_nothing_is_held_where_nothing_may_be(django: Counted) -> None:
    hot = HotAnswers(django, most_bytes=0)

    answers = [ask(hot, DETAIL) for _ in range(2)]

    assert answers == [ask(WSGIHandler(), DETAIL)] * 2
    assert django.asked == 2
