"""The API on one screen: what is asked, the status, the golden answer and what it costs in queries."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft202012Validator

from cms.delivery import openapi
from cms.delivery.endpoints import ENDPOINTS as DECLARED
from tests.delivery.factories import id_of

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from tests.conftest import Golden

CRPS = id_of("crps")
#: Places in the change feed: after the thirteenth edition, and after a thirteenth one that a restored backup lost.
SEEN_THIRTEEN = "TAAAAAAAAAAN0LjYa7pMio7jB-_R2tOeOw"
BEFORE_A_RESTORE = "TAAAAAAAAAANAAECAwQFBgf6BE-U11mV4w"

#: Path below /api/v1/, status, golden answer, JSON Schema, queries where nothing is remembered yet.
ENDPOINTS = [
    ("", 200, "index", "Index", 1),
    ("locales/", 200, "locales", "LocaleList", 2),
    ("conditions/", 200, "conditions", "ConditionList", 2),
    ("conditions/?locale=es-MX", 200, "conditions-es-mx-with-stand-ins", "ConditionList", 2),
    ("conditions/?locale=es-MX&fallback=language", 200, "conditions-es-mx-same-language", "ConditionList", 2),
    ("conditions/?locale=ar&fallback=none", 200, "conditions-ar-nothing-else", "ConditionList", 2),
    ("conditions/?locale=zh-Hans&limit=2", 200, "conditions-zh-hans-first-page", "ConditionList", 3),
    (
        "conditions/?topic=chronic-pain&code=icd-10:g90.5&specialty=pain_medicine",
        200,
        "conditions-filtered",
        "ConditionList",
        2,
    ),
    ("conditions/?order=-updated_at&review_status=never", 200, "conditions-never-reviewed", "ConditionList", 2),
    ("conditions/?order=path&translation_status=outdated&locale=es", 200, "conditions-outdated", "ConditionList", 2),
    ("conditions/crps/", 200, "condition", "Condition", 1),
    ("conditions/crps/?locale=es-MX", 200, "condition-es-mx", "Condition", 1),
    (f"conditions/{CRPS}/?locale=ar", 200, "condition-ar-by-id", "Condition", 1),
    ("conditions/复杂性区域疼痛综合征/?locale=zh-hans", 200, "condition-zh-hans-by-segment", "Condition", 1),
    ("conditions/crps/?locale=fr", 200, "condition-fr-stood-in-for", "Condition", 1),
    ("conditions/epilepsy/?locale=ar", 200, "condition-ar-partial", "Condition", 1),
    ("conditions/epilepsia/?locale=es", 200, "condition-es-withdrawn", "Condition", 3),
    ("conditions/crps/?locale=fr&fallback=none", 404, "condition-not-translated", "Problem", 1),
    ("conditions/rsd/?locale=es", 308, "condition-moved", "Problem", 4),
    ("conditions/shingles/", 410, "condition-gone", "Problem", 4),
    ("conditions/lumbago/", 404, "condition-never-there", "Problem", 3),
    ("conditions/crps/sections/safety/", 200, "condition-section", "SectionAnswer", 1),
    ("conditions/crps/sections/safety/?locale=ar", 200, "condition-section-ar", "SectionAnswer", 1),
    ("conditions/crps/sections/costs/", 404, "condition-section-never-there", "Problem", 1),
    (
        "conditions/crps/?locale=es-MX&fields=name,review.status,sections.overview",
        200,
        "condition-in-parts",
        "ConditionExcerpt",
        1,
    ),
    ("conditions/crps/?locale=ar&rich_text=markdown", 200, "condition-ar-markdown", "Condition", 1),
    ("conditions/rsd/?locale=es&version=1", 200, "condition-es-first-version", "Condition", 5),
    ("conditions/?locale=zh-hans&include=sections&limit=1", 200, "conditions-with-sections", "ConditionList", 3),
    ("therapies/", 200, "therapies", "TherapyList", 2),
    ("therapies/ketamine-infusion/?locale=es", 200, "therapy-es", "Therapy", 1),
    ("glossary/?locale=es", 200, "glossary-es", "GlossaryTermList", 2),
    ("glossary/off-label/?locale=ar", 200, "glossary-term-ar", "GlossaryTerm", 1),
    ("site/?locale=es", 200, "site-es", "Site", 1),
    ("search/?q=chronic pain", 200, "search", "SearchResultList", 10),
    ("search/?q=dolor regional&locale=es-MX", 200, "search-es-mx", "SearchResultList", 11),
    ("search/?q=الم مزمن&locale=ar&type=condition", 200, "search-ar-without-hamza", "SearchResultList", 11),
    ("search/?q=疼痛&locale=zh-hans&specialty=pain_medicine", 200, "search-zh-hans", "SearchResultList", 11),
    ("search/?q=nerve pian&limit=1", 200, "search-mistyped-first-page", "SearchResultList", 11),
    ("search/?q=g905&fields=name,matched,score", 200, "search-code-in-parts", "SearchResultListExcerpt", 10),
    ("search/?q=seizures&locale=ar", 200, "search-ar-part-that-stands-in", "SearchResultList", 11),
    ("search/?q=¿?&locale=es", 200, "search-nothing-asked", "SearchResultList", 6),
    ("search/", 400, "search-without-a-question", "Problem", 0),
    ("search/suggest/?q=comp", 200, "suggest", "SuggestionList", 10),
    ("search/suggest/?q=dolor&locale=es-MX", 200, "suggest-es-mx", "SuggestionList", 10),
    ("search/suggest/?q=الأ&locale=ar", 200, "suggest-ar", "SuggestionList", 11),
    ("search/suggest/?q=区域&locale=zh-hans", 200, "suggest-zh-hans", "SuggestionList", 10),
    ("changes/", 200, "changes", "ChangeFeed", 2),
    ("changes/?type=condition&locale=zh-hans&include=document", 200, "changes-documents", "ChangeFeed", 2),
    ("changes/?limit=2&locale=ar", 200, "changes-ar-first-page", "ChangeFeed", 2),
    (f"changes/?limit=12&cursor={SEEN_THIRTEEN}", 200, "changes-logged", "ChangeFeed", 2),
    (f"changes/?cursor={BEFORE_A_RESTORE}", 410, "feed-reset", "Problem", 1),
    ("preview/nobodys-token/", 403, "preview-refused", "Problem", 0),
    ("problems/", 200, "problems", "ProblemTypeList", 0),
    ("problems/not-translated/", 200, "problem", "ProblemType", 0),
    ("conditions/?local=es", 400, "unknown-parameter", "Problem", 0),
    ("conditions/?limit=0", 400, "invalid-parameter", "Problem", 0),
    ("conditions/?cursor=nowhere", 400, "invalid-cursor", "Problem", 0),
    ("conditions/?locale=de", 400, "unknown-locale", "Problem", 0),
    ("changes/?cursor=nowhere", 400, "changes-invalid-cursor", "Problem", 0),
    ("diseases/", 404, "unknown-path", "Problem", 0),
]


@pytest.mark.parametrize(("path", "status", "name", "schema", "queries"), ENDPOINTS, ids=[row[2] for row in ENDPOINTS])
def test_an_address_answers_as_written_down(
    client: Client,
    library: None,
    golden: Golden,
    django_assert_num_queries: DjangoAssertNumQueries,
    path: str,
    status: int,
    name: str,
    schema: str,
    queries: int,
) -> None:
    with django_assert_num_queries(queries):
        answer = client.get(f"/api/v1/{path}")

    assert answer.status_code == status
    assert not answer.cookies
    body = answer.json()
    validate(body, schema)
    golden.check(f"{name}.json", json.dumps(body, ensure_ascii=False, indent=2) + "\n")


def validate(body: object, schema: str) -> None:
    whole = {"$ref": f"#/components/schemas/{schema}", "components": openapi.components()}
    Draft202012Validator(whole, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(body)


def test_every_endpoint_has_a_row() -> None:
    answered = {schema for *_row, schema, _queries in ENDPOINTS}

    # What a token opens is another one in each run: tests/preview asks for it.
    assert {endpoint.answers for endpoint in DECLARED if endpoint.tag != "Preview"} <= answered
