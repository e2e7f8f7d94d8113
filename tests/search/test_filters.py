"""Filters, facets and chosen parts: what is narrowed, counted and kept is what one finds by hand."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.delivery.asking import results
from tests.delivery.factories import NOW, id_of, publish
from tests.delivery.library import CHRONIC_PAIN, CRPS, INFUSION, KETAMINE_INFUSION, POSTHERPETIC_NEURALGIA
from tests.delivery.test_endpoints import validate
from tests.search.asking import SUGGEST, address, ask, found, suggested

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.usefixtures("library")

CONTENTS = (CHRONIC_PAIN, CRPS, POSTHERPETIC_NEURALGIA, KETAMINE_INFUSION, INFUSION)

#: What several documents hold, by the reader's locale.
ALL = {"en": "pain", "es": "dolor", "es-MX": "dolor", "ar": "ألم", "zh-Hans": "pain", "fr": "vein"}


@pytest.mark.parametrize("locale", ALL)
def test_all_that_holds_the_word_is_counted(client: Client, locale: str) -> None:
    body = ask(client, ALL[locale], locale)

    types = {facet["value"]: facet["count"] for facet in body["facets"]["type"]}
    assert body["count"] == len(body["results"]) == sum(types.values()) >= 2


@pytest.mark.parametrize(
    ("parameter", "value", "expected"),
    [
        ("type", "condition", {"chronic-pain", "crps", "postherpetic-neuralgia"}),
        ("topic", "chronic-pain", {"chronic-pain", "crps", "postherpetic-neuralgia"}),
        ("topic", str(id_of("chronic-pain")), {"chronic-pain", "crps", "postherpetic-neuralgia"}),
        ("topic", "crps", {"crps"}),
        ("topic", "nothing", set()),
        ("code", "icd-10:g90.5", {"crps"}),
        ("code", "mesh:D020918", {"crps"}),
        ("code", "icd-10:G40", set()),
        ("specialty", "pain_medicine", {"chronic-pain", "crps"}),
        ("specialty", "neurology", {"postherpetic-neuralgia"}),
        ("initial", "p", {"postherpetic-neuralgia"}),
        ("initial", "Z", set()),
        ("ids", f"{id_of('crps')},{id_of('epilepsy')}", {"crps"}),
        ("review_status", "overdue", {"postherpetic-neuralgia"}),
        ("review_status", "due", set()),
        ("updated_since", "2026-11-02T10:00:00Z", {"crps"}),
        ("updated_since", "2027-01-01T00:00:00Z", set()),
        ("translation_status", "source", {"chronic-pain", "crps", "postherpetic-neuralgia"}),
        ("translation_status", "outdated", set()),
    ],
)
def test_each_filter_leaves_what_it_says(client: Client, parameter: str, value: str, expected: set[str]) -> None:
    body = ask(client, "pain", **{parameter: value})

    assert {result["slug"] for result in body["results"]} == expected
    assert body["count"] == len(expected)


@pytest.mark.parametrize(
    ("locale", "q", "filters", "expected"),
    [
        ("es", "dolor", {"translation_status": "outdated"}, ["postherpetic-neuralgia"]),
        ("es-MX", "dolor", {"translation_status": "released", "specialty": "anesthesiology"}, ["crps"]),
        ("ar", "الألم", {"topic": "chronic-pain", "specialty": "anesthesiology"}, ["crps"]),
        ("ar", "الألم", {"initial": "م"}, ["crps"]),
        ("zh-Hans", "疼痛", {"initial": "F"}, ["crps"]),
        ("zh-Hans", "pain", {"type": "therapy"}, []),
        ("ar", "infusion", {"type": "therapy"}, ["ketamine-infusion"]),
        ("ar", "infusion", {"type": "glossary-term"}, ["infusion"]),
    ],
)
def test_filters_hold_for_what_a_reader_of_the_locale_is_given(
    client: Client, locale: str, q: str, filters: dict[str, str], expected: list[str]
) -> None:
    assert found(client, q, locale, **filters) == expected


def test_a_filter_narrows_as_it_narrows_a_list(client: Client) -> None:
    for filter_ in ("specialty=neurology", "topic=chronic-pain", "review_status=never", "translation_status=released"):
        for locale in ALL:
            listed = {card["slug"] for card in results(client, f"/api/v1/conditions/?locale={locale}&{filter_}")}
            name, value = filter_.split("=")
            whole = set(found(client, ALL[locale], locale, type="condition"))
            assert set(found(client, ALL[locale], locale, type="condition", **{name: value})) == whole & listed


def test_suggestions_are_narrowed_by_type(client: Client) -> None:
    assert suggested(client, "infusion") == ["infusion", "Ketamine infusion therapy"]
    assert suggested(client, "infusion", type="therapy") == ["Ketamine infusion therapy"]
    assert suggested(client, "infusion", type="condition") == []


@pytest.mark.parametrize("locale", ALL)
@pytest.mark.parametrize("filters", [{}, {"type": "condition"}, {"specialty": "pain_medicine"}])
def test_facets_are_what_one_counts_by_hand(client: Client, locale: str, filters: dict[str, str]) -> None:
    contents = {each.slug: each for each in CONTENTS}

    body = ask(client, ALL[locale], locale, **filters)

    listed = [contents[result["slug"]] for result in body["results"]]
    topics = Counter(topic.slug for each in listed for topic in (each, each.topic) if topic is not None)
    specialties = Counter(specialty for each in listed for specialty in each.specialties)
    types = Counter(result["type"] for result in body["results"])
    facets = body["facets"]
    assert {facet["value"]: facet["count"] for facet in facets["type"]} == types
    assert {facet["value"]: facet["count"] for facet in facets["specialty"]} == specialties
    assert {facet["slug"]: facet["count"] for facet in facets["topic"]} == topics
    for counted in facets.values():
        counts = [facet["count"] for facet in counted]
        assert counts == sorted(counts, reverse=True)


@pytest.mark.parametrize(
    ("locale", "q", "name", "named_in"),
    [
        ("en", "crps pain", "Chronic pain", "en"),
        ("ar", "الألم", "الألم المزمن", "ar"),
        ("es-MX", "dolor", "Dolor crónico", "es"),
        ("zh-Hans", "疼痛", "Chronic pain", "en"),
    ],
)
def test_a_topic_has_the_name_that_readers_of_the_locale_see(
    client: Client, locale: str, q: str, name: str, named_in: str
) -> None:
    topics = {facet["id"]: facet for facet in ask(client, q, locale)["facets"]["topic"]}

    topic = topics[str(id_of("chronic-pain"))]
    assert (topic["name"], topic["locale"]) == (name, named_in)


@pytest.mark.parametrize("locale", ALL)
def test_each_facet_leads_to_as_many_results_as_it_counts(client: Client, locale: str) -> None:
    facets = ask(client, ALL[locale], locale)["facets"]

    for kind, counted in facets.items():
        for facet in counted:
            value = facet["slug"] if kind == "topic" else facet["value"]
            assert ask(client, ALL[locale], locale, **{kind: value})["count"] == facet["count"]


def test_facets_are_of_all_results_and_not_of_one_page(client: Client) -> None:
    assert ask(client, "pain", limit=1)["facets"] == ask(client, "pain")["facets"]


def test_chosen_fields_are_kept_and_no_others(client: Client) -> None:
    body = ask(client, "pain", fields="name,matched,highlights.html")

    validate(body["facets"], "SearchFacets")
    assert body["results"][0].keys() == {"id", "type", "locale", "name", "matched", "highlights"}
    assert {key for each in body["results"][0]["highlights"] for key in each} == {"html", "locale"}


def test_what_is_sent_for_each_locale_is_as_described(client: Client) -> None:
    for locale, q in ALL.items():
        validate(client.get(address(q, locale)).json(), "SearchResultList")
        validate(client.get(address(q[:2], locale, path=SUGGEST)).json(), "SuggestionList")


def test_what_was_changed_since_is_what_has_changed_since(client: Client) -> None:
    publish(replace(CHRONIC_PAIN, review_status="due"), at=NOW + timedelta(days=3))

    assert found(client, "pain", updated_since="2026-11-04T00:00:00Z") == ["chronic-pain"]
    assert found(client, "pain", review_status="due") == ["chronic-pain"]
