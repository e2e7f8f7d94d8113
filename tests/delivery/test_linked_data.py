"""Documents in the words of schema.org: real members and true statements only."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from cms.delivery.linked_data import linked_data
from tests.delivery.factories import NOW, id_of, publish
from tests.delivery.library import CRPS as CRPS_CONTENT
from tests.delivery.test_endpoints import validate

if TYPE_CHECKING:
    from django.test import Client

    from tests.conftest import Golden

pytestmark = pytest.mark.once

CRPS = "/api/v1/conditions/crps/"
ORIGIN = "http://testserver/api/v1"


def page(client: Client, query: str = "", path: str = CRPS) -> dict[str, Any]:
    answer = client.get(f"{path}?format=jsonld{query}")
    assert answer.status_code == 200, answer.content
    assert answer.headers["Content-Type"] == "application/ld+json"
    found: dict[str, Any] = answer.json()
    validate(found, "LinkedData")
    return found


@pytest.mark.parametrize(
    ("name", "path", "locale"),
    [
        ("condition-ar", CRPS, "ar"),
        ("condition-en", CRPS, "en"),
        ("therapy-es-mx", "/api/v1/therapies/ketamine-infusion/", "es-MX"),
        ("glossary-term-ar", "/api/v1/glossary/off-label/", "ar"),
        ("site-es", "/api/v1/site/", "es"),
    ],
)
def test_a_document_is_told_as_written_down(
    client: Client, library: None, golden: Golden, name: str, path: str, locale: str
) -> None:
    body = page(client, f"&locale={locale}", path)

    golden.check(f"linked-data-{name}.json", json.dumps(body, ensure_ascii=False, indent=2) + "\n")


@pytest.mark.parametrize(
    ("locale", "delivered"), [("ar", "ar"), ("es-MX", "es-MX"), ("zh-Hans", "zh-Hans"), ("fr", "en")]
)
def test_a_text_says_its_language_and_what_it_translates(
    client: Client, library: None, locale: str, delivered: str
) -> None:
    body = page(client, f"&locale={locale}")

    address = f"{ORIGIN}/conditions/{id_of('crps')}/?locale="
    assert (body["@type"], body["@id"], body["inLanguage"]) == ("MedicalWebPage", address + delivered, delivered)
    assert body["name"] == CRPS_CONTENT.texts[delivered].name
    if delivered == "en":
        translations = {each["@id"] for each in body["workTranslation"]}
        assert translations == {address + tag for tag in ("es", "es-MX", "ar", "zh-Hans")}
        assert "translationOfWork" not in body
    else:
        assert body["translationOfWork"] == {"@type": "MedicalWebPage", "@id": f"{address}en"}
        assert "workTranslation" not in body


def test_an_id_leads_to_the_text_that_it_names(client: Client, library: None) -> None:
    body = page(client, "&locale=ar")

    answer = client.get(body["@id"].removeprefix("http://testserver"), headers={"Accept": "application/ld+json"})

    assert answer.json() == body


def test_each_section_says_its_own_language(client: Client, library: None) -> None:
    body = page(client, "&locale=ar", "/api/v1/conditions/epilepsy/")

    assert [part["inLanguage"] for part in body["hasPart"]] == ["ar", "en", "en"]


def document(client: Client, **changed: Any) -> dict[str, Any]:
    return {**client.get(CRPS).json(), **changed}


def evidence(**changed: Any) -> dict[str, Any]:
    return {
        "therapy": {"id": str(id_of("k")), "slug": "k", "name": "Ketamine infusion", "locale": "en"},
        "regulatory_status": "approved",
        "jurisdiction": "US",
        "level": "moderate",
        "care_setting": "outpatient",
        "statement": "Some people had less pain.",
        "locale": "en",
        "references": [],
        **changed,
    }


@pytest.mark.parametrize(
    ("facts", "is_treatment"),
    [
        ({}, True),
        ({"regulatory_status": "off_label", "level": "low"}, True),
        ({"regulatory_status": "investigational"}, False),
        ({"regulatory_status": "not_approved"}, False),
        ({"level": "insufficient"}, False),
    ],
)
def test_a_therapy_is_a_treatment_only_where_it_is_one(
    client: Client, library: None, facts: dict[str, str], is_treatment: bool
) -> None:
    about = linked_data(document(client, evidence=[evidence(**facts)]))["about"]

    expected = {
        "@type": "MedicalTherapy",
        "@id": f"{ORIGIN}/therapies/{id_of('k')}/#therapy",
        "name": "Ketamine infusion",
        "description": "Some people had less pain.",
    }
    assert about.get("possibleTreatment") == ([expected] if is_treatment else None)


def test_only_codes_that_match_exactly_are_the_conditions(client: Client, library: None) -> None:
    codes = [
        {"system": "icd-10", "value": "G90.5", "release": "2019", "match": "exact", "url": None},
        {"system": "icd-11", "value": "8D8A.0", "release": "2024-01", "match": "broader", "url": None},
    ]

    (code,) = linked_data(document(client, codes=codes))["about"]["code"]

    assert (code["@type"], code["codeValue"], code["codingSystem"]) == ("MedicalCode", "G90.5", "ICD-10")


def test_what_schema_org_has_no_word_for_is_left_out(client: Client, library: None) -> None:
    names = [{"text": "CRPS", "kind": "abbreviation"}, {"text": "Reflex dystrophy", "kind": "former"}]

    body = linked_data(document(client, specialties=["pain_medicine", "neurology"], other_names=names))

    assert body["specialty"] == ["https://schema.org/Neurologic"]
    assert body["about"]["alternateName"] == ["CRPS"]
    assert None not in body.values()
    assert "image" not in body


def test_reviewers_are_people_with_what_stands_behind_their_names(client: Client, library: None) -> None:
    review = {
        "last_reviewed": "2026-06-01",
        "due": None,
        "status": "current",
        "reviewers": [{"name": "A. Sample", "credentials": "FRCA", "role": "clinical_reviewer"}],
    }

    body = linked_data(document(client, review=review))

    assert body["reviewedBy"] == [{"@type": "Person", "name": "A. Sample", "honorificSuffix": "FRCA"}]
    assert body["lastReviewed"] == "2026-06-01"


def test_an_image_is_told_by_its_largest_file(client: Client, library: None) -> None:
    renditions = [
        {"url": f"https://media.example.org/{width}.webp", "width": width, "height": width // 2, "format": "webp"}
        for width in (320, 1280, 640)
    ]
    rights = {"credit": "Photo: A. Sample", "license": "CC-BY-4.0", "source_url": "https://example.org/hand"}
    image = {"alt": "A hand", "decorative": False, **rights, "focal_point": None, "renditions": renditions}

    told = linked_data(document(client, image=image))["image"]

    assert told["contentUrl"] == "https://media.example.org/1280.webp"
    assert told["width"] == {"@type": "QuantitativeValue", "value": 1280, "unitCode": "E37"}
    assert told["description"] == "A hand"
    assert (told["creditText"], told["isBasedOn"]) == ("Photo: A. Sample", "https://example.org/hand")
    assert told["license"] == "https://spdx.org/licenses/CC-BY-4.0"


def test_rights_that_nobody_else_has_are_no_licence(client: Client, library: None) -> None:
    rendition = {"url": "https://media.example.org/1.webp", "width": 2, "height": 1, "format": "webp"}
    rights = {"credit": "A. Sample", "license": "LicenseRef-own-work", "source_url": None, "focal_point": None}
    image = {"alt": "", "decorative": True, **rights, "renditions": [rendition]}

    assert "license" not in linked_data(document(client, image=image))["image"]


def test_rich_text_is_plain_in_linked_data(client: Client, library: None) -> None:
    therapy = client.get("/api/v1/therapies/ketamine-infusion/?locale=ar").json()

    body = linked_data({**therapy, "description": "<p>p &lt; 0.05 <b>بطيء</b></p>"})

    assert body["about"]["description"] == "p < 0.05 بطيء"


def test_no_text_ends_the_script_element_that_a_page_embeds_it_in(client: Client, library: None) -> None:
    text = replace(CRPS_CONTENT.texts["en"], summary="p < 0.05 </script><script>alert(1)</script> <!-- ألم")
    publish(replace(CRPS_CONTENT, texts={"en": text}), at=NOW + timedelta(days=3))

    answer = client.get(f"{CRPS}?format=jsonld")

    assert b"<" not in answer.content
    assert answer.json()["description"] == text.summary


def test_a_text_of_once_says_that_it_has_been_superseded(client: Client, library: None) -> None:
    moment = f"{NOW:%Y-%m-%dT%H:%M:%SZ}"
    whole = document(client)

    assert "creativeWorkStatus" not in linked_data(whole)
    superseded = {"by_version": 3, "withdrawn": False, "reason": None}
    assert linked_data({**whole, "superseded": superseded})["creativeWorkStatus"] == "Superseded"
    assert linked_data({**whole, "superseded": {**superseded, "withdrawn": True}})["creativeWorkStatus"] == "Withdrawn"
    assert page(client, "&version=1&locale=en")["datePublished"] == moment
