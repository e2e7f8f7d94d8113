"""What a query string may hold: every mistake is told by name, and none is a crash."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, quote_from_bytes

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from cms.delivery.endpoints import ENDPOINTS
from tests.delivery.asking import assert_problem, slugs
from tests.delivery.factories import id_of

if TYPE_CHECKING:
    from django.test import Client

LIST = "/api/v1/conditions/"
TAKEN = sorted({parameter.name for endpoint in ENDPOINTS for parameter in endpoint.parameters})
PATHS = [
    "", "locales/", "conditions/", "conditions/crps/", "conditions/crps/sections/safety/", "therapies/", "glossary/",
    "site/", "changes/", "problems/", "openapi.json",
]  # fmt: skip


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("topic=chronic-pain", {"chronic-pain", "crps", "postherpetic-neuralgia"}),
        (f"topic={str(id_of('chronic-pain')).upper()}", {"chronic-pain", "crps", "postherpetic-neuralgia"}),
        ("topic=crps", {"crps"}),
        ("topic=arthritis", set()),
        ("code=icd-10:G90.5", {"crps"}),
        ("code=mesh%3Ad020918", {"crps"}),
        ("code=icd-11:G90.5", set()),
        ("specialty=neurology", {"postherpetic-neuralgia", "epilepsy"}),
        ("specialty=pain_medicine&code=icd-10:G90.5&topic=chronic-pain", {"crps"}),
        ("specialty=neurology&code=icd-10:G90.5", set()),
        ("initial=c", {"chronic-pain", "crps"}),
        ("initial=%23", set()),
        ("locale=es&initial=s", {"crps"}),
        ("locale=zh-Hans&initial=F", {"crps"}),
        ("locale=zh-Hans&initial=%E5%A4%8D", {"crps"}),
        (f"ids={id_of('crps')},{id_of('epilepsy')},{id_of('lumbago')}", {"crps", "epilepsy"}),
        ("updated_since=2026-11-02T10:00:00Z", {"crps", "epilepsy"}),
        ("updated_since=2026-11-02T12:00:00.5%2B02:00", {"epilepsy"}),
        ("updated_since=2026-11-03T09:00:00.000001Z", set()),
        ("locale=es&translation_status=outdated", {"postherpetic-neuralgia"}),
        ("locale=es&translation_status=source", {"epilepsy"}),
        ("review_status=overdue", {"postherpetic-neuralgia"}),
        ("review_status=never", {"epilepsy"}),
        ("&&limit=100&", {"chronic-pain", "crps", "postherpetic-neuralgia", "epilepsy"}),
    ],
)
def test_a_filter_keeps_what_it_names(client: Client, library: None, query: str, found: set[str]) -> None:
    assert set(slugs(client, f"{LIST}?{query}")) == found


def test_arabic_names_stand_under_their_letter(client: Client, library: None) -> None:
    assert slugs(client, f"{LIST}?locale=ar&initial=م") == ["crps"]


@pytest.mark.once
@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=-1", "limit"),
        ("limit=1.0", "limit"),
        ("limit=1e1", "limit"),
        ("limit=", "limit"),
        ("limit", "limit"),
        ("limit=%D9%A3", "limit"),
        ("limit=5&limit=5", "limit"),
        ("locale=en&locale=es", "locale"),
        ("order=updated_at", "order"),
        ("order=NAME", "order"),
        ("fallback=any", "fallback"),
        ("translation_status=none", "translation_status"),
        ("review_status=", "review_status"),
        ("topic=", "topic"),
        ("topic=Chronic%20pain", "topic"),
        ("topic=a%00b", "topic"),
        ("code=G90.5", "code"),
        ("code=icd-9:1", "code"),
        ("code=icd-10:", "code"),
        ("specialty=Neurology", "specialty"),
        ("initial=", "initial"),
        ("initial=ab", "initial"),
        ("initial=1", "initial"),
        ("initial=%01", "initial"),
        ("ids=", "ids"),
        ("ids=1", "ids"),
        (f"ids={id_of('crps')},", "ids"),
        (f"ids={{{id_of('crps')}}}", "ids"),
        (f"ids={','.join([str(id_of('crps'))] * 101)}", "ids"),
        ("updated_since=2026-11-02", "updated_since"),
        ("updated_since=2026-11-02T10:00:00", "updated_since"),
        ("updated_since=2026-11-02T10:00:00+02:00", "updated_since"),
        ("updated_since=2026-13-02T10:00:00Z", "updated_since"),
        ("updated_since=0001-01-01T00:00:00%2B23:59", "updated_since"),
        ("updated_since=9999-12-31T23:59:59-23:59", "updated_since"),
        ("updated_since=2026-W45-1T00:00:00Z", "updated_since"),
        ("topic=%ff", "topic"),
        ("topic=%ED%A0%80", "topic"),
        ("topic=%zz", "topic"),
        ("topic=%", "topic"),
        (f"topic={'a' * 10_000}", "topic"),
        (f"cursor={'a' * 10_000}", "cursor"),
        (f"locale={'a' * 10_000}", "locale"),
        (f"ids={'a' * 10_000}", "ids"),
    ],
)
def test_a_wrong_value_is_told_by_its_parameter(client: Client, db: None, query: str, parameter: str) -> None:
    assert_problem(client.get(f"{LIST}?{query}"), status=400, slug="invalid-parameter", parameter=parameter)


@pytest.mark.once
@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "name", ["colour", "page", "formats", "Locale", "", "a.b", "limit[]", "%E2%98%83", "x" * 10_000, "<b>"]
)
def test_an_unknown_name_is_told(client: Client, db: None, path: str, name: str) -> None:
    body = assert_problem(client.get(f"/api/v1/{path}?{name}=1"), status=400, slug="unknown-parameter")

    assert len(body["parameter"]) <= 61


@pytest.mark.once
@pytest.mark.parametrize("name", ["%ff", "%zz", "%00", "%ED%A0%80"])
def test_a_name_that_is_no_text_is_an_unknown_parameter(client: Client, db: None, name: str) -> None:
    body = assert_problem(client.get(f"{LIST}?{name}=1"), status=400, slug="unknown-parameter")

    assert body["parameter"].isprintable()


@pytest.mark.once
@pytest.mark.parametrize("tag", ["de", "e", "", "en-", "zh-Hant", "es_MX", "en\N{ZERO WIDTH SPACE}", "*"])
def test_an_unknown_locale_is_told_with_those_that_there_are(client: Client, db: None, tag: str) -> None:
    answer = client.get(f"{LIST}?locale={quote(tag)}")

    assert_problem(
        answer,
        status=400,
        slug="unknown-locale",
        parameter="locale",
        locales=["en", "es", "es-MX", "fr", "ar", "zh-Hans"],
    )


@pytest.mark.once
def test_parameters_of_lists_are_unknown_to_documents(client: Client, library: None) -> None:
    answer = client.get("/api/v1/conditions/crps/?limit=5")

    assert_problem(answer, status=400, slug="unknown-parameter", parameter="limit")


@pytest.mark.once
def test_review_status_is_no_filter_of_therapies(client: Client, db: None) -> None:
    assert_problem(client.get("/api/v1/therapies/?review_status=due"), status=400, slug="unknown-parameter")


anything = st.one_of(
    st.text(max_size=40).map(quote),
    st.binary(max_size=40).map(quote_from_bytes),
    st.text("%=&;+,:#0aZ-", max_size=30),
)
plausible = st.sampled_from(
    [
        "1", "en", "es-MX", "name", "path", "icd-10:G90.5", "2026-11-01T00:00:00Z", "9999-12-31T23:59:59Z",
        "0001-01-01T00:00:00Z", "A", "#", str(id_of("crps")),
    ]
).map(quote)  # fmt: skip
header = st.one_of(
    st.text(st.characters(codec="latin-1", exclude_characters="\r\n"), max_size=40),
    st.text('*/;,q=01."W-esn ', max_size=30),
)
negotiating = st.sampled_from(["Accept", "Accept-Language", "If-None-Match", "If-Modified-Since"])


@given(
    path=st.sampled_from(PATHS),
    fields=st.lists(st.tuples(st.one_of(st.sampled_from(TAKEN), anything), st.one_of(anything, plausible)), max_size=4),
)
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_query_string_is_a_crash(client: Client, library: None, path: str, fields: list[tuple[str, str]]) -> None:
    answer = client.get(f"/api/v1/{path}?{'&'.join(f'{name}={value}' for name, value in fields)}")

    assert answer.status_code in (200, 400, 404)
    if answer.status_code != 200:
        assert answer.headers["Content-Type"] == "application/problem+json"


@given(key=anything)
@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_key_is_a_crash(client: Client, library: None, key: str) -> None:
    answer = client.get(f"/api/v1/conditions/{key}/sections/{key}/")

    assert answer.status_code in (200, 301, 400, 404)


@pytest.mark.once
@given(headers=st.dictionaries(negotiating, header))
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_header_is_a_crash(client: Client, library: None, headers: dict[str, str]) -> None:
    assert client.get("/api/v1/conditions/crps/", headers=headers).status_code in (200, 304, 406)
