"""In which languages readers are answered: the locale and its chain, told in headers, never mixed silently."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.search.asking import SEARCH, SUGGEST, address, ask, best, found, marks, suggested

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.usefixtures("library")

BOTH = pytest.mark.parametrize("path", [SEARCH, SUGGEST])


@pytest.mark.parametrize(
    ("locale", "q", "fallback", "expected"),
    [
        ("ar", "الألم", "chain", [("chronic-pain", "ar"), ("crps", "ar")]),
        ("ar", "neuralgia", "chain", [("postherpetic-neuralgia", "en")]),
        ("ar", "neuralgia", "language", []),
        ("ar", "الصرع", "language", [("epilepsy", "ar")]),
        ("ar", "الصرع", "none", []),
        ("es-MX", "dolor", "chain", [("chronic-pain", "es"), ("crps", "es-MX"), ("postherpetic-neuralgia", "es")]),
        ("es-MX", "dolor", "language", [("chronic-pain", "es"), ("crps", "es-MX"), ("postherpetic-neuralgia", "es")]),
        ("es-MX", "dolor", "none", [("crps", "es-MX")]),
        ("es-MX", "epilepsy", "chain", [("epilepsy", "en")]),
        ("es-MX", "epilepsy", "language", []),
        ("zh-Hans", "疼痛", "none", [("crps", "zh-Hans")]),
        ("zh-Hans", "疼痛", "chain", [("crps", "zh-Hans")]),
        ("zh-Hans", "chronic", "chain", [("chronic-pain", "en")]),
        ("zh-Hans", "chronic", "none", []),
        ("zh-Hans", "regional", "none", [("crps", "zh-Hans")]),
        ("fr", "epilepsy", "chain", [("epilepsy", "en")]),
        ("fr", "epilepsy", "language", []),
        ("fr", "douleur", "chain", []),
        ("en", "dolor", "chain", []),
    ],
)
def test_what_may_stand_in_is_what_the_reader_allows(
    client: Client, locale: str, q: str, fallback: str, expected: list[tuple[str, str]]
) -> None:
    body = ask(client, q, locale, fallback=fallback)

    assert [(result["slug"], result["locale"]) for result in body["results"]] == expected
    assert body["count"] == len(expected)
    assert all(result["requested_locale"] == locale for result in body["results"])


@pytest.mark.parametrize(
    ("locale", "q", "fallback", "expected"),
    [
        ("ar", "الأ", "none", ["الألم المزمن", "متلازمة الألم الناحي المركّب"]),
        ("ar", "postherp", "chain", ["Postherpetic neuralgia"]),
        ("ar", "postherp", "language", []),
        ("es-MX", "dolor", "none", ["Síndrome doloroso regional complejo"]),
        ("es-MX", "dolor", "language", ["Dolor crónico", "Síndrome doloroso regional complejo"]),
        ("zh-Hans", "区域", "none", ["复杂性区域疼痛综合征"]),
        ("fr", "epil", "chain", ["Epilepsy"]),
        ("fr", "epil", "none", []),
    ],
)
def test_suggestions_keep_to_what_the_reader_allows(
    client: Client, locale: str, q: str, fallback: str, expected: list[str]
) -> None:
    assert suggested(client, q, locale, fallback=fallback) == expected


@pytest.mark.parametrize(
    ("locale", "q", "languages"),
    [
        ("en", "pain", "en"),
        ("ar", "الألم", "ar"),
        ("ar", "neuralgia", "en"),
        ("es-MX", "dolor", "es-MX, es"),
        ("fr", "pain", "en"),
        ("zh-Hans", "疼痛", "zh-Hans"),
        ("zh-Hans", "!", "zh-Hans"),
    ],
)
def test_the_languages_of_the_results_are_told_in_the_order_of_the_chain(
    client: Client, locale: str, q: str, languages: str
) -> None:
    assert client.get(address(q, locale)).headers["Content-Language"] == languages


@BOTH
@pytest.mark.parametrize(
    ("accepted", "locale", "q"),
    [
        ("ar", "ar", "ألم"),
        ("es-AR, en;q=0.5", "es", "dolor"),
        ("es-MX", "es-MX", "dolor"),
        ("zh-CN", "zh-Hans", "疼痛"),
        ("de, *;q=0.1", "en", "pain"),
    ],
)
def test_without_a_locale_the_readers_languages_decide(
    client: Client, path: str, accepted: str, locale: str, q: str
) -> None:
    answer = client.get(path, {"q": q}, headers={"Accept-Language": accepted})

    assert answer.json()["query"]["locale"] == locale
    assert "Accept-Language" in answer.headers["Vary"]
    assert answer.headers["Content-Location"] == f"http://testserver{address(q, locale, path=path)}"
    asked_for = client.get(answer.headers["Content-Location"])
    assert asked_for.json() == answer.json()
    assert "Content-Location" not in asked_for.headers
    assert "Accept-Language" not in asked_for.headers["Vary"]


def test_the_next_page_of_a_negotiated_answer_stays_in_its_locale(client: Client) -> None:
    following = client.get(f"{SEARCH}?q=dolor&limit=1", headers={"Accept-Language": "es-MX"}).json()["next"]

    results = client.get(following, headers={"Accept-Language": "ar"}).json()["results"]
    assert [result["requested_locale"] for result in results] == ["es-MX"]


def test_a_part_that_stands_in_is_found_and_shown_in_its_own_language(client: Client) -> None:
    result = best(client, "seizures", "ar")

    assert (result["slug"], result["locale"]) == ("epilepsy", "ar")
    [highlight] = result["highlights"]
    assert highlight == {
        "part": "sections.safety",
        "heading": "Safety",
        "locale": "en",
        "dir": "ltr",
        "html": "A tendency to have <mark>seizures</mark>.",
    }
    assert found(client, "seizures", "ar", fallback="language") == ["epilepsy"]
    assert found(client, "seizures", "ar", fallback="none") == []


def test_what_reads_from_right_to_left_says_so(client: Client) -> None:
    highlight = best(client, "الألم المزمن", "ar")["highlights"][0]
    suggestion = ask(client, "الألم", "ar", path=SUGGEST)["results"][0]

    assert (highlight["locale"], highlight["dir"]) == ("ar", "rtl")
    assert (suggestion["locale"], suggestion["dir"]) == ("ar", "rtl")


def test_an_overlay_is_found_by_its_own_words_and_by_those_of_its_language(client: Client) -> None:
    assert found(client, "síndrome doloroso", "es-MX")[0] == "crps"
    assert found(client, "neuralgia posherpética", "es-MX")[0] == "postherpetic-neuralgia"
    assert marks(best(client, "regional", "es-MX"), "name") == "Síndrome doloroso <mark>regional</mark> complejo"
    assert marks(best(client, "regional", "es"), "name") == "Síndrome de dolor <mark>regional</mark> complejo"


def test_a_withdrawn_language_is_neither_found_nor_shown(client: Client) -> None:
    assert found(client, "convulsiones", "es") == []
    assert suggested(client, "epil", "es") == ["Epilepsy"]
    assert best(client, "epilepsia", "es")["locale"] == "en"
