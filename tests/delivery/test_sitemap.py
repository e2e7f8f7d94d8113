"""What crawlers of the front end are told."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from cms.delivery import sitemap
from tests.delivery import library as sample
from tests.delivery.factories import Content, Text, publish

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries, Settings

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


@pytest.fixture
def front_end(db: None, settings: Settings) -> None:
    settings.WEB_URL_TEMPLATE = "https://www.example.org/{locale}{path}?a=1&b=2"
    sample.fill()


def read(client: Client, path: str = "/sitemap.xml") -> ET.Element:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/xml"
    return ET.fromstring(answer.content)  # noqa: S314 -- our own file


def test_without_a_front_end_the_sitemap_is_empty_and_valid(client: Client, library: None) -> None:
    root = read(client)

    assert root.tag == f"{{{NAMES['s']}}}urlset"
    assert list(root) == []


def test_every_page_stands_there_once_in_each_language_that_it_is_out_in(client: Client, front_end: None) -> None:
    addresses = [loc.text or "" for loc in read(client).iterfind("s:url/s:loc", NAMES)]

    assert len(addresses) == len(set(addresses)) == 12
    assert "https://www.example.org/es-MX/chronic-pain/sindrome-doloroso-regional-complejo?a=1&b=2" in addresses
    assert not [address for address in addresses if "shingles" in address or "/es/epilep" in address]
    assert all(address.isascii() for address in addresses)


def test_a_page_without_an_address_is_left_out(client: Client, front_end: None, settings: Settings) -> None:
    settings.WEB_URL_TEMPLATE = ""
    publish(Content("tinnitus", {"en": Text("Tinnitus", "Ringing in the ears.", "tinnitus")}))
    settings.WEB_URL_TEMPLATE = "https://www.example.org/{locale}{path}"

    assert len(read(client)) == 12


def test_an_address_names_its_other_languages_and_the_one_for_all_others(client: Client, front_end: None) -> None:
    url = next(
        url
        for url in read(client).iterfind("s:url", NAMES)
        if "/ar/" in url.findtext("s:loc", "", NAMES) and "%D8%B5" in url.findtext("s:loc", "", NAMES)
    )

    links = {link.get("hreflang"): link.get("href") for link in url.iterfind("x:link", NAMES)}
    assert list(links) == ["en", "x-default", "ar"]
    assert links["x-default"] == links["en"] == "https://www.example.org/en/epilepsy?a=1&b=2"
    assert links["ar"] == url.findtext("s:loc", "", NAMES)
    assert url.findtext("s:lastmod", "", NAMES) == "2026-11-03T09:00:00Z"


def test_many_addresses_are_split_under_an_index(
    client: Client, front_end: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = read(client)
    monkeypatch.setattr(sitemap, "PAGE_SIZE", 5)

    index = [loc.text or "" for loc in read(client).iterfind("s:sitemap/s:loc", NAMES)]

    assert index == [f"http://testserver/sitemap.xml?page={number}" for number in (1, 2, 3)]
    parts = [list(read(client, part)) for part in index]
    assert [len(part) for part in parts] == [5, 5, 2]
    assert [ET.tostring(url) for part in parts for url in part] == [ET.tostring(url) for url in whole]


@pytest.mark.parametrize("number", ["0", "2", "-1", "x", "", "1e3", "9999999", "%D9%A1"])
def test_a_part_that_is_not_there_is_not_found(client: Client, front_end: None, number: str) -> None:
    assert client.get(f"/sitemap.xml?page={number}").status_code == 404


def test_a_crawler_that_has_it_gets_304_and_it_costs_two_queries(
    client: Client, front_end: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):
        etag = client.get("/sitemap.xml").headers["ETag"]

    assert client.get("/sitemap.xml", headers={"If-None-Match": etag}).status_code == 304
    assert client.head("/sitemap.xml").content == b""
