"""The JSON Schemas of what the delivery side says in its own words; builders register those of documents and cards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cms.delivery import sections
from cms.delivery.problems import PROBLEM_TYPES
from cms.delivery.search_schemas import search_schemas
from cms.locales import TAGS
from cms.publishing.addresses import TYPES
from cms.publishing.models import ChangeKind, Event

if TYPE_CHECKING:
    from collections.abc import Mapping

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_URL: Schema = {"type": "string", "format": "uri"}
_NULLABLE_URL: Schema = {"type": ["string", "null"], "format": "uri"}
#: The schemas of whole documents, which their builders register, by the type that stands in them.
OF_DOCUMENTS = {"condition": "Condition", "therapy": "Therapy", "glossary-term": "GlossaryTerm", "site": "Site"}
#: The schemas of what there are previews of: all but the site, whose settings are in force once they are saved.
OF_PREVIEWS = {type_: name for type_, name in OF_DOCUMENTS.items() if type_ != "site"}
#: The schemas of what stands in lists.
OF_ENTRIES = {"condition": "ConditionEntry", "therapy": "TherapyCard", "glossary-term": "GlossaryTermCard"}
_TAG: Schema = {"type": "string", "enum": list(TAGS), "description": "A content locale's BCP 47 tag."}


def own_schemas(registered: Mapping[str, Mapping[str, Any]]) -> dict[str, Schema]:
    """By name in OpenAPI. A section's answer takes the schemas of what it shares with its document from there."""
    return {
        "Index": _index(),
        "Locale": _locale(),
        "LocaleList": _list_of("Locale", "All content locales, the source first."),
        "ConditionList": _list_of("ConditionEntry", "Cards of conditions and topics."),
        "ConditionEntry": _condition_entry(registered["ConditionCard"]),
        "TherapyList": _list_of("TherapyCard", "Cards of therapies."),
        "GlossaryTermList": _list_of("GlossaryTermCard", "Cards of terms."),
        "Change": _change(),
        "ChangeFeed": _change_feed(),
        "SectionAnswer": _section_answer(registered["Condition"]["properties"]),
        "PreviewedDocument": _previewed_document(),
        "LinkedData": _linked_data(),
        "Problem": _problem(),
        "ProblemType": _problem_type(),
        "ProblemTypeList": _list_of("ProblemType", "All types of problems."),
        **search_schemas(registered),
    }


