"""The JSON Schemas of what each type of document looks like, for OpenAPI."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cms.plain_language.readability import Formula
from conditions import document, shared_documents, site_document
from conditions.blocks.base import HTML, TEXT, array, obj
from conditions.blocks.sections import block_schemas
from conditions.schema_parts import (
    CIRCUMSTANCES,
    DIRECTION,
    LOCALE,
    NULLABLE_URL,
    card_of,
    enum,
    evidence_facts,
    head_of,
    nullable,
    ref,
    shared,
)
from conditions.site_schemas import site_schemas
from conditions.vocabulary import Audience, CodeMatch, CodeSystem, SectionKey, Specialty

if TYPE_CHECKING:
    from collections.abc import Callable

    from conditions.blocks.base import Schema


def condition_schemas() -> dict[str, Schema]:
    section = obj(
        {
            "id": {"type": "string"},
            "key": enum(SectionKey.values),
            "heading": TEXT,
            "locale": LOCALE,
            "dir": DIRECTION,
            "blocks": array(ref("Block")),
            "plain_text": {**TEXT, "description": "The words of all blocks, a line each."},
        },
        description="One section of a condition.",
    )
    code = obj(
        {
            "system": enum(CodeSystem.values),
            "value": TEXT,
            "release": TEXT,
            "match": enum(CodeMatch.values, "How the code relates to the condition."),
            "url": NULLABLE_URL,
        },
        description="The condition in a medical code system.",
    )
    condition = obj(
        {
            **head_of(document.TYPE),
            "name": TEXT,
            "other_names": array(ref("OtherName")),
            "summary": TEXT,
            "topic": nullable(ref("DocumentReference")),
            "breadcrumb": array(ref("DocumentReference")),
            "children": array(ref("ConditionCard")),
            "codes": array(ref("Code")),
            "specialties": array(enum(Specialty.values)),
            "audience": enum(Audience.values),
            "image": nullable(ref("Image")),
            "sections": array(ref("Section")),
            "evidence": array(ref("Evidence")),
            "references": array(ref("Reference")),
            "related": array(ref("ConditionCard")),
            "notices": array(ref("Notice")),
            "review": ref("Review"),
            "translation": ref("Translation"),
            "fallbacks": array(
                obj({"part": TEXT, "locale": LOCALE}, description="A part that is in another language, and which.")
            ),
            "alternates": array(ref("Alternate")),
            "readability": nullable(ref("Readability")),
            "seo": obj({"title": TEXT, "description": TEXT}, description="For search engines."),
            "rights": ref("Rights"),
            **CIRCUMSTANCES,
        },
        description="A topic or condition in one locale.",
    )
    evidence = obj(
        {"therapy": ref("DocumentReference"), **evidence_facts()},
        description="What is known of one therapy for the condition.",
    )

    return {
        **shared(),
        **block_schemas(),
        "Section": section,
        "Code": code,
        "Evidence": evidence,
        "Readability": _readability(),
        "Condition": condition,
        "ConditionCard": card_of(document.TYPE, "A condition in a list."),
    }


def _readability() -> Schema:
    return obj(
        {
            "formula": enum(
                [formula.value for formula in Formula],
                "English: `flesch_kincaid`. Spanish: `inflesz` (Szigriszt-Pazos). French: `kandel_moles`. "
                "Arabic: `lix`. Chinese: `characters_per_clause`.",
            ),
            "score": {
                "type": "number",
                "description": "By `flesch_kincaid`, `inflesz` and `kandel_moles` a high score is easy to read, "
                "by `lix` and `characters_per_clause` a low one. Compare within a formula only.",
            },
            "grade": {
                "type": ["number", "null"],
                "description": "The school year in the United States that reads it with ease; for English only.",
            },
        },
        description="How hard the text is to read, measured on the sections in the document's own locale; "
        "null for very little text.",
    )


def therapy_schemas() -> dict[str, Schema]:
    evidence = obj(
        {"condition": ref("DocumentReference"), **evidence_facts()},
        description="What is known of the therapy for one condition.",
    )
    therapy = obj(
        {
            **head_of(shared_documents.THERAPY),
            "path_segment": {**TEXT, "description": "Its key in this locale."},
            "name": TEXT,
            "other_names": array(ref("OtherName")),
            "summary": TEXT,
            "description": HTML,
            "plain_text": TEXT,
            "evidence": array(ref("EvidenceForCondition")),
            "references": array(ref("Reference")),
            "translation": ref("Translation"),
            "alternates": array(ref("Alternate")),
            "rights": ref("Rights"),
            **CIRCUMSTANCES,
        },
        description="A therapy in one locale, with the evidence for each condition.",
    )
    card = card_of(shared_documents.THERAPY, "A therapy in a list.")
    return {"EvidenceForCondition": evidence, "Therapy": therapy, "TherapyCard": card}


def glossary_schemas() -> dict[str, Schema]:
    term = obj(
        {
            **head_of(shared_documents.GLOSSARY_TERM),
            "name": TEXT,
            "definition": TEXT,
            "translation": ref("Translation"),
            "alternates": array(ref("Alternate")),
            **CIRCUMSTANCES,
        },
        description="A word that readers may not know, with what it means.",
    )
    card = card_of(shared_documents.GLOSSARY_TERM, "A term in the glossary.", {"definition": TEXT})
    return {"GlossaryTerm": term, "GlossaryTermCard": card}


BY_TYPE: dict[str, Callable[[], dict[str, Schema]]] = {
    document.TYPE: condition_schemas,
    shared_documents.THERAPY: therapy_schemas,
    shared_documents.GLOSSARY_TERM: glossary_schemas,
    site_document.TYPE: site_schemas,
}
