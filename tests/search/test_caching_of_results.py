"""What caches are told of results, and what a reader who has them already gets."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import brotli
import pytest
import time_machine
from django.core.handlers.wsgi import WSGIHandler

from cms.delivery.hot import HotAnswers
from tests.delivery.entering import ask as enter
from tests.delivery.factories import NOW, publish
from tests.delivery.library import CHRONIC_PAIN, CRPS, EPILEPSY, INFUSION, POSTHERPETIC_NEURALGIA
from tests.search.asking import SUGGEST, address

if TYPE_CHECKING:
    from django.test import Client

    from tests.delivery.entering import Counted
    from tests.delivery.factories import Content

pytestmark = pytest.mark.usefixtures("library")

SEARCHED = [address("الألم", "ar"), address("dolor regional", "es-MX"), address("疼痛", "zh-Hans"), address("pain")]
SUGGESTED = [address("الأ", "ar", path=SUGGEST), address("dol", "es-MX", path=SUGGEST), address("p", path=SUGGEST)]
ANSWERED = pytest.mark.parametrize("path", [*SEARCHED, *SUGGESTED, address("!")])


@ANSWERED
def test_the_same_question_has_the_same_answer_byte_for_byte(client: Client, path: str) -> None:
    first, second = client.get(path), client.get(path)

    assert first.content == second.content
    assert first.headers["ETag"] == second.headers["ETag"]


@ANSWERED
def test_a_reader_who_has_the_answer_gets_304_with_its_headers(client: Client, path: str) -> None:
    first = client.get(path)

    second = client.get(path, headers={"If-None-Match": first.headers["ETag"]})

    assert (second.status_code, second.content) == (304, b"")
    kept = {"ETag", "Cache-Control", "Content-Language", "Surrogate-Key", "Vary"}
    assert {name: second.headers[name] for name in kept} == {name: first.headers[name] for name in kept}
    assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.once
@ANSWERED
def test_head_has_the_headers_of_get_and_no_body(client: Client, path: str) -> None:
    get, head = client.get(path), client.head(path)

    assert (head.status_code, head.content) == (200, b"")
    assert dict(head.headers) == dict(get.headers)


@pytest.mark.once
@pytest.mark.parametrize("path", SEARCHED)
def test_results_are_packed_for_who_takes_it(client: Client, path: str) -> None:
    plain = client.get(path, headers={"Accept-Encoding": "identity"})
    zipped = client.get(path, headers={"Accept-Encoding": "gzip"})
    brotlied = client.get(path, headers={"Accept-Encoding": "gzip, br"})

    assert gzip.decompress(zipped.content) == brotli.decompress(brotlied.content) == plain.content
    assert (zipped.headers["Content-Encoding"], brotlied.headers["Content-Encoding"]) == ("gzip", "br")
    assert len({answer.headers["ETag"] for answer in (plain, zipped, brotlied)}) == 3


@pytest.mark.parametrize("path", SEARCHED)
def test_no_text_goes_out_escaped_or_with_a_placeholder(client: Client, path: str) -> None:
    answer = client.get(path)

    assert all(result["url"].startswith("http://testserver/api/v1/") for result in answer.json()["results"])
    assert json.dumps(answer.json(), ensure_ascii=False, separators=(",", ":")).encode() == answer.content


def test_a_cdn_can_drop_every_answer_that_a_publish_may_change(client: Client) -> None:
    search = client.get(address("pain")).headers["Surrogate-Key"].split()
    suggestions = client.get(address("p", path=SUGGEST)).headers["Surrogate-Key"].split()
    nothing = client.get(address("unheard of")).headers["Surrogate-Key"].split()

    types = ["condition", "therapy", "glossary-term"]
    assert nothing == types
    assert search[:3] == suggestions[:3] == types
    assert (
        set(search[3:])
        == set(suggestions[3:])
        == {str(each.id) for each in (CHRONIC_PAIN, CRPS, POSTHERPETIC_NEURALGIA)}
    )


@pytest.mark.once
def test_results_may_be_kept_as_long_as_other_answers(client: Client) -> None:
    for path in (*SEARCHED, *SUGGESTED):
        assert client.get(path).headers["Cache-Control"].startswith("public, max-age=60, s-maxage=300, ")
        assert not client.get(path).cookies


@pytest.mark.parametrize(("in_s", "max_age_s", "shared_s"), [(400, 60, 300), (100, 60, 100), (30, 30, 30)])
@pytest.mark.parametrize("changing", [CRPS, EPILEPSY, INFUSION])
def test_what_the_clock_will_change_cuts_caching_short(
    client: Client, changing: Content, in_s: int, max_age_s: int, shared_s: int
) -> None:
    publish(replace(changing, next_change_at=NOW + timedelta(seconds=in_s)))

    with time_machine.travel(NOW, tick=False):
        for path in (*SEARCHED, *SUGGESTED):
            told = client.get(path).headers["Cache-Control"]
            assert told.startswith(f"public, max-age={max_age_s}, s-maxage={shared_s}, ")


@ANSWERED
def test_other_sites_may_read(client: Client, path: str) -> None:
    answer = client.get(path, headers={"Origin": "https://app.example.org"})

    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.usefixtures("one_connection")
@pytest.mark.parametrize("path", [*SEARCHED, *SUGGESTED])
@pytest.mark.parametrize("coding", ["", "gzip", "br"])
def test_a_hot_answer_is_djangos_header_for_header(django: Counted, path: str, coding: str) -> None:
    hot = HotAnswers(django, most_bytes=10_000_000)
    headers = {"Accept-Encoding": coding} if coding else {}
    first = enter(hot, path, headers=headers)

    for method in ("GET", "HEAD"):
        assert enter(hot, path, method, headers) == enter(WSGIHandler(), path, method, headers)
    sent = {**headers, "If-None-Match": first.headers["ETag"]}
    assert enter(hot, path, headers=sent) == enter(WSGIHandler(), path, headers=sent)
    assert django.asked == 1


@pytest.mark.usefixtures("one_connection")
@pytest.mark.parametrize(
    "path",
    ["/api/v1/search/", address("pain", cursor="x"), address("a" * 201), address("pain", "ca"), "/api/v1/search"],
)
def test_refusals_are_asked_for_each_time(django: Counted, path: str) -> None:
    hot = HotAnswers(django, most_bytes=10_000_000)

    answers = [enter(hot, path) for _ in range(2)]

    assert answers == [enter(WSGIHandler(), path)] * 2
    assert django.asked == 2
