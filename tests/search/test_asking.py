"""What may be asked: any text of a sensible length, and nothing but the parameters that there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.delivery.asking import assert_problem
from tests.delivery.test_endpoints import validate
from tests.search.asking import SEARCH, SUGGEST, address, ask, found

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.usefixtures("library")

SCHEMAS = {SEARCH: "SearchResultList", SUGGEST: "SuggestionList"}
BOTH = pytest.mark.parametrize("path", SCHEMAS)


@BOTH
def test_a_question_has_to_be_given(client: Client, path: str) -> None:
    problem = assert_problem(client.get(f"{path}?locale=ar"), status=400, slug="invalid-parameter", parameter="q")

    assert "?q=" in problem["detail"]


@BOTH
@pytest.mark.parametrize("locale", ["en", "ar", "es-MX", "zh-Hans", "fr"])
def test_where_nothing_is_asked_nothing_is_found(client: Client, path: str, locale: str) -> None:
    for q in ("", " ", "\t\n ", "...", "؟", "。！", "«»", "-", "%", "'\"", "()", "*", "🙂", "\u0301"):
        body = ask(client, q, locale, path=path)

        validate(body, SCHEMAS[path])
        assert body["results"] == []
        assert body["query"] == {"q": q, "locale": locale, "corrections": []}
        assert body.get("count", 0) == 0


def test_an_empty_answer_has_empty_facets_and_no_other_page(client: Client) -> None:
    body = ask(client, "...")

    assert body["facets"] == {"type": [], "topic": [], "specialty": []}
    assert (body["next"], body["previous"]) == (None, None)


@BOTH
@pytest.mark.parametrize("character", ["a", "痛", "ا", "é", "𝒜", " ", "x "])
def test_a_question_has_two_hundred_characters_at_most(client: Client, path: str, character: str) -> None:
    longest = (character * 200)[:200]

    assert client.get(address(longest, path=path)).status_code == 200
    assert_problem(
        client.get(address(f"{longest}{character[0]}", path=path)), status=400, slug="invalid-parameter", parameter="q"
    )
    assert_problem(client.get(address("pain " * 2_000, path=path)), status=400, slug="invalid-parameter", parameter="q")


@BOTH
@pytest.mark.parametrize(
    "q", ["pain\x07", "\x01pain", "\x1bpain", "pain\x7f", "\u202epain", "pain\ufeff", "pa\u00adin"]
)
def test_control_characters_are_passed_over(client: Client, path: str, q: str) -> None:
    slugs = [result["slug"] for result in ask(client, q, path=path)["results"]]

    assert slugs[0] == "chronic-pain"


@BOTH
@pytest.mark.parametrize("q", ["%00", "pain%00", "%FF", "%E2%82", "%C0%80", "%ED%A0%80", "100%", "%zz"])
def test_what_is_no_text_is_refused(client: Client, path: str, q: str) -> None:
    assert_problem(client.get(f"{path}?q={q}"), status=400, slug="invalid-parameter", parameter="q")


@pytest.mark.once
@pytest.mark.parametrize(
    ("path", "parameter"),
    [(SEARCH, "query"), (SEARCH, "order"), (SEARCH, "Q"), (SUGGEST, "topic"), (SUGGEST, "cursor"), (SUGGEST, "fields")],
)
def test_an_unknown_parameter_is_named(client: Client, path: str, parameter: str) -> None:
    answer = client.get(f"{path}?q=pain&{parameter}=name")

    assert_problem(answer, status=400, slug="unknown-parameter", parameter=parameter)


@pytest.mark.once
@BOTH
@pytest.mark.parametrize("repeated", ["q=pain", "locale=es", "limit=2"])
def test_what_is_given_twice_is_refused(client: Client, path: str, repeated: str) -> None:
    name = repeated.partition("=")[0]

    answer = client.get(f"{path}?q=dolor&locale=ar&limit=3&{repeated}")

    assert_problem(answer, status=400, slug="invalid-parameter", parameter=name)


@pytest.mark.once
@pytest.mark.parametrize(
    ("path", "parameter", "value"),
    [
        (SEARCH, "limit", "0"),
        (SEARCH, "limit", "101"),
        (SUGGEST, "limit", "0"),
        (SUGGEST, "limit", "21"),
        (SUGGEST, "limit", "8.5"),
        (SEARCH, "type", "site"),
        (SUGGEST, "type", "conditions"),
        (SEARCH, "fallback", "english"),
        (SEARCH, "code", "G90.5"),
        (SEARCH, "ids", "1"),
        (SEARCH, "updated_since", "yesterday"),
        (SEARCH, "fields", "nothing"),
        (SEARCH, "review_status", "late"),
        (SEARCH, "translation_status", "none"),
    ],
)
def test_a_value_that_a_parameter_does_not_take_is_refused(
    client: Client, path: str, parameter: str, value: str
) -> None:
    answer = client.get(address("pain", path=path, **{parameter: value}))

    assert_problem(answer, status=400, slug="invalid-parameter", parameter=parameter)


@pytest.mark.once
@BOTH
def test_an_unknown_locale_is_refused_with_those_that_there_are(client: Client, path: str) -> None:
    problem = assert_problem(client.get(address("dolor", "ca", path=path)), status=400, slug="unknown-locale")

    assert "es-MX" in problem["locales"]


@pytest.mark.once
@BOTH
def test_search_is_read_only_and_json(client: Client, path: str) -> None:
    assert_problem(client.post(address("pain", path=path)), status=405, slug="method-not-allowed")
    assert_problem(
        client.get(address("pain", path=path), headers={"Accept": "text/html"}), status=406, slug="not-acceptable"
    )


def test_case_and_spaces_around_words_change_nothing(client: Client) -> None:
    expected = found(client, "chronic pain")

    for q in ("CHRONIC PAIN", "  chronic   pain  ", "Chronic\u00a0pain", "chronic\npain", "ｃｈｒｏｎｉｃ pain"):
        assert found(client, q) == expected


def test_the_question_comes_back_as_it_was_asked(client: Client) -> None:
    assert ask(client, " <b>Ⓟain</b> & ", "ar")["query"]["q"] == " <b>Ⓟain</b> & "


@pytest.mark.once
@pytest.mark.parametrize(("limit", "count"), [(1, 1), (2, 2), (20, 3)])
def test_no_more_suggestions_come_than_were_asked_for(client: Client, limit: int, count: int) -> None:
    assert len(ask(client, "p", path=SUGGEST, limit=limit)["results"]) == count
