"""The page to read the API on: complete without any other server, and allowed no inline script."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.contrib.staticfiles import finders

from tests.delivery.asking import assert_problem

if TYPE_CHECKING:
    from django.test import Client

DOCS = "/api/v1/docs/"


@pytest.fixture
def page(client: Client) -> str:
    answer = client.get(DOCS, headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_asks_no_other_server(page: str) -> None:
    assert "//" not in re.sub(r"<!DOCTYPE[^>]*>", "", page)
    addresses = re.findall(r'(?:src|href|data-description)="([^"]+)"', page)
    assert len(addresses) >= 6
    assert all(address.startswith("/") for address in addresses)


def test_the_files_of_the_page_are_here(page: str) -> None:
    files = re.findall(r'="/static/([^"]+)"', page)

    assert [file for file in files if finders.find(file) is None] == []


def test_no_script_stands_in_the_page(page: str) -> None:
    assert re.findall(r"<script(?![^>]*\bsrc=)", page) == []
    assert re.findall(r"\son\w+=", page) == []


def test_the_page_has_a_language_a_title_and_a_heading(page: str) -> None:
    assert '<html lang="en"' in page
    assert "<title>Health content: delivery API</title>" in page
    assert page.count("<h1>") == 1


def test_browsers_are_told_to_load_nothing_from_elsewhere(client: Client) -> None:
    policy = client.get(DOCS).headers["Content-Security-Policy"]

    assert policy == "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:"


def test_the_page_takes_no_parameters_and_no_other_form(client: Client) -> None:
    assert_problem(client.get(f"{DOCS}?q=1"), status=400, slug="unknown-parameter")
    assert_problem(client.get(DOCS, headers={"Accept": "application/json"}), status=406, slug="not-acceptable")
