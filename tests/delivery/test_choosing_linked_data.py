"""Documents come as linked data for who accepts it or asks for it by parameter, and for nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.delivery.asking import assert_problem

if TYPE_CHECKING:
    from django.test import Client


pytestmark = pytest.mark.once

CRPS = "/api/v1/conditions/crps/"
DOCUMENTS = [CRPS, "/api/v1/therapies/ketamine-infusion/", "/api/v1/glossary/off-label/", "/api/v1/site/"]


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("application/ld+json", "application/ld+json"),
        ("application/ld+json, application/json;q=0.9", "application/ld+json"),
        ("application/json;q=0.5, application/ld+json;q=0.4", "application/json"),
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted", */*;q=0.1', "application/ld+json"),
        ("application/json;q=0, */*", "application/ld+json"),
        ("APPLICATION/LD+JSON", "application/ld+json"),
        ("application/ld+json;q=0, */*", "application/json"),
        ("application/*", "application/json"),
        ("*/*", "application/json"),
        ("", "application/json"),
        ("nonsense", "application/json"),
        ("application/problem+json", "application/json"),
    ],
)
@pytest.mark.parametrize("path", DOCUMENTS)
def test_the_accept_header_chooses_the_form(
    client: Client, library: None, path: str, accept: str, media_type: str
) -> None:
    answer = client.get(path, headers={"Accept": accept})

    assert answer.headers["Content-Type"] == media_type
    assert "Accept" in [name.strip() for name in answer.headers["Vary"].split(",")]


@pytest.mark.parametrize(
    ("form", "accept", "media_type"),
    [
        ("json", "application/ld+json", "application/json"),
        ("jsonld", "application/json", "application/ld+json"),
        ("jsonld", "*/*", "application/ld+json"),
    ],
)
def test_a_parameter_decides_over_the_header_and_does_not_vary(
    client: Client, library: None, form: str, accept: str, media_type: str
) -> None:
    answer = client.get(f"{CRPS}?locale=en&format={form}", headers={"Accept": accept})

    assert answer.headers["Content-Type"] == media_type
    assert "Accept" not in [name.strip() for name in answer.headers["Vary"].split(",")]


@pytest.mark.parametrize("path", ["/api/v1/conditions/", f"{CRPS}sections/safety/", "/api/v1/changes/"])
def test_what_is_no_document_is_json_only(client: Client, library: None, path: str) -> None:
    refused = client.get(path, headers={"Accept": "application/ld+json"})
    assert_problem(refused, status=406, slug="not-acceptable")
    assert_problem(client.get(f"{path}?format=jsonld"), status=400, slug="unknown-parameter", parameter="format")
    assert "Accept" not in [name.strip() for name in client.get(path).headers["Vary"].split(",")]


def test_what_is_neither_is_refused_with_both_named(client: Client, library: None) -> None:
    assert_problem(client.get(CRPS, headers={"Accept": "text/turtle"}), status=406, slug="not-acceptable")


def test_each_form_has_its_etag(client: Client, library: None) -> None:
    as_json, linked = client.get(CRPS), client.get(CRPS, headers={"Accept": "application/ld+json"})

    assert as_json.headers["ETag"] != linked.headers["ETag"]
    for name in ("Last-Modified", "Surrogate-Key", "Cache-Control", "Content-Language", "Vary"):
        assert as_json.headers[name] == linked.headers[name]
    again = {"Accept": "application/ld+json", "If-None-Match": linked.headers["ETag"]}
    assert client.get(CRPS, headers=again).status_code == 304
    assert client.get(CRPS, headers={"If-None-Match": linked.headers["ETag"]}).status_code == 200


def test_the_explicit_address_of_what_was_negotiated_says_language_and_form(client: Client, library: None) -> None:
    answer = client.get(CRPS, headers={"Accept": "application/ld+json", "Accept-Language": "ar"})

    location = answer.headers["Content-Location"]
    assert location == f"http://testserver{CRPS}?locale=ar&format=jsonld"
    assert client.get(location).content == answer.content


def test_head_tells_what_get_would(client: Client, library: None) -> None:
    head = client.head(f"{CRPS}?format=jsonld")

    assert head.headers["Content-Type"] == "application/ld+json"
    assert head.headers["ETag"] == client.get(f"{CRPS}?format=jsonld").headers["ETag"]


@pytest.mark.parametrize("choice", ["fields=name", "rich_text=markdown"])
@pytest.mark.parametrize("accept", ["*/*", "application/ld+json"])
def test_what_is_for_json_is_refused_by_name(client: Client, library: None, choice: str, accept: str) -> None:
    query = choice if accept != "*/*" else f"{choice}&format=jsonld"

    answer = client.get(f"{CRPS}?{query}", headers={"Accept": accept})

    assert_problem(answer, status=400, slug="invalid-parameter", parameter=choice.partition("=")[0])


@pytest.mark.parametrize("value", ["", "JSON", "json-ld", "ld+json", "html"])
def test_another_format_is_told_with_those_that_there_are(client: Client, library: None, value: str) -> None:
    answer = client.get(f"{CRPS}?format={value.replace('+', '%2B')}")

    body = assert_problem(answer, status=400, slug="invalid-parameter", parameter="format")
    assert "json, jsonld" in body["detail"]
