"""What readers were given at a moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from tests.delivery.asking import assert_problem
from tests.delivery.factories import NOW, Content, Text, publish, remove
from tests.delivery.past.once import FIRST, GOUT, HOUR, SECOND, asked, at
from tests.delivery.test_endpoints import validate

if TYPE_CHECKING:
    from django.test import Client


def test_a_moment_gives_what_was_out_then(client: Client, gout: None) -> None:
    before, after = asked(client, at(NOW + HOUR / 2)), asked(client, at(NOW + 2 * HOUR))

    assert (before["summary"], before["version"]) == ("Painful joints.", 1)
    assert (after["summary"], after["version"]) == ("Painful, swollen joints.", 2)
    validate(before, "Condition")


def test_an_edition_is_out_from_its_very_second(client: Client, gout: None) -> None:
    assert asked(client, at(NOW))["version"] == 1
    assert asked(client, at(NOW + HOUR))["version"] == 2
    assert asked(client, at(NOW + HOUR - timedelta(seconds=1)))["version"] == 1


def test_what_is_out_today_is_the_same_by_its_moment_and_by_its_version(client: Client, gout: None) -> None:
    today = asked(client, "locale=en")

    assert today["superseded"] is None
    assert asked(client, at(NOW + 2 * HOUR)) == today
    assert asked(client, "version=2&locale=en") == today


@pytest.mark.parametrize(
    ("locale", "delivered", "summary"),
    [
        ("ar", "ar", "ألم في المفاصل."),
        ("es-MX", "es", "Articulaciones dolorosas."),
        ("zh-Hans", "zh-Hans", "关节疼痛。"),
        ("fr", "en", "Painful joints."),
    ],
)
def test_the_chain_stands_in_as_it_did_then(
    client: Client, gout: None, locale: str, delivered: str, summary: str
) -> None:
    answer = client.get(f"{GOUT}?locale={locale}&{at(NOW)}")

    body = answer.json()
    assert (body["locale"], body["requested_locale"], body["summary"]) == (delivered, locale, summary)
    assert answer.headers["Content-Language"] == delivered


def test_a_translation_that_came_later_was_stood_in_for(client: Client, db: None) -> None:
    publish(replace(FIRST, texts={"en": FIRST.texts["en"]}), at=NOW)
    publish(FIRST, at=NOW + HOUR)

    assert asked(client, f"locale=zh-Hans&{at(NOW)}")["locale"] == "en"
    assert asked(client, f"locale=zh-Hans&{at(NOW + HOUR)}")["locale"] == "zh-Hans"
    answer = client.get(f"{GOUT}?locale=zh-Hans&fallback=none&{at(NOW)}")
    assert_problem(answer, status=404, slug="not-translated", available_locales=["en"])


def test_a_part_in_another_language_rules_it_out_strictly_then_too(client: Client, db: None) -> None:
    partial = Text("النقرس", "ألم في المفاصل.", english_parts=frozenset({"safety"}))
    publish(replace(FIRST, texts={**FIRST.texts, "ar": partial}), at=NOW)
    publish(FIRST, at=NOW + HOUR)

    for query in (at(NOW), "version=1"):
        assert asked(client, f"locale=ar&fallback=language&{query}")["locale"] == "ar"
        answer = client.get(f"{GOUT}?locale=ar&fallback=none&{query}")
        assert_problem(answer, status=404, slug="not-translated")
    assert asked(client, f"locale=ar&fallback=none&{at(NOW + HOUR)}")["version"] == 2


def test_before_the_first_publication_there_was_nothing(client: Client, gout: None) -> None:
    body = assert_problem(client.get(f"{GOUT}?{at(NOW - HOUR)}"), status=404, slug="not-found")

    assert "2026-11-02T09:00:00Z" in body["detail"]


def test_what_was_gone_then_is_gone_though_it_is_back(client: Client, gout: None) -> None:
    remove(SECOND, reason="expired", at=NOW + 2 * HOUR)
    publish(SECOND, at=NOW + 4 * HOUR)

    answer = client.get(f"{GOUT}?{at(NOW + 3 * HOUR)}")

    assert_problem(answer, status=410, slug="gone", gone_at="2026-11-02T11:00:00Z", reason="expired")
    assert asked(client, at(NOW + 4 * HOUR))["superseded"] is None
    assert asked(client, at(NOW + HOUR))["superseded"] == {"by_version": 3, "withdrawn": True, "reason": "expired"}


@pytest.mark.parametrize(("type_", "path"), [("therapy", "therapies"), ("glossary-term", "glossary"), ("site", "")])
def test_every_document_can_be_had_as_it_was(client: Client, db: None, type_: str, path: str) -> None:
    once = Content("site", {"en": Text("Once", "As it was."), "ar": Text("سابقًا", "كما كان.")}, type=type_)
    publish(once, at=NOW)
    publish(replace(once, texts={**once.texts, "ar": Text("الآن", "كما هو.")}), at=NOW + HOUR)
    address = f"/api/v1/{path}/site/" if path else "/api/v1/site/"

    for query in (at(NOW), "version=1"):
        body = asked(client, f"locale=ar&{query}", address)
        assert (body["name"], body["superseded"]["by_version"]) == ("سابقًا", 2)


def test_the_number_of_queries_does_not_grow_with_the_past(
    client: Client, gout: None, django_assert_max_num_queries: Any
) -> None:
    for hours in range(2, 8):
        publish(FIRST if hours % 2 else SECOND, at=NOW + hours * HOUR)

    for query in (at(NOW), at(NOW + 5 * HOUR), "version=1", "version=4"):
        with django_assert_max_num_queries(4):
            asked(client, query)


@pytest.mark.parametrize(
    ("query", "parameter", "told"),
    [
        ("as_of=2026-11-02", "as_of", "a date and time with its zone"),
        ("as_of=", "as_of", "a date and time with its zone"),
        ("as_of=2026-11-02T09:00:00", "as_of", "a date and time with its zone"),
        ("as_of=2026-02-30T09:00:00Z", "as_of", "a date and time with its zone"),
        ("as_of=9999-12-31T23:59:59Z", "as_of", "it is 2026-12-02T09:00:00Z here"),
        ("as_of=2026-12-02T09:00:01Z", "as_of", "takes a moment that is past"),
        ("version=0", "version", "a whole number from 1"),
        ("version=-1", "version", "a whole number from 1"),
        ("version=1.0", "version", "a whole number from 1"),
        ("version=99999999999999999999", "version", "a whole number from 1"),
        ("version=%D9%A1", "version", "a whole number from 1"),
        ("version=latest", "version", "a whole number from 1"),
        ("version=1&as_of=2026-11-02T09:00:00Z", "version", "leave out one of them"),
    ],
)
@pytest.mark.parametrize("path", ["", "sections/safety/"])
def test_what_makes_no_sense_is_told(
    client: Client, gout: None, path: str, query: str, parameter: str, told: str
) -> None:
    answer = client.get(f"{GOUT}{path}?{query}")

    body = assert_problem(answer, status=400, slug="invalid-parameter", parameter=parameter)
    assert told in body["detail"]


@given(
    moment=st.datetimes(min_value=datetime(1, 1, 1), max_value=datetime(9999, 12, 31)),
    version=st.integers(-5, 10**12),
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_moment_and_no_version_is_a_crash(client: Client, gout: None, moment: datetime, version: int) -> None:
    for query in (f"as_of={moment.isoformat()}Z", f"version={version}"):
        assert client.get(f"{GOUT}?{query}").status_code in (200, 400, 404)
