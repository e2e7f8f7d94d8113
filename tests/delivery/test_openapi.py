"""The description of the API: valid, complete, and true to what is answered."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from cms.delivery import openapi
from cms.delivery.endpoints import BASE_PATH, ENDPOINTS, Endpoint
from cms.delivery.problems import PROBLEM_TYPES
from tests.delivery.test_endpoints import validate

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def description() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(openapi.encoded("https://api.example.org"))
    return found


def test_the_description_is_valid_openapi_3_1(description: dict[str, Any]) -> None:
    assert description["openapi"].startswith("3.1.")
    assert [str(error) for error in OpenAPIV31SpecValidator(description).iter_errors()] == []


def test_the_description_is_served_with_this_installations_origin(client: Client) -> None:
    answer = client.get("/api/v1/openapi.json")

    assert answer.headers["Content-Type"] == "application/json"
    assert answer.json()["servers"][0]["url"] == "http://testserver"
    assert b"origin.invalid" not in answer.content


def test_a_second_read_of_the_description_is_a_304(client: Client) -> None:
    etag = client.get("/api/v1/openapi.json").headers["ETag"]

    assert client.get("/api/v1/openapi.json", headers={"If-None-Match": etag}).status_code == 304


def test_every_address_is_described_with_its_parameters(description: dict[str, Any]) -> None:
    described = {
        path: [parameter["name"] for parameter in item["get"]["parameters"]]
        for path, item in description["paths"].items()
    }

    assert described == {
        BASE_PATH + re.sub(r"<str:(\w+)>", r"{\1}", endpoint.path): [
            *[parameter.name for parameter in endpoint.path_parameters],
            *[parameter.name for parameter in endpoint.parameters],
        ]
        for endpoint in ENDPOINTS
    }


def test_every_parameter_is_described_typed_and_has_an_example_that_it_takes(description: dict[str, Any]) -> None:
    for endpoint in ENDPOINTS:
        for parameter in endpoint.parameters:
            assert parameter.description.endswith(".")
            parameter.parse(parameter.example)
    for item in description["paths"].values():
        for parameter in item["get"]["parameters"]:
            assert parameter["description"]
            schema = parameter["schema"]
            for example in [parameter["example"]] if parameter["in"] == "path" else schema["examples"]:
                Draft202012Validator(schema).validate(example)


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda endpoint: str(endpoint.name))
def test_every_example_is_of_its_schema(endpoint: Endpoint, description: dict[str, Any]) -> None:
    forms = forms_of(endpoint, description)

    schema = forms["application/json"]["schema"]
    assert schema.get("anyOf", [schema])[0] == {"$ref": f"#/components/schemas/{endpoint.answers}"}
    validate(forms["application/json"]["example"], endpoint.answers)


@pytest.mark.parametrize("name", ["condition", "therapy", "glossary-term", "site"])
def test_documents_are_described_as_linked_data_too(name: str, description: dict[str, Any]) -> None:
    endpoint = next(endpoint for endpoint in ENDPOINTS if endpoint.name == name)

    form = forms_of(endpoint, description)["application/ld+json"]

    assert form["schema"] == {"$ref": "#/components/schemas/LinkedData"}
    validate(form["example"], "LinkedData")


def test_what_fields_may_leave_is_described_where_the_parameter_is(description: dict[str, Any]) -> None:
    with_fields = set()

    for endpoint in ENDPOINTS:
        schema = forms_of(endpoint, description)["application/json"]["schema"]
        excerpt = {"$ref": f"#/components/schemas/{endpoint.answers}Excerpt"}
        has_fields = "fields" in {parameter.name for parameter in endpoint.parameters}
        assert (excerpt in schema.get("anyOf", [])) is has_fields
        with_fields |= {endpoint.answers} if has_fields else set()
    assert {"Condition", "SectionAnswer", "ConditionList", "Therapy", "GlossaryTerm", "Site"} <= with_fields


def forms_of(endpoint: Endpoint, description: dict[str, Any]) -> dict[str, Any]:
    """What a described answer may look like, by media type."""
    path = BASE_PATH + re.sub(r"<str:(\w+)>", r"{\1}", endpoint.path)
    forms: dict[str, Any] = description["paths"][path]["get"]["responses"]["200"]["content"]
    return forms


def test_every_example_of_a_problem_is_a_problem(description: dict[str, Any]) -> None:
    examples = description["components"]["examples"]

    assert set(examples) == {problem_type.slug for problem_type in PROBLEM_TYPES}
    for example in examples.values():
        validate(example["value"], "Problem")


def test_every_operation_says_what_can_go_wrong(description: dict[str, Any]) -> None:
    is_kept = {endpoint.name.replace("-", "_"): endpoint.is_kept for endpoint in ENDPOINTS}

    for item in description["paths"].values():
        told = item["get"]["responses"].keys()
        assert {"200", "400", "405", "406", "500", "503"} <= told
        assert ("304" in told) is is_kept[item["get"]["operationId"]]


def test_operations_have_names_of_their_own(description: dict[str, Any]) -> None:
    names = [item["get"]["operationId"] for item in description["paths"].values()]

    assert len(names) == len(set(names))


def test_nothing_is_advertised_that_is_not_there(client: Client, db: None) -> None:
    links = client.get(BASE_PATH).json()["links"]

    statuses = {name: client.get(url.removeprefix("http://testserver")).status_code for name, url in links.items()}

    assert statuses.pop("site") == 404, "no publisher has filled in a site yet"
    assert {statuses.pop("search"), statuses.pop("suggest")} == {400}, "they have to be asked something"
    assert set(statuses.values()) == {200}
