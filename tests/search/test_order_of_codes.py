"""Codes of classifications: found exactly, with and without their dot, in any language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.search.asking import SUGGEST, ask, best, found, marks, suggested

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.usefixtures("clinic")


@pytest.mark.parametrize(
    ("q", "expected", "code"),
    [
        ("G90.5", "crps", "G90.5"),
        ("g905", "crps", "G90.5"),
        ("G90,5", "crps", "G90.5"),
        (" g90.5 ", "crps", "G90.5"),
        ("8D8A.0", "crps", "8D8A.0"),
        ("8d8a0", "crps", "8D8A.0"),
        ("D020918", "crps", "D020918"),
        ("B02.29", "postherpetic-neuralgia", "B02.29"),
        ("b0229", "postherpetic-neuralgia", "B02.29"),
        ("B02.2", "postherpetic-neuralgia", "B02.2"),
        ("B02", "shingles", "B02"),
        ("F43.1", "ptsd", "F43.1"),
    ],
)
def test_a_code_finds_what_it_stands_for_with_and_without_its_dot(
    client: Client, q: str, expected: str, code: str
) -> None:
    for locale in ("en", "ar", "es-MX", "zh-Hans"):
        result = best(client, q, locale)
        match = result["matched"]

        assert result["slug"] == expected
        assert (match["part"], match["text"], match["kind"]) == ("codes", code, None)
        assert match["how"] == ("exact" if "," not in q else match["how"])


@pytest.mark.parametrize("locale", ["en", "ar", "es-MX", "zh-Hans"])
@pytest.mark.parametrize("q", ["ICD10 G90.5", "icd-10 g905", "ICD-11 8D8A.0", "icd 10 G90.5", "mesh D020918"])
def test_the_system_may_be_named(client: Client, locale: str, q: str) -> None:
    assert found(client, q, locale)[0] == "crps"
    assert best(client, q, locale)["matched"]["part"] == "codes"


def test_a_code_that_begins_like_another_comes_after_it(client: Client) -> None:
    assert found(client, "B02") == ["shingles", "postherpetic-neuralgia"]
    assert suggested(client, "b02") == ["B02", "B02.2"]


def test_a_code_is_found_while_it_is_typed(client: Client) -> None:
    for typed in ("G9", "G90", "G90."):
        assert found(client, typed)[0] == "crps"
    suggestion = ask(client, "g90", path=SUGGEST)["results"][0]
    assert (suggestion["text"], suggestion["kind"], suggestion["name"]) == (
        "G90.5",
        "code",
        "Complex regional pain syndrome",
    )


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("g9", "<mark>G9</mark>0.5"),
        ("g90", "<mark>G90</mark>.5"),
        ("g905", "<mark>G90.5</mark>"),
        ("G90.5", "<mark>G90.5</mark>"),
        ("8d8a", "<mark>8D8A</mark>.0"),
        ("b0229", "<mark>B02.29</mark>"),
        ("B02.29", "<mark>B02.29</mark>"),
    ],
)
def test_what_was_typed_of_a_code_is_marked(client: Client, typed: str, html: str) -> None:
    assert ask(client, typed, path=SUGGEST)["results"][0]["html"] == html


def test_a_mistyped_code_finds_no_other_one(client: Client) -> None:
    for q in ("G90.6", "g40.9", "B03.2", "8D8B.0", "F34.1"):
        assert found(client, q) == []


def test_a_code_beside_words_comes_with_them(client: Client) -> None:
    result = best(client, "chronic pain R52.2")

    assert result["slug"] == "chronic-pain"
    assert marks(result, "name") == "<mark>Chronic</mark> <mark>pain</mark>"
