"""What caches are told, and what a reader who has an answer already gets."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine

from cms.delivery import caching
from tests.delivery.factories import NOW, Content, Text, publish
from tests.delivery.library import CHRONIC_PAIN, CRPS, EPILEPSY

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import Settings

PATH = "/api/v1/conditions/crps/?locale=es-MX"
LIST = "/api/v1/conditions/?locale=es-MX"
SECTION = "/api/v1/conditions/crps/sections/safety/?locale=es-MX"


@pytest.mark.parametrize("path", [PATH, LIST, SECTION, "/api/v1/", "/api/v1/problems/", "/api/v1/locales/"])
def test_a_reader_who_has_the_answer_gets_304_with_its_headers(client: Client, library: None, path: str) -> None:
    first = client.get(path)

    second = client.get(path, headers={"If-None-Match": first.headers["ETag"]})

    assert (second.status_code, second.content) == (304, b"")
    assert not {"Content-Type", "Content-Length"} & set(second.headers)
    kept = {"ETag", "Cache-Control", "Content-Language", "Last-Modified", "Surrogate-Key", "Vary"}
    assert {name: second.headers[name] for name in kept if name in first.headers} == {
        name: value for name, value in first.headers.items() if name in kept
    }


def test_a_negotiated_304_says_its_address(client: Client, library: None) -> None:
    first = client.get("/api/v1/conditions/crps/", headers={"Accept-Language": "ar"})

    second = client.get(
        "/api/v1/conditions/crps/", headers={"Accept-Language": "ar", "If-None-Match": first.headers["ETag"]}
    )

    assert second.status_code == 304
    assert second.headers["Content-Location"] == first.headers["Content-Location"]
    assert second.headers["Vary"] == first.headers["Vary"]


@pytest.mark.once
def test_etags_are_compared_weakly_and_in_lists(client: Client, library: None) -> None:
    etag = client.get(PATH).headers["ETag"]

    assert etag.startswith('"')
    for sent in (f"W/{etag}", f'"other", {etag}', f'W/"other" , W/{etag}', "*"):
        assert client.get(PATH, headers={"If-None-Match": sent}).status_code == 304


@pytest.mark.once
@pytest.mark.parametrize("sent", ['"other"', "unquoted", "", ",,", '"', "W/", "\N{SNOWMAN}"])
def test_other_and_malformed_etags_get_the_answer(client: Client, library: None, sent: str) -> None:
    headers = {"If-None-Match": sent, "If-Modified-Since": "Mon, 01 Nov 2038 00:00:00 GMT"}

    assert client.get(PATH, headers=headers).status_code == 200


def test_unchanged_since_the_date_is_304(client: Client, library: None) -> None:
    last_modified = client.get(PATH).headers["Last-Modified"]

    assert last_modified == "Mon, 02 Nov 2026 10:00:00 GMT"
    assert client.get(PATH, headers={"If-Modified-Since": last_modified}).status_code == 304
    assert client.get(PATH, headers={"If-Modified-Since": "Mon, 02 Nov 2026 09:59:59 GMT"}).status_code == 200


@pytest.mark.once
@pytest.mark.parametrize("sent", ["yesterday", "2026-11-02", "", "Mon, 99 Nov 2026 10:00:00 GMT"])
def test_a_malformed_date_gets_the_answer(client: Client, library: None, sent: str) -> None:
    assert client.get(PATH, headers={"If-Modified-Since": sent}).status_code == 200


def test_lists_have_no_last_modified_since_a_removal_would_not_show_in_it(client: Client, library: None) -> None:
    answer = client.get(LIST, headers={"If-Modified-Since": "Mon, 01 Nov 2038 00:00:00 GMT"})

    assert answer.status_code == 200
    assert "Last-Modified" not in answer.headers


def test_a_change_is_seen_by_the_etag_and_the_date(client: Client, library: None) -> None:
    before = client.get(PATH)
    text = replace(CRPS.texts["es-MX"], summary="Dolor fuerte y duradero en un brazo o una pierna.")

    publish(replace(CRPS, texts={**CRPS.texts, "es-MX": text}), at=NOW + timedelta(days=3))

    after = client.get(PATH, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert after.headers["Last-Modified"] == "Thu, 05 Nov 2026 09:00:00 GMT"


def test_a_withdrawal_is_a_change_of_the_answer_that_stands_in(client: Client, library: None) -> None:
    publish(replace(CRPS, texts={"en": CRPS.texts["en"]}), at=NOW + timedelta(days=3))

    answer = client.get(PATH)

    assert answer.json()["locale"] == "en"
    assert answer.headers["Last-Modified"] == "Thu, 05 Nov 2026 09:00:00 GMT"


def test_the_etag_is_of_the_bytes_with_this_installations_origin(
    client: Client, library: None, settings: Settings
) -> None:
    here = client.get(PATH)

    settings.PUBLIC_ORIGIN = "https://api.example.org"

    there = client.get(PATH)
    assert b"https://api.example.org/api/v1/conditions/crps/" in there.content
    assert here.headers["ETag"] != there.headers["ETag"]


def test_equal_bytes_have_equal_etags_in_every_form_of_the_address(client: Client, library: None) -> None:
    by_slug = client.get(PATH)
    by_id = client.get(f"/api/v1/conditions/{CRPS.id}/?locale=ES-mx")

    assert by_id.content == by_slug.content
    assert by_id.headers["ETag"] == by_slug.headers["ETag"]


@pytest.mark.once
@pytest.mark.parametrize("path", [PATH, LIST, SECTION, "/api/v1/", "/api/v1/openapi.json"])
def test_caches_are_told_what_the_settings_say(client: Client, library: None, settings: Settings, path: str) -> None:
    settings.API_CACHE = {"max-age": 7, "s-maxage": 8, "stale-while-revalidate": 9, "stale-if-error": 10}

    answer = client.get(path)

    expected = "public, max-age=7, s-maxage=8, stale-while-revalidate=9, stale-if-error=10"
    assert answer.headers["Cache-Control"] == expected


@pytest.mark.parametrize("path", [PATH, SECTION, LIST])
@pytest.mark.parametrize(("in_s", "max_age_s", "shared_s"), [(400, 60, 300), (100, 60, 100), (30, 30, 30), (-5, 0, 0)])
def test_a_change_that_is_known_to_come_cuts_caching_short(
    client: Client, library: None, path: str, in_s: int, max_age_s: int, shared_s: int
) -> None:
    publish(replace(CRPS, next_change_at=NOW + timedelta(seconds=in_s)))

    with time_machine.travel(NOW, tick=False):
        cache_control = client.get(path).headers["Cache-Control"]

    assert cache_control.startswith(f"public, max-age={max_age_s}, s-maxage={shared_s}, ")


def test_surrogate_keys_are_the_type_the_content_and_what_it_reads(client: Client, library: None) -> None:
    expected = ["condition", str(CRPS.id), str(CHRONIC_PAIN.id)]
    assert client.get(PATH).headers["Surrogate-Key"].split() == expected
    keys = client.get(LIST).headers["Surrogate-Key"].split()
    assert keys[0] == "condition"
    assert {str(CRPS.id), str(EPILEPSY.id)} < set(keys)


def test_surrogate_keys_never_outgrow_the_header() -> None:
    keys = caching.surrogate_keys(["condition", *(f"content:{number:036}" for number in range(1_000))])

    assert len(keys) <= 8_000
    assert keys.startswith("condition content:")
    assert keys.split()[-1] in {f"content:{number:036}" for number in range(1_000)}


@pytest.mark.once
@pytest.mark.parametrize(
    "path", [PATH, LIST, SECTION, "/api/v1/conditions/lumbago/", "/api/v1/nowhere/", "/health/live/"]
)
def test_head_has_the_headers_of_get_and_no_body(client: Client, library: None, path: str) -> None:
    get, head = client.get(path), client.head(path)

    assert head.status_code == get.status_code
    assert head.content == b""
    assert dict(head.headers) == dict(get.headers)


@pytest.mark.once
def test_no_answer_sets_a_cookie_and_every_answer_forbids_sniffing(client: Client, library: None) -> None:
    for path in (PATH, LIST, SECTION, "/api/v1/", "/api/v1/docs/", "/api/v1/nowhere/", "/sitemap.xml"):
        answer = client.get(path)
        assert not answer.cookies
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.once
@pytest.mark.parametrize("path", [PATH, "/api/v1/nowhere/", "/api/v1/conditions/?limit=0"])
@pytest.mark.parametrize("origin", [{}, {"Origin": "https://app.example.org"}, {"Origin": "null"}])
def test_other_sites_may_read_and_caches_need_no_copy_for_each_of_them(
    client: Client, library: None, path: str, origin: dict[str, str]
) -> None:
    answer = client.get(path, headers=origin)

    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "ETag" in answer.headers["Access-Control-Expose-Headers"]
    assert "origin" not in answer.headers.get("Vary", "").lower()


@pytest.mark.once
def test_a_browser_may_send_a_key_and_validators(client: Client, db: None) -> None:
    asked = {
        "Origin": "https://app.example.org",
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "authorization, if-none-match",
    }

    answer = client.options(PATH, headers=asked)

    allowed = answer.headers["Access-Control-Allow-Headers"].lower().split(", ")
    assert answer.status_code == 204
    assert {"authorization", "if-none-match"} <= set(allowed)
    assert "GET" in answer.headers["Access-Control-Allow-Methods"]
    assert "Content-Length" not in answer.headers


def test_a_publish_is_seen_at_once(client: Client, library: None) -> None:
    client.get(LIST)

    publish(Content("asthma", {"en": Text("Asthma", "Narrow airways.", "asthma")}))

    assert client.get(f"{LIST}&limit=1").json()["count"] == 5
