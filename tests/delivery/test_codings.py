"""Answers in fewer bytes: gzip and Brotli for those who take them, each with validators of its own."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import brotli
import pytest

from cms.delivery import codings

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.once

PATH = "/api/v1/conditions/crps/?locale=ar"
DECODED = {"br": brotli.decompress, "gzip": gzip.decompress}


@pytest.mark.parametrize(
    ("header", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip;q=1.0, br;q=0.5", "gzip"),
        ("gzip", "gzip"),
        ("x-gzip", "gzip"),
        ("BR", "br"),
        ("*", "br"),
        ("br;q=0, *", "gzip"),
        ("*;q=0", ""),
        ("gzip;q=0", ""),
        ("identity, br;q=0.5", ""),
        ("identity;q=0", ""),
        ("deflate, zstd", ""),
        ("gzip;q=much, br;q=2", ""),
        ("gzip;q=nan", ""),
        (";;,,;q=1", ""),
        ("", ""),
    ],
)
def test_the_header_decides_and_brotli_where_it_leaves_the_choice(header: str, coding: str) -> None:
    assert codings.chosen(header) == coding


@pytest.mark.parametrize("coding", ["br", "gzip"])
def test_a_coded_answer_says_the_same_in_fewer_bytes(client: Client, library: None, coding: str) -> None:
    plain = client.get(PATH)

    coded = client.get(PATH, headers={"Accept-Encoding": coding})

    assert coded.headers["Content-Encoding"] == coding
    assert len(coded.content) < len(plain.content) / 2
    assert DECODED[coding](coded.content) == plain.content
    assert coded.headers["Content-Length"] == str(len(coded.content))
    assert coded.headers["Content-Type"] == "application/json"
    assert "Content-Encoding" not in plain.headers


@pytest.mark.parametrize("path", [PATH, "/api/v1/conditions/?locale=ar", "/api/v1/openapi.json", "/api/v1/docs/"])
def test_each_coding_has_an_etag_of_its_own_and_caches_keep_them_apart(
    client: Client, library: None, path: str
) -> None:
    answers = {coding: client.get(path, headers={"Accept-Encoding": coding}) for coding in ("", "gzip", "br")}

    etag = answers[""].headers["ETag"]
    assert answers["gzip"].headers["ETag"] == f'{etag[:-1]}-gzip"'
    assert answers["br"].headers["ETag"] == f'{etag[:-1]}-br"'
    assert all("Accept-Encoding" in answer.headers["Vary"] for answer in answers.values())


def test_304_is_for_the_coding_that_is_asked_for_now(client: Client, library: None) -> None:
    etag = client.get(PATH, headers={"Accept-Encoding": "br"}).headers["ETag"]

    same = client.get(PATH, headers={"Accept-Encoding": "gzip, br", "If-None-Match": etag})
    other = client.get(PATH, headers={"Accept-Encoding": "gzip", "If-None-Match": etag})

    assert same.status_code == 304
    assert same.headers["ETag"] == etag
    assert "Accept-Encoding" in same.headers["Vary"]
    assert not {"Content-Encoding", "Content-Length", "Content-Type"} & set(same.headers)
    assert other.status_code == 200


def test_head_tells_of_the_coded_answer(client: Client, library: None) -> None:
    get, head = (ask(PATH, headers={"Accept-Encoding": "br"}) for ask in (client.get, client.head))

    assert dict(head.headers) == dict(get.headers)
    assert head.content == b""


def test_what_is_small_stays_as_it_is(client: Client, db: None) -> None:
    answer = client.get("/api/v1/nowhere/", headers={"Accept-Encoding": "br"})

    assert "Content-Encoding" not in answer.headers


@pytest.mark.parametrize("header", ["\N{SNOWMAN}", "gzip;q=" + "9" * 5_000, "," * 8_000, "gzip;gzip;q=;q"])
def test_a_header_that_makes_no_sense_harms_nothing(client: Client, library: None, header: str) -> None:
    assert client.get(PATH, headers={"Accept-Encoding": header}).status_code == 200
