"""The parts of a document as things of schema.org: the condition itself, people, codes, works that are cited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings

from cms.publishing.addresses import api_path

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

Node = dict[str, Any]

#: schema.org names no specialty for pain medicine.
_SPECIALTIES = {
    "anesthesiology": "Anesthesia",
    "emergency_medicine": "Emergency",
    "general_practice": "PrimaryCare",
    "neurology": "Neurologic",
    "psychiatry": "Psychiatric",
}
_CODING_SYSTEMS = {
    "icd-10": "ICD-10",
    "icd-10-cm": "ICD-10-CM",
    "icd-11": "ICD-11",
    "mesh": "MeSH",
    "snomed-ct": "SNOMED-CT",
}
_AUDIENCES = {"patient": "Patient", "professional": "Clinician"}

_IN_USE = ("approved", "off_label")
_WITH_EVIDENCE = ("high", "moderate", "low", "very_low", "mixed")


def without_nothing(value: Any) -> Any:
    """Leaves out what has no value, and things of which only the type is known. A list stays one."""
    if isinstance(value, list):
        found = [item for each in value if (item := without_nothing(each)) is not None]
        return found or None
    if isinstance(value, dict):
        kept = {name: item for name, each in value.items() if (item := without_nothing(each)) is not None}
        return kept if kept.keys() - {"@type"} else None
    return None if value == "" else value


def condition(document: Mapping[str, Any], *, id_: str, page: str) -> Node:
    return {
        "@type": "MedicalCondition",
        "@id": id_,
        **names(document),
        "description": document["summary"],
        "code": [_code(each) for each in document["codes"] if each["match"] == "exact"],
        "relevantSpecialty": specialties(document["specialties"]),
        "possibleTreatment": [_treatment(each) for each in document["evidence"] if _is_treatment(each)],
        "mainEntityOfPage": by_id("MedicalWebPage", page),
    }


def names(document: Mapping[str, Any]) -> Node:
    others = dict.fromkeys(other["text"] for other in document["other_names"] if other["kind"] != "former")
    return {"name": document["name"], "alternateName": list(others)}


def by_id(type_: str, id_: str) -> Node:
    return {"@type": type_, "@id": id_}


def specialties(found: Sequence[str]) -> list[str]:
    return [f"https://schema.org/{_SPECIALTIES[each]}" for each in found if each in _SPECIALTIES]


def audience(kind: str) -> Node:
    return {"@type": "MedicalAudience", "audienceType": _AUDIENCES.get(kind)}


def reviewer(person: Mapping[str, Any]) -> Node:
    return {"@type": "Person", "name": person["name"], "honorificSuffix": person["credentials"]}


def breadcrumb(mentions: Sequence[Mapping[str, Any]], *, address: Callable[[Mapping[str, Any]], str]) -> Node | None:
    if not mentions:
        return None
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": mention["name"], "item": address(mention)}
            for position, mention in enumerate(mentions, start=1)
        ],
    }


def section(found: Mapping[str, Any]) -> Node:
    return {
        "@type": "WebPageElement",
        "name": found["heading"],
        "text": found["plain_text"],
        "inLanguage": found["locale"],
    }


def notice(found: Mapping[str, Any]) -> Node:
    return {
        "@type": "WebPageElement",
        "text": found["text"],
        "inLanguage": found["locale"],
        "spatialCoverage": {"@type": "AdministrativeArea", "name": found["jurisdiction"]},
    }


def citation(reference: Mapping[str, Any]) -> Node:
    """Authors are credited by name only: whether one is a person or a body, the reference does not say."""
    return {
        "@type": "MedicalScholarlyArticle" if reference["pmid"] else "CreativeWork",
        "name": reference["title"],
        "creditText": ", ".join(reference["authors"]),
        "datePublished": reference["published"],
        "url": reference["url"],
        "identifier": [
            {"@type": "PropertyValue", "propertyID": name, "value": reference[key]}
            for key, name in (("doi", "DOI"), ("pmid", "PMID"), ("pmcid", "PMCID"))
            if reference[key]
        ],
    }


def image(found: Mapping[str, Any] | None) -> Node | None:
    """The largest file of an image."""
    if found is None or not found["renditions"]:
        return None
    largest = max(found["renditions"], key=lambda rendition: rendition["width"])
    return {
        "@type": "ImageObject",
        "contentUrl": largest["url"],
        "encodingFormat": f"image/{largest['format']}",
        "width": _pixels(largest["width"]),
        "height": _pixels(largest["height"]),
        "description": found["alt"],
        "creditText": found["credit"],
        "license": licence(found["license"]),
        "isBasedOn": found["source_url"],
    }


def licence(identifier: str | None) -> str | None:
    """The page of a licence that SPDX lists; None for rights that nobody else has."""
    if not identifier or identifier.startswith("LicenseRef-"):
        return None
    return f"https://spdx.org/licenses/{identifier}"


def hours(found: Mapping[str, Any]) -> Node:
    return {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": [f"https://schema.org/{day.capitalize()}" for day in found["days"]],
        "opens": found["opens"],
        "closes": found["closes"],
    }


def _code(found: Mapping[str, Any]) -> Node:
    system = _CODING_SYSTEMS.get(found["system"], found["system"])
    return {
        "@type": "MedicalCode",
        "codeValue": found["value"],
        "codingSystem": system,
        "inCodeSet": {"@type": "CategoryCodeSet", "name": system, "version": found["release"]},
        "url": found["url"],
    }


def _is_treatment(found: Mapping[str, Any]) -> bool:
    return found["regulatory_status"] in _IN_USE and found["level"] in _WITH_EVIDENCE


def _treatment(found: Mapping[str, Any]) -> Node:
    """With what is known of it, so that nobody takes it for a recommendation."""
    therapy = found["therapy"]
    return {
        "@type": "MedicalTherapy",
        "@id": f"{settings.PUBLIC_ORIGIN}{api_path('therapy', therapy['id'])}#therapy",
        "name": therapy["name"],
        "description": found["statement"],
    }


def _pixels(count: int) -> Node:
    return {"@type": "QuantitativeValue", "value": count, "unitCode": "E37"}
