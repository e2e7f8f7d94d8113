"""Who is let in: keys and rates, at Django's door and at the one before it, told in headers and problems."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.handlers.wsgi import WSGIHandler

from cms import wsgi
from cms.access import issuing, keys, rates
from cms.access.models import ApiKey
from cms.delivery import state
from cms.delivery.hot import HotAnswers
from tests.delivery.asking import assert_problem
from tests.delivery.entering import Counted, ask

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import Settings

DETAIL = "/api/v1/conditions/crps/?locale=ar"


pytestmark = pytest.mark.usefixtures("one_connection")


@pytest.fixture(autouse=True)
def nothing_known() -> None:
    rates.forget()
    keys.forget()
    state.known.forget()


@pytest.mark.parametrize("path", [DETAIL, "/api/v1/conditions/", "/api/v1/conditions/nowhere/?locale=zh-Hans"])
def test_what_a_key_opens_is_for_its_holders_cache_alone_and_tells_the_room_left(
    client: Client, library: None, settings: Settings, path: str
) -> None:
    settings.API_RATES = {"key": 100}
    anonymous = client.get(path)

    answer = client.get(
        path, headers={"Authorization": "Bearer " + issuing.make(ApiKey(name="App", owner="Clinic")).secret}
    )

    assert answer.content == anonymous.content
    assert answer.headers["Cache-Control"].startswith("private, max-age=")
    assert "s-maxage" not in answer.headers["Cache-Control"]
    assert "Authorization" in answer.headers["Vary"]
    assert answer.headers["RateLimit-Policy"] == '"default";q=100;w=60'
    assert answer.headers["RateLimit"].startswith('"default";r=99;t=')
    assert not {"RateLimit", "RateLimit-Policy"} & set(anonymous.headers)


@pytest.mark.parametrize("header", ["Bearer unknown", "Basic dXNlcjpwYXNz", "Bearer", "", "hck_1_2"])
def test_a_key_that_is_not_good_is_never_taken_for_none(client: Client, library: None, header: str) -> None:
    client.get(DETAIL)

    for application in (client.get, None):
        if application is None:
            answer = ask(HotAnswers(WSGIHandler(), most_bytes=1_000_000), DETAIL, headers={"Authorization": header})
            assert answer.status == 401
        else:
            refused = application(DETAIL, headers={"Authorization": header})
            assert_problem(refused, status=401, slug="invalid-key")
            assert refused.headers["WWW-Authenticate"].startswith('Bearer realm="')


def test_who_asks_too_much_hears_when_to_come_back_hot_or_not(library: None, settings: Settings) -> None:
    settings.API_RATES = {"anonymous": 5}
    django = Counted()
    hot = HotAnswers(django, most_bytes=10_000_000)

    answers = [ask(hot, DETAIL) for _ in range(7)]

    assert [answer.status for answer in answers] == [200] * 5 + [429] * 2
    assert django.asked == 3
    refused = answers[-1].headers
    assert 0 < int(refused["Retry-After"]) <= 60
    assert refused["RateLimit"].startswith('"default";r=0;t=')
    assert refused["Cache-Control"] == "no-store"
    assert b"rate-limited" in answers[-1].body


def test_304_and_head_count_as_well(library: None, settings: Settings) -> None:
    settings.API_RATES = {"anonymous": 3}
    hot: Any = HotAnswers(WSGIHandler(), most_bytes=10_000_000)
    etag = ask(hot, DETAIL).headers["ETag"]

    statuses = [ask(hot, DETAIL, method, {"If-None-Match": etag}).status for method in ("GET", "HEAD", "GET")]

    assert statuses == [304, 304, 429]


def test_a_browser_asks_beforehand_without_a_key_and_it_costs_nothing(
    client: Client, library: None, settings: Settings
) -> None:
    settings.API_RATES = {"anonymous": 1}

    assert [client.options(DETAIL).status_code for _ in range(3)] == [204] * 3
    assert client.get(DETAIL).status_code == 200
    assert_problem(client.get(DETAIL), status=429, slug="rate-limited")


@pytest.mark.parametrize(("proxies", "status"), [([], 301), (["192.0.2.0/24"], 301), (["127.0.0.1"], 200)])
def test_only_a_proxy_of_ours_is_believed_that_a_connection_was_safe(
    library: None, settings: Settings, proxies: list[str], status: int
) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.TRUSTED_PROXIES = proxies

    answer = ask(wsgi.make(), DETAIL, headers={"X-Forwarded-Proto": "https"})

    assert answer.status == status
