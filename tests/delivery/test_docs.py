"""The page to read the API on: complete without any other server, and allowed no inline script."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import expect

from tests.delivery import library as sample
from tests.delivery.asking import assert_problem

if TYPE_CHECKING:
    from django.test import Client
    from playwright.sync_api import Page

pytestmark = pytest.mark.once

DOCS = "/api/v1/docs/"


@pytest.fixture
def source(client: Client) -> str:
    answer = client.get(DOCS, headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_asks_no_other_server(source: str) -> None:
    assert "//" not in re.sub(r"<!DOCTYPE[^>]*>", "", source)
    addresses = re.findall(r'(?:src|href|data-description)="([^"]+)"', source)
    assert len(addresses) >= 6
    assert all(address.startswith("/") for address in addresses)


def test_the_files_of_the_page_are_here(source: str) -> None:
    files = re.findall(r'="/static/([^"]+)"', source)

    assert [file for file in files if finders.find(file) is None] == []


def test_no_script_stands_in_the_page(source: str) -> None:
    assert re.findall(r"<script(?![^>]*\bsrc=)", source) == []
    assert re.findall(r"\son\w+=", source) == []


def test_the_page_has_a_language_a_title_and_a_heading(source: str) -> None:
    assert '<html lang="en"' in source
    assert "<title>Health content: delivery API</title>" in source
    assert source.count("<h1>") == 1


def test_browsers_are_told_to_load_nothing_from_elsewhere(client: Client) -> None:
    policy = client.get(DOCS).headers["Content-Security-Policy"]

    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == "'self'"
    allowed = {source for sources in rules.values() for source in sources.split()}
    assert allowed == {"'none'", "'self'", "'unsafe-inline'", "data:"}


def test_the_page_takes_no_parameters_and_no_other_form(client: Client) -> None:
    assert_problem(client.get(f"{DOCS}?q=1"), status=400, slug="unknown-parameter")
    assert_problem(client.get(DOCS, headers={"Accept": "application/json"}), status=406, slug="not-acceptable")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_reader_can_try_an_address_on_the_page(page: Page) -> None:
    sample.fill()
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)

    page.goto(DOCS)
    page.locator("#operations-Conditions-condition").get_by_role("button").first.click()
    page.get_by_role("button", name="Try it out").click()
    page.get_by_role("button", name="Execute").click()

    expect(page.locator(".live-responses-table .response .response-col_status")).to_contain_text("200")
    host = page.url.partition(DOCS)[0]
    assert [url for url in asked if not url.startswith((host, "data:", "blob:"))] == []
    assert complaints == []
