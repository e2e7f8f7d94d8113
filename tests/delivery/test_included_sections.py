"""Cards with the sections of their documents beside them, for who asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.delivery.asking import assert_problem, results
from tests.delivery.factories import id_of
from tests.delivery.test_endpoints import validate

if TYPE_CHECKING:
    from django.test import Client

LIST = "/api/v1/conditions/"


def test_sections_come_beside_each_card_where_they_are_asked_for(
    client: Client, library: None, django_assert_max_num_queries: Any
) -> None:
    with CaptureQueriesContext(connection) as plain:
        client.get(f"{LIST}?locale=ar")
    with django_assert_max_num_queries(len(plain)):
        answer = client.get(f"{LIST}?locale=ar&include=sections")

    body = answer.json()
    validate(body, "ConditionList")
    for card in body["results"]:
        document = client.get(f"{LIST}{card['slug']}/?locale=ar").json()
        assert card["sections"] == document["sections"]
    assert answer.headers["Content-Language"] == "ar, en"


def test_included_sections_can_be_cut_and_come_as_markdown(client: Client, library: None) -> None:
    path = f"{LIST}?include=sections&rich_text=markdown&ids={id_of('crps')}"

    (card,) = results(client, f"{path}&fields=name,sections.overview")

    (section,) = card["sections"]
    assert section["blocks"][0]["value"]["text"] == "Strong, lasting pain, most often in an arm or leg after an injury."


@pytest.mark.once
def test_sections_are_not_parts_of_cards_that_were_not_asked_for_them(client: Client, library: None) -> None:
    body = assert_problem(
        client.get(f"{LIST}?fields=sections.overview"), status=400, slug="invalid-parameter", parameter="fields"
    )

    assert "`include=sections`" in body["detail"]


def test_few_entries_come_with_their_sections(client: Client, library: None) -> None:
    assert client.get(f"{LIST}?include=sections&limit=25").status_code == 200
    answer = client.get(f"{LIST}?include=sections&limit=26")
    body = assert_problem(answer, status=400, slug="invalid-parameter", parameter="limit")
    assert "1 to 25" in body["detail"]


@pytest.mark.once
@pytest.mark.parametrize("path", ["therapies/", "glossary/"])
def test_only_conditions_have_sections_to_include(client: Client, db: None, path: str) -> None:
    answer = client.get(f"/api/v1/{path}?include=sections")

    assert_problem(answer, status=400, slug="unknown-parameter", parameter="include")
