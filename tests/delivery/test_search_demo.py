"""The example of a search as the server gives it: complete without any other server, strict, and open to any state."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from django.contrib.staticfiles import finders

from tests.delivery.asking import assert_problem

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.once

DEMO = "/api/v1/docs/search/"


@pytest.fixture
def source(client: Client) -> str:
    answer = client.get(DEMO, headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    return answer.content.decode()


def test_all_that_the_page_loads_or_links_is_here(source: str) -> None:
    addresses = re.findall(r'(?:src|href|data-api)="([^"]+)"', source)
    files = [address.removeprefix("/static/") for address in addresses if address.startswith("/static/")]

    assert all(address.startswith("/") and not address.startswith("//") for address in addresses)
    assert {"delivery/search-demo.js", "delivery/search-demo.css"} < set(files)
    assert [file for file in files if finders.find(file) is None] == []


def test_neither_script_nor_style_stands_in_the_page(source: str) -> None:
    assert re.findall(r"<script(?![^>]*\bsrc=)", source) == []
    assert re.findall(r"<style|\sstyle=|\son\w+=|javascript:", source) == []


def test_who_runs_no_scripts_is_told_that_the_example_does(source: str) -> None:
    assert "<noscript><p>This example needs JavaScript. The API behind it does not.</p></noscript>" in source


def test_browsers_are_told_to_allow_only_what_comes_from_here(client: Client) -> None:
    policy = client.get(DEMO).headers["Content-Security-Policy"]

    assert dict(rule.strip().split(" ", 1) for rule in policy.split(";")) == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "connect-src": "'self'",
        "img-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'self'",
    }


@pytest.mark.parametrize(
    ("q", "locale"),
    [("nerve pain after shingles", "en"), ("culebrilla", "es-MX"), ("الم مزمن", "ar"), ("疼痛", "zh-Hans")],
)
def test_an_address_with_a_search_in_it_can_be_shared_and_is_one_page_for_all(
    client: Client, source: str, q: str, locale: str
) -> None:
    state = {"q": q, "locale": locale, "type": "condition", "topic": "chronic-pain", "specialty": "neurology"}

    answer = client.get(f"{DEMO}?{urlencode(state)}")

    assert answer.status_code == 200
    assert answer.content.decode() == source


def test_what_is_typed_is_never_put_into_the_page_by_the_server(client: Client, source: str) -> None:
    answer = client.get(f"{DEMO}?{urlencode({'q': '<script>alert(1)</script>', 'locale': 'tlh'})}")

    assert answer.content.decode() == source


def test_the_page_is_kept_by_browsers_and_asked_for_anew_by_its_etag(client: Client) -> None:
    answer = client.get(DEMO)

    assert answer.headers["Cache-Control"].startswith("public, max-age=")
    assert client.get(DEMO, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    assert client.head(DEMO).content == b""


def test_other_parameters_and_other_forms_are_refused(client: Client) -> None:
    assert_problem(client.get(f"{DEMO}?query=pain"), status=400, slug="unknown-parameter")
    assert_problem(client.get(DEMO, headers={"Accept": "application/json"}), status=406, slug="not-acceptable")
    assert_problem(client.post(DEMO), status=405, slug="method-not-allowed")


def test_the_docs_lead_to_it_and_it_leads_back(client: Client, source: str) -> None:
    assert f'href="{DEMO}"' in client.get("/api/v1/docs/").content.decode()
    assert 'href="/api/v1/docs/"' in source