def reference(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _object(properties: Mapping[str, Schema], *, description: str) -> Schema:
    """An object that always has all of its keys and no others."""
    return {
        "type": "object",
        "description": description,
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


def _list_of(name: str, description: str) -> Schema:
    return _object(
        {
            "count": {
                "type": ["integer", "null"],
                "minimum": 0,
                "description": "How many entries the whole list has; null where there are more than 10,000.",
            },
            "next": {**_NULLABLE_URL, "description": "The page after this one; null at the end."},
            "previous": {**_NULLABLE_URL, "description": "The page before this one; null at the beginning."},
            "results": {"type": "array", "items": reference(name)},
        },
        description=description,
    )


def _index() -> Schema:
    return _object(
        {
            "name": {**_TEXT, "description": "The name of this installation."},
            "version": {**_TEXT, "description": "The version of the API."},
            "sequence": {**_COUNT, "description": "The number of the newest edition; 0 before anything is published."},
            "links": {"type": "object", "additionalProperties": _URL, "description": "What there is, by name."},
            "locales": {"type": "array", "items": _TAG},
        },
        description="Where everything is.",
    )


def _locale() -> Schema:
    statuses = ("source", "released", "outdated", "withdrawn", "none")
    return _object(
        {
            "tag": _TAG,
            "name": {**_TEXT, "description": "Its name in English."},
            "native_name": {**_TEXT, "description": "Its name in the language itself."},
            "dir": {"type": "string", "enum": ["ltr", "rtl"]},
            "chain": {"type": "array", "items": _TAG, "description": "What stands in for it, nearest first."},
            "documents": _object(
                dict.fromkeys(statuses, _COUNT),
                description="The number of conditions by the status of this very locale.",
            ),
        },
        description="A locale that content is delivered in.",
    )


def _change() -> Schema:
    schema = _object(
        {
            "sequence": {**_COUNT, "description": "The number of the edition; later ones are higher."},
            "event": {"type": "string", "enum": list(Event.values), "description": "What happened to the document."},
            "type": {"type": "string", "enum": list(TYPES)},
            "id": {"type": "string", "format": "uuid", "description": "Content id: the same in every locale."},
            "locale": _TAG,
            "version": {**_COUNT, "description": "The document's version; one that is gone keeps its last."},
            "change_kind": {"type": "string", "enum": list(ChangeKind.values)},
            "digest": {
                "type": ["string", "null"],
                "description": "The same as long as the document says the same; null where it is gone.",
            },
            "url": {**_URL, "description": "Where the document is to be had; where it was, if it is gone."},
            "occurred_at": {"type": "string", "format": "date-time"},
            "moved_to": {**_NULLABLE_URL, "description": "The address now, where it moved; null otherwise."},
            "gone_reason": {"type": ["string", "null"], "description": "Why it is gone, if that was told."},
        },
        description="What happened to one document: a content id in one locale.",
    )
    schema["properties"]["document"] = {
        "description": "With `include=document` only: the document as delivered; null for what is gone, and where a "
        "later change tells a newer one.",
        "anyOf": [*(reference(name) for name in OF_DOCUMENTS.values()), {"type": "null"}],
    }
    return schema


def _change_feed() -> Schema:
    return _object(
        {
            "changes": {"type": "array", "items": reference("Change"), "description": "Oldest first."},
            "next_cursor": {**_TEXT, "description": "Where to go on, whether there is more by now or not."},
            "has_more": {"type": "boolean", "description": "Whether there is more already."},
        },
        description="Changes to documents.",
    )


def _section_answer(condition: Mapping[str, Schema]) -> Schema:
    properties = {name: condition[name] for name in sections.HEAD}
    properties["section"] = reference("Section")
    properties |= {name: condition[name] for name in sections.TAIL}
    return _object(properties, description="One section with all that has to be shown beside it.")


def _condition_entry(card: Mapping[str, Any]) -> Schema:
    """A card, and what may be asked for beside it."""
    beside = {
        "type": "array",
        "items": reference("Section"),
        "description": "With `include=sections` only: all sections of the condition.",
    }
    return {**card, "properties": {**card["properties"], "sections": beside}}


def _previewed_document() -> Schema:
    return {
        "description": "A document as publishing it now would make it; `type` tells which it is.",
        "anyOf": [reference(name) for name in OF_PREVIEWS.values()],
    }


def _linked_data() -> Schema:
    return {
        "type": "object",
        "description": "A document in the words of schema.org, as JSON-LD. All text is plain.",
        "properties": {
            "@context": {"const": "https://schema.org"},
            "@type": {"type": "string", "enum": ["MedicalWebPage", "DefinedTerm", "Organization"]},
            "@id": {**_URL, "description": "The document's address by its id: the same in every version."},
        },
        "required": ["@context", "@type", "@id"],
        "additionalProperties": True,
    }


def _problem() -> Schema:
    return {
        "type": "object",
        "description": "What went wrong, after RFC 9457; some types tell further facts.",
        "properties": {
            "type": {**_URL, "description": "The type of the problem; the address says what it means."},
            "title": _TEXT,
            "status": {"type": "integer"},
            "detail": {**_TEXT, "description": "What is wrong here, and what to do."},
            "instance": {"type": "string", "format": "uri-reference", "description": "The path that was asked for."},
            "parameter": {**_TEXT, "description": "The query parameter at fault."},
            "locales": {"type": "array", "items": _TAG, "description": "The content locales."},
            "available_locales": {
                "type": "array",
                "items": _TAG,
                "description": "The locales that the content is out in.",
            },
            "gone_at": {"type": "string", "format": "date-time"},
            "reason": {
                "type": ["string", "null"],
                "description": "Why the content is gone, if that was told; what is wrong with a preview's token: "
                "`expired`, `altered`, `foreign` or `revoked`.",
            },
            "location": {**_URL, "description": "Where the content is now."},
            "scope": {**_TEXT, "description": "The scope that the key lacks."},
            "limit": {**_COUNT, "description": "Requests a minute."},
            "retry_after_s": {**_COUNT, "description": "Seconds until there is room again, as in `Retry-After`."},
        },
        "required": ["type", "title", "status", "detail", "instance"],
        "additionalProperties": False,
    }


def _problem_type() -> Schema:
    return _object(
        {
            "slug": {**_TEXT, "enum": [problem_type.slug for problem_type in PROBLEM_TYPES]},
            "type": {**_URL, "description": "What stands in a problem's `type`."},
            "status": {"type": "integer"},
            "title": _TEXT,
            "meaning": _TEXT,
            "advice": {**_TEXT, "description": "What a client does about it."},
            "facts": {"type": "array", "items": _TEXT, "description": "Further keys that such a problem has."},
        },
        description="One cause of errors.",
    )
