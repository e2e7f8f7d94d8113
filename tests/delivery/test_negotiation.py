"""Which locale and which form a reader gets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cms.delivery.negotiation import accepts, preferred_locale
from tests.delivery.asking import assert_problem, slugs
from tests.delivery.factories import Content, Text, publish

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.once

CRPS = "/api/v1/conditions/crps/"
JSON = ("application/json", "application/problem+json")


@pytest.mark.parametrize(
    ("header", "tag"),
    [
        ("", "en"),
        ("es", "es"),
        ("ES-mx", "es-MX"),
        ("es-AR", "es"),
        ("zh-CN,zh;q=0.9", "zh-Hans"),
        ("zh-TW", "en"),
        ("de, ar;q=0.5, es;q=0.8", "es"),
        ("ar-EG", "ar"),
        ("*", "en"),
        ("es;q=0, ar;q=0.1", "ar"),
        ("es-AR, es;q=0, ar;q=0.1", "ar"),
        ("tlh, x-klingon", "en"),
        ("es;;q=1,,", "en"),
        ("\N{GREEK SMALL LETTER ALPHA}", "en"),
        (",".join(["de"] * 2_000), "en"),
    ],
)
def test_accept_language_chooses_by_weight_and_distance(header: str, tag: str) -> None:
    assert preferred_locale(header).tag == tag


@pytest.mark.parametrize(
    ("header", "is_accepted"),
    [
        ("", True),
        ("*/*", True),
        ("application/json", True),
        ("application/*;q=0.1", True),
        ("APPLICATION/JSON; charset=utf-8", True),
        ("application/problem+json", True),
        ("text/html,application/xhtml+xml,*/*;q=0.8", True),
        ("text/html", False),
        ("application/json;q=0, application/problem+json;q=0, */*", False),
        ("text/*, image/png", False),
        ("nonsense", True),
    ],
)
def test_the_closest_range_decides_what_is_acceptable(header: str, is_accepted: bool) -> None:
    assert accepts(header, JSON) is is_accepted


def test_a_negotiated_answer_varies_and_says_its_explicit_address(client: Client, library: None) -> None:
    answer = client.get(CRPS, headers={"Accept-Language": "es-MX, es;q=0.9"})

    assert answer.json()["locale"] == "es-MX"
    assert answer.headers["Content-Language"] == "es-MX"
    assert "Accept-Language" in answer.headers["Vary"]
    assert answer.headers["Content-Location"] == f"http://testserver{CRPS}?locale=es-MX"
    explicit = client.get(answer.headers["Content-Location"])
    assert explicit.content == answer.content
    assert explicit.headers["ETag"] == answer.headers["ETag"]


def test_the_explicit_address_keeps_the_other_parameters_and_is_ascii(client: Client, library: None) -> None:
    answer = client.get(
        "/api/v1/conditions/متلازمة-الألم-الناحي-المركب/?fallback=language", headers={"Accept-Language": "ar"}
    )

    location = answer.headers["Content-Location"]
    assert location.isascii()
    assert location.endswith("/?fallback=language&locale=ar")
    assert client.get(location).content == answer.content


@pytest.mark.parametrize("header", ["es-MX", "", "fr"])
def test_an_asked_locale_wins_over_the_header_and_does_not_vary(client: Client, library: None, header: str) -> None:
    answer = client.get(f"{CRPS}?locale=AR", headers={"Accept-Language": header})

    assert answer.headers["Content-Language"] == "ar"
    assert "Accept-Language" not in answer.headers.get("Vary", "")
    assert "Content-Location" not in answer.headers


def test_what_stands_in_is_told(client: Client, library: None) -> None:
    answer = client.get(f"{CRPS}?locale=fr")

    body = answer.json()
    assert (body["requested_locale"], body["locale"], body["dir"]) == ("fr", "en", "ltr")
    assert answer.headers["Content-Language"] == "en"


def test_a_list_says_all_languages_of_its_cards(client: Client, library: None) -> None:
    answer = client.get("/api/v1/conditions/?locale=es-MX")

    assert answer.headers["Content-Language"] == "es-MX, es, en"


def test_an_empty_list_is_in_the_asked_language(client: Client, library: None) -> None:
    answer = client.get("/api/v1/conditions/?locale=ar&topic=arthritis")

    assert answer.json()["results"] == []
    assert answer.headers["Content-Language"] == "ar"


def test_lists_hold_what_the_fallback_allows(client: Client, library: None) -> None:
    path = "/api/v1/conditions/?locale=es-MX&order=path"

    assert set(slugs(client, path)) == {"chronic-pain", "crps", "epilepsy", "postherpetic-neuralgia"}
    assert set(slugs(client, f"{path}&fallback=language")) == {"chronic-pain", "crps", "postherpetic-neuralgia"}
    assert slugs(client, f"{path}&fallback=none") == ["crps"]


def test_a_partial_document_is_not_given_strictly(client: Client, library: None) -> None:
    assert client.get("/api/v1/conditions/epilepsy/?locale=ar&fallback=language").json()["locale"] == "ar"
    assert "epilepsy" not in slugs(client, "/api/v1/conditions/?locale=ar&fallback=none")
    answer = client.get("/api/v1/conditions/epilepsy/?locale=ar&fallback=none")
    assert_problem(answer, status=404, slug="not-translated", available_locales=["en", "ar"])


def test_a_section_tells_its_own_language_beside_that_of_its_page(client: Client, library: None) -> None:
    answer = client.get("/api/v1/conditions/epilepsy/sections/safety/?locale=ar")

    assert (answer.json()["locale"], answer.json()["section"]["locale"]) == ("ar", "en")
    assert answer.headers["Content-Language"] == "ar, en"


def test_a_section_is_found_by_its_id_too(client: Client, library: None) -> None:
    by_key = client.get(f"{CRPS}sections/safety/?locale=es")

    by_id = client.get(f"{CRPS}sections/{by_key.json()['section']['id']}/?locale=es")

    assert by_id.content == by_key.content


@pytest.mark.parametrize("path", ["", "locales/", "conditions/", "conditions/crps/", "problems/", "openapi.json"])
def test_a_form_that_is_not_there_is_refused(client: Client, library: None, path: str) -> None:
    answer = client.get(f"/api/v1/{path}", headers={"Accept": "text/csv"})

    assert_problem(answer, status=406, slug="not-acceptable")


def test_a_slug_wins_over_a_segment_and_the_own_language_over_a_stand_in(client: Client, db: None) -> None:
    publish(Content("migraine", {"en": Text("Migraine", "Strong headache.", "headache")}))
    publish(Content("headache", {"en": Text("Headache", "Pain in the head.", "head-pain")}))
    publish(Content("gout", {"en": Text("Gout", "A kind of arthritis.", "gota")}))
    publish(Content("dropsy", {"en": Text("Oedema", "Swelling.", "oedema"), "es": Text("Edema", "Hinchazón.", "gota")}))

    assert client.get("/api/v1/conditions/headache/").json()["slug"] == "headache"
    assert client.get("/api/v1/conditions/gota/?locale=es").json()["slug"] == "dropsy"


def test_keys_are_matched_in_unicode_normal_form(client: Client, db: None) -> None:
    publish(
        Content(
            "lupus", {"en": Text("Lupus", "An immune disease."), "es": Text("Lupus", "Enfermedad.", "enfermedad-ósea")}
        )
    )

    assert (
        client.get("/api/v1/conditions/enfermedad-o\N{COMBINING ACUTE ACCENT}sea/?locale=es").json()["slug"] == "lupus"
    )
