"""Choosing parts of an answer: what is named stays, with what tells which object it is and in which language."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from cms.delivery.endpoints import ENDPOINTS
from cms.delivery.fields import MAX_FIELDS, choice, kept
from cms.delivery.shapes import named, paths_of
from tests.delivery.asking import assert_problem, slugs
from tests.delivery.factories import id_of
from tests.delivery.test_endpoints import validate

if TYPE_CHECKING:
    from django.test import Client

LIST = "/api/v1/conditions/"
CRPS = f"{LIST}crps/"
WITH_FIELDS = [
    (endpoint, next(parameter for parameter in endpoint.parameters if parameter.name == "fields"))
    for endpoint in ENDPOINTS
    if endpoint.tag != "Preview"  # opened by tokens: tests/preview
    and any(parameter.name == "fields" for parameter in endpoint.parameters)
]
EXAMPLE_PATHS = {"condition": "conditions/crps/", "condition-section": "conditions/crps/sections/safety/",
                 "therapy": "therapies/ketamine-infusion/", "glossary-term": "glossary/off-label/"}  # fmt: skip


def chosen(client: Client, path: str, fields: str) -> dict[str, Any]:
    answer = client.get(f"{path}{'&' if '?' in path else '?'}fields={fields}")
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


@pytest.mark.once
@pytest.mark.parametrize(
    ("locale", "delivered", "name"),
    [
        ("ar", "ar", "متلازمة الألم الناحي المركّب"),
        ("es-MX", "es-MX", "Síndrome doloroso regional complejo"),
        ("zh-Hans", "zh-Hans", "复杂性区域疼痛综合征"),
        ("fr", "en", "Complex regional pain syndrome"),
    ],
)
def test_what_is_named_stays_with_its_id_type_and_locale(
    client: Client, library: None, locale: str, delivered: str, name: str
) -> None:
    assert chosen(client, f"{CRPS}?locale={locale}", "name") == {
        "id": str(id_of("crps")),
        "type": "condition",
        "locale": delivered,
        "name": name,
    }


@pytest.mark.once
def test_a_dot_leads_to_a_part_of_an_object(client: Client, library: None) -> None:
    body = chosen(client, CRPS, "review.status,seo,translation.source_version")

    assert body["review"] == {"status": "current"}
    assert body["translation"] == {"source_version": None}
    assert set(body["seo"]) == {"title", "description"}


@pytest.mark.once
def test_a_dot_leads_to_a_part_of_each_object_in_a_list(client: Client, library: None) -> None:
    body = chosen(client, CRPS, "codes.value,alternates.status,breadcrumb.name")

    assert body["codes"] == [{"value": "G90.5"}, {"value": "D020918"}]
    assert body["alternates"][3] == {"locale": "fr", "status": "none"}
    assert body["breadcrumb"] == [
        {"id": str(id_of("chronic-pain")), "name": "Chronic pain", "locale": "en"},
    ]


@pytest.mark.once
def test_a_section_is_named_by_its_key(client: Client, library: None) -> None:
    whole = client.get(f"{CRPS}?locale=ar").json()

    body = chosen(client, f"{CRPS}?locale=ar", "sections.safety")

    assert body["sections"] == [whole["sections"][1]]


@pytest.mark.once
def test_parts_of_sections_can_be_named_for_one_and_for_all(client: Client, library: None) -> None:
    body = chosen(client, CRPS, "sections.heading,sections.safety.plain_text")

    overview, safety = body["sections"]
    assert set(overview) == {"id", "key", "locale", "heading"}
    assert set(safety) == {"id", "key", "locale", "heading", "plain_text"}


@pytest.mark.once
def test_a_section_that_a_document_has_not_is_left_out(client: Client, library: None) -> None:
    assert chosen(client, CRPS, "sections.questions,name")["sections"] == []


@pytest.mark.once
def test_a_part_of_what_is_null_is_null(client: Client, library: None) -> None:
    assert chosen(client, CRPS, "image.alt")["image"] is None


@pytest.mark.once
def test_what_is_named_twice_or_whole_and_in_part_stays_whole(client: Client, library: None) -> None:
    assert chosen(client, CRPS, "rights.license,rights,name,name") == chosen(client, CRPS, "name,rights")


@pytest.mark.once
@pytest.mark.parametrize(
    ("path", "fields", "keys"),
    [
        ("/api/v1/therapies/ketamine-infusion/?locale=es", "description", {"id", "type", "locale", "description"}),
        ("/api/v1/glossary/off-label/?locale=ar", "definition", {"id", "type", "locale", "definition"}),
        ("/api/v1/site/?locale=es", "contact.phone", {"id", "type", "locale", "contact"}),
        (f"{CRPS}sections/safety/", "section.plain_text,notices", {"id", "type", "locale", "section", "notices"}),
    ],
)
def test_every_document_can_be_had_in_parts(
    client: Client, library: None, path: str, fields: str, keys: set[str]
) -> None:
    assert set(chosen(client, path, fields)) == keys


@pytest.mark.once
@pytest.mark.parametrize(
    ("path", "fields"),
    [("conditions/", "name,image.alt"), ("therapies/", "name"), ("glossary/", "definition")],
)
def test_cards_can_be_had_in_parts(client: Client, library: None, path: str, fields: str) -> None:
    body = chosen(client, f"/api/v1/{path}", fields)

    assert set(body) == {"count", "next", "previous", "results"}
    expected = {"id", "type", "locale", *(name.partition(".")[0] for name in fields.split(","))}
    assert body["results"]
    assert all(set(card) == expected for card in body["results"])


def test_the_next_page_goes_on_in_parts_too(client: Client, library: None) -> None:
    first = chosen(client, f"{LIST}?limit=3", "name")

    answer = client.get(first["next"].removeprefix("http://testserver"))

    assert [set(card) for card in answer.json()["results"]] == [{"id", "type", "locale", "name"}]


def test_a_cursor_goes_on_in_another_form(client: Client, library: None) -> None:
    first = client.get(f"{LIST}?limit=2").json()

    answer = client.get(first["next"].removeprefix("http://testserver") + "&fields=slug&include=sections")

    assert [set(card) for card in answer.json()["results"]] == [{"id", "type", "locale", "slug"}] * 2


def test_a_hundred_ids_may_be_asked_for_and_those_that_are_not_there_are_missing(client: Client, library: None) -> None:
    wanted = [id_of("epilepsy"), id_of("crps"), *(id_of(f"never there {number}") for number in range(98))]

    path = f"{LIST}?ids={','.join(map(str, wanted))}&fields=slug"

    assert slugs(client, path) == ["crps", "epilepsy"]


@pytest.mark.once
@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ("", "takes 1 to 100 names"),
        (",", "takes 1 to 100 names"),
        ("name,", "takes 1 to 100 names"),
        ("names", "names `names`, which is not there: the answer has id, type, locale"),
        ("Name", "`Name`"),
        ("name,%20summary", "` summary`"),
        ("name.first", "`name` can only be had whole"),
        ("review.", "`review` has last_reviewed, due, status, overdue_policy, reviewers"),
        (".name", "the answer has id"),
        ("sections.costs", "`sections` has id, key, heading, locale, dir, blocks, plain_text, overview, who_it_is_for"),
        ("sections.overview.safety", "`sections.overview` has id, key, heading"),
        ("sections.blocks.value", "`sections.blocks` can only be had whole"),
        ("sections.0", "`sections.0`"),
        ("review,review.state", "`review.state`"),
        ("%F0%9F%92%8A", "which is not there"),
        (",".join(["name"] * (MAX_FIELDS + 1)), "takes 1 to 100 names"),
    ],
)
def test_a_name_that_is_not_there_is_told_with_those_that_are(client: Client, db: None, fields: str, told: str) -> None:
    body = assert_problem(
        client.get(f"{CRPS}?fields={fields}"), status=400, slug="invalid-parameter", parameter="fields"
    )

    assert told in body["detail"]


@pytest.mark.once
def test_cards_have_other_parts_than_documents(client: Client, db: None) -> None:
    assert_problem(client.get(f"{LIST}?fields=references"), status=400, slug="invalid-parameter", parameter="fields")
    assert_problem(
        client.get("/api/v1/glossary/?fields=image.caption"), status=400, slug="invalid-parameter", parameter="fields"
    )


@pytest.mark.once
def test_each_choice_has_an_etag_of_its_own_that_is_a_304_later(client: Client, library: None) -> None:
    forms = ["", "?fields=name", "?fields=name,slug", "?rich_text=plain", "?format=jsonld"]
    etags = [client.get(f"{CRPS}{form}").headers["ETag"] for form in forms]

    assert len(set(etags)) == len(forms)
    for form, etag in zip(forms, etags, strict=True):
        assert client.get(f"{CRPS}{form}", headers={"If-None-Match": etag}).status_code == 304


@pytest.mark.once
def test_a_choice_is_cached_and_purged_like_the_whole(client: Client, library: None) -> None:
    whole, part = client.get(CRPS), client.get(f"{CRPS}?fields=name")

    for name in ("Cache-Control", "Last-Modified", "Surrogate-Key", "Content-Language", "Vary"):
        assert part.headers[name] == whole.headers[name]


@pytest.mark.once
def test_an_answer_without_choices_is_the_stored_bytes(client: Client, library: None) -> None:
    whole = client.get(CRPS)

    assert client.get(f"{CRPS}?rich_text=html&format=json").content == whole.content
    assert client.get(f"{CRPS}?rich_text=html&format=json").headers["ETag"] == whole.headers["ETag"]


@pytest.mark.once
@pytest.mark.parametrize(("endpoint", "parameter"), WITH_FIELDS, ids=[row[0].name for row in WITH_FIELDS])
def test_whatever_is_chosen_is_as_described(client: Client, library: None, endpoint: Any, parameter: Any) -> None:
    known = parameter.schema["items"]["enum"]

    @given(fields=st.lists(st.sampled_from(known), min_size=1, max_size=4))
    @settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def check(fields: list[str]) -> None:
        path = EXAMPLE_PATHS.get(endpoint.name, endpoint.path)
        further = {"conditions": "&include=sections", "search": "&q=pain"}.get(endpoint.name, "")
        body = client.get(f"/api/v1/{path}?fields={','.join(fields)}{further}").json()
        validate(body, f"{endpoint.answers}Excerpt")

    check()


@pytest.mark.once
@given(text=st.one_of(st.text(max_size=30), st.text("abcdeimnorstuvwy_.,", max_size=30)))
@settings(max_examples=300)
def test_no_text_is_a_crash(text: str) -> None:
    with suppress(ValueError):
        assert kept({"id": "1", "name": "Gout"}, choice(text, named("Condition")))["id"] == "1"


@pytest.mark.once
def test_every_part_that_is_described_can_be_named() -> None:
    for path in paths_of(named("Condition")):
        assert not choice(path, named("Condition")).is_whole
