"""The JSON Schemas of what conditions, therapies, glossary terms and the site look like as documents, for OpenAPI."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cms.locales import TAGS
from cms.publishing.models import ChangeKind
from cms.translation.models import Method
from conditions import document, shared_documents, site_document
from conditions.blocks.base import HTML, NULLABLE_TEXT, TEXT, URL, array, obj
from conditions.blocks.media import IMAGE, RENDITION
from conditions.blocks.sections import block_schemas
from conditions.vocabulary import (
    Audience,
    CareSetting,
    CodeMatch,
    CodeSystem,
    EvidenceLevel,
    NameKind,
    NoticeKind,
    PersonRole,
    RegulatoryStatus,
    ReviewStatus,
    SectionKey,
    Specialty,
)
from home.models import DAYS

if TYPE_CHECKING:
    from collections.abc import Callable

    from conditions.blocks.base import Schema


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _nullable(schema: Schema) -> Schema:
    return {"oneOf": [schema, {"type": "null"}]}


def _enum(values: Any, description: str = "") -> Schema:
    schema: Schema = {"type": "string", "enum": list(values)}
    return {**schema, "description": description} if description else schema


_ID: Schema = {"type": "string", "format": "uuid", "description": "Content id: the same in every locale and version."}
_LOCALE: Schema = {"type": "string", "enum": list(TAGS), "description": "A content locale's BCP 47 tag."}
_DIRECTION = _enum(["ltr", "rtl"], "As in HTML’s `dir`.")
_MOMENT: Schema = {"type": "string", "format": "date-time"}
_NULLABLE_MOMENT: Schema = {"type": ["string", "null"], "format": "date-time"}
_NULLABLE_DATE: Schema = {"type": ["string", "null"], "format": "date"}
_NULLABLE_URL: Schema = {"type": ["string", "null"], "format": "uri"}
_NULLABLE_PATH: Schema = {
    "type": ["string", "null"],
    "description": "The address in the front end, without its origin.",
}
_TRANSLATION_STATUS = _enum(["source", "released", "outdated"])

_HEAD: dict[str, Schema] = {
    "id": _ID,
    "type": {"type": "string"},
    "locale": {**_LOCALE, "description": "The locale of the text."},
    "requested_locale": {**_LOCALE, "description": "The locale that was asked for."},
}

_CIRCUMSTANCES: dict[str, Schema] = {
    "version": {"type": "integer", "minimum": 1, "description": "Counts the editions of this document."},
    "sequence": {"type": "integer", "minimum": 1, "description": "The edition’s place in the order of all editions."},
    "change": obj(
        {"kind": _enum(ChangeKind.values), "note": NULLABLE_TEXT}, description="What the last change by an editor was."
    ),
    "superseded": {
        **_nullable(_ref("Superseded")),
        "description": "Only set on what is not delivered any more: an earlier version, or one that is withdrawn.",
    },
    "published_at": _MOMENT,
    "updated_at": _MOMENT,
}


def _shared() -> dict[str, Schema]:
    return {
        "DocumentReference": obj(
            {"id": _ID, "slug": TEXT, "name": TEXT, "locale": _LOCALE}, description="Another document, by name."
        ),
        "OtherName": obj({"text": TEXT, "kind": _enum(NameKind.values)}, description="What else readers call it."),
        "Image": IMAGE,
        "Rendition": RENDITION,
        "Reference": obj(
            {
                "key": TEXT,
                "title": TEXT,
                "authors": array(TEXT),
                "published": {**NULLABLE_TEXT, "description": "A year, a month or a day."},
                "doi": NULLABLE_TEXT,
                "pmid": NULLABLE_TEXT,
                "pmcid": NULLABLE_TEXT,
                "url": _NULLABLE_URL,
                "accessed": _NULLABLE_DATE,
            },
            description="A publication that evidence rests on.",
        ),
        "Notice": obj(
            {
                "kind": _enum(NoticeKind.values),
                "text": TEXT,
                "jurisdiction": {**NULLABLE_TEXT, "description": "ISO 3166-1 alpha-2, or EU; null for everywhere."},
                "locale": _LOCALE,
            },
            description="Advice for a jurisdiction; in the chain’s next language where the reader’s has none.",
        ),
        "Rights": obj(
            {
                "publisher": NULLABLE_TEXT,
                "license": {**NULLABLE_TEXT, "description": "An SPDX identifier."},
                "attribution_text": NULLABLE_TEXT,
                "attribution_url": _NULLABLE_URL,
            },
            description="Under which terms the document may be used.",
        ),
        "Translation": obj(
            {
                "status": _TRANSLATION_STATUS,
                "source_locale": _LOCALE,
                "source_version": {"type": ["integer", "null"]},
                "outdated_since": _NULLABLE_MOMENT,
                "outdated_parts": array(TEXT),
                "method": {"type": ["string", "null"], "enum": [*Method.values, None]},
                "released_at": _NULLABLE_MOMENT,
            },
            description="How the text came to be, and whether the source has moved on since.",
        ),
        "Alternate": obj(
            {
                "locale": _LOCALE,
                "dir": _DIRECTION,
                "status": _enum(["source", "released", "outdated", "withdrawn", "none"]),
                "path": _NULLABLE_PATH,
                "url": _NULLABLE_URL,
                "web_url": _NULLABLE_URL,
            },
            description="The same content in one content locale.",
        ),
        "Superseded": obj(
            {
                "by_version": {
                    "type": ["integer", "null"],
                    "description": "The newest version; null where there is none after this one.",
                },
                "withdrawn": {"type": "boolean", "description": "Whether readers must not be shown this text."},
                "reason": {**NULLABLE_TEXT, "description": "Why it was withdrawn, if that was told."},
            },
            description="What has become of a text that is not delivered any more.",
        ),
        "Review": obj(
            {
                "last_reviewed": _NULLABLE_DATE,
                "due": _NULLABLE_DATE,
                "status": _enum(ReviewStatus.values),
                "reviewers": array(
                    obj(
                        {"name": TEXT, "credentials": NULLABLE_TEXT, "role": _enum(PersonRole.values)},
                        description="Somebody who reviewed the content.",
                    )
                ),
            },
            description="The medical review.",
        ),
    }


def _evidence_facts() -> dict[str, Schema]:
    return {
        "regulatory_status": _enum(RegulatoryStatus.values),
        "jurisdiction": NULLABLE_TEXT,
        "level": _enum(EvidenceLevel.values),
        "care_setting": _enum(CareSetting.values),
        "references": array({**TEXT, "description": "Keys in `references`."}),
        "statement": TEXT,
        "locale": _LOCALE,
    }


def _card(type_: str, description: str, more: dict[str, Schema] | None = None) -> Schema:
    return obj(
        {
            **_HEAD,
            "type": {"const": type_},
            "slug": TEXT,
            "path": _NULLABLE_PATH,
            "name": TEXT,
            "summary": TEXT,
            "topic": _nullable(_ref("DocumentReference")),
            "image": _nullable(_ref("Image")),
            "updated_at": _MOMENT,
            "translation": obj({"status": _TRANSLATION_STATUS}, description="How the text stands."),
            "review": _nullable(
                obj({"status": _enum(ReviewStatus.values)}, description="How the medical review stands.")
            ),
            "url": URL,
            **(more or {}),
        },
        description=description,
    )


def _document_head(type_: str) -> dict[str, Schema]:
    return {
        **_HEAD,
        "type": {"const": type_},
        "dir": _DIRECTION,
        "slug": {**TEXT, "description": "The canonical key; the same in every locale."},
        "path": _NULLABLE_PATH,
        "url": URL,
        "web_url": _NULLABLE_URL,
    }


def condition_schemas() -> dict[str, Schema]:
    section = obj(
        {
            "id": {"type": "string"},
            "key": _enum(SectionKey.values),
            "heading": TEXT,
            "locale": _LOCALE,
            "dir": _DIRECTION,
            "blocks": array(_ref("Block")),
            "plain_text": {**TEXT, "description": "The words of all blocks, a line each."},
        },
        description="One section of a condition.",
    )
    code = obj(
        {
            "system": _enum(CodeSystem.values),
            "value": TEXT,
            "release": TEXT,
            "match": _enum(CodeMatch.values, "How the code relates to the condition."),
            "url": _NULLABLE_URL,
        },
        description="The condition in a medical code system.",
    )
    condition = obj(
        {
            **_document_head(document.TYPE),
            "name": TEXT,
            "other_names": array(_ref("OtherName")),
            "summary": TEXT,
            "topic": _nullable(_ref("DocumentReference")),
            "breadcrumb": array(_ref("DocumentReference")),
            "children": array(_ref("ConditionCard")),
            "codes": array(_ref("Code")),
            "specialties": array(_enum(Specialty.values)),
            "audience": _enum(Audience.values),
            "image": _nullable(_ref("Image")),
            "sections": array(_ref("Section")),
            "evidence": array(_ref("Evidence")),
            "references": array(_ref("Reference")),
            "related": array(_ref("ConditionCard")),
            "notices": array(_ref("Notice")),
            "review": _ref("Review"),
            "translation": _ref("Translation"),
            "fallbacks": array(
                obj({"part": TEXT, "locale": _LOCALE}, description="A part that is in another language, and which.")
            ),
            "alternates": array(_ref("Alternate")),
            "readability": {"type": "null", "description": "Not measured yet."},
            "seo": obj({"title": TEXT, "description": TEXT}, description="For search engines."),
            "rights": _ref("Rights"),
            **_CIRCUMSTANCES,
        },
        description="A topic or condition in one locale.",
    )
    evidence = obj(
        {"therapy": _ref("DocumentReference"), **_evidence_facts()},
        description="What is known of one therapy for the condition.",
    )

    return {
        **_shared(),
        **block_schemas(),
        "Section": section,
        "Code": code,
        "Evidence": evidence,
        "Condition": condition,
        "ConditionCard": _card(document.TYPE, "A condition in a list."),
    }


def therapy_schemas() -> dict[str, Schema]:
    evidence = obj(
        {"condition": _ref("DocumentReference"), **_evidence_facts()},
        description="What is known of the therapy for one condition.",
    )
    therapy = obj(
        {
            **_document_head(shared_documents.THERAPY),
            "path_segment": {**TEXT, "description": "Its key in this locale."},
            "name": TEXT,
            "other_names": array(_ref("OtherName")),
            "summary": TEXT,
            "description": HTML,
            "plain_text": TEXT,
            "evidence": array(_ref("EvidenceForCondition")),
            "references": array(_ref("Reference")),
            "translation": _ref("Translation"),
            "alternates": array(_ref("Alternate")),
            "rights": _ref("Rights"),
            **_CIRCUMSTANCES,
        },
        description="A therapy in one locale, with the evidence for each condition.",
    )
    card = _card(shared_documents.THERAPY, "A therapy in a list.")
    return {"EvidenceForCondition": evidence, "Therapy": therapy, "TherapyCard": card}


def glossary_schemas() -> dict[str, Schema]:
    term = obj(
        {
            **_document_head(shared_documents.GLOSSARY_TERM),
            "name": TEXT,
            "definition": TEXT,
            "translation": _ref("Translation"),
            "alternates": array(_ref("Alternate")),
            **_CIRCUMSTANCES,
        },
        description="A word that readers may not know, with what it means.",
    )
    card = _card(shared_documents.GLOSSARY_TERM, "A term in the glossary.", {"definition": TEXT})
    return {"GlossaryTerm": term, "GlossaryTermCard": card}


def site_schemas() -> dict[str, Schema]:
    time_of_day: Schema = {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"}
    navigation_item = obj(
        {"id": _ID, "slug": TEXT, "name": TEXT, "locale": _LOCALE, "path": TEXT, "url": URL, "web_url": _NULLABLE_URL},
        description="A topic in the site’s navigation.",
    )
    hours = obj(
        {"days": array(_enum(day for day, _label in DAYS)), "opens": time_of_day, "closes": time_of_day},
        description="When the publisher can be reached, in local time.",
    )
    contact = obj(
        {"text": NULLABLE_TEXT, "address": NULLABLE_TEXT, "phone": NULLABLE_TEXT, "email": NULLABLE_TEXT},
        description="How to get in touch.",
    )
    rights = obj(
        {
            "publisher": NULLABLE_TEXT,
            "license": NULLABLE_TEXT,
            "license_url": _NULLABLE_URL,
            "attribution_text": NULLABLE_TEXT,
            "attribution_url": _NULLABLE_URL,
        },
        description="Under which terms content may be used.",
    )
    site = obj(
        {
            **_document_head(site_document.TYPE),
            "name": NULLABLE_TEXT,
            "summary": NULLABLE_TEXT,
            "publisher": obj({"name": NULLABLE_TEXT, "url": _NULLABLE_URL}, description="Who publishes."),
            "contact": contact,
            "opening_hours": array(hours),
            "notices": array(_ref("Notice")),
            "navigation": array(_ref("NavigationItem")),
            "rights": rights,
            "translation": _ref("Translation"),
            "alternates": array(_ref("Alternate")),
            **_CIRCUMSTANCES,
        },
        description="Who publishes, how to reach them, and what there is to read.",
    )
    return {"NavigationItem": navigation_item, "Site": site}


BY_TYPE: dict[str, Callable[[], dict[str, Schema]]] = {
    document.TYPE: condition_schemas,
    shared_documents.THERAPY: therapy_schemas,
    shared_documents.GLOSSARY_TERM: glossary_schemas,
    site_document.TYPE: site_schemas,
}
