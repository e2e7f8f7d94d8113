"""The JSON Schemas of what search answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cms.locales import TAGS

if TYPE_CHECKING:
    from collections.abc import Mapping

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_TAG: Schema = {"type": "string", "enum": list(TAGS), "description": "A content locale's BCP 47 tag."}
_DIR: Schema = {"type": "string", "enum": ["ltr", "rtl"]}
_KIND: Schema = {"type": ["string", "null"], "enum": ["synonym", "lay", "abbreviation", "former", None]}
_MARKED: Schema = {
    **_TEXT,
    "description": "Safe HTML: text, with `<mark>` around what was looked for, and no other tag.",
}
_PART: Schema = {
    **_TEXT,
    "description": "Where in the document: `name`, `other_names`, `codes`, `summary`, `definition`, `description`, "
    "`sections.<key>`, or `text` for elsewhere.",
}

#: The cards that results are, by what is the same in each.
_CARDS = ("ConditionCard", "TherapyCard", "GlossaryTermCard")


def search_schemas(registered: Mapping[str, Mapping[str, Any]]) -> dict[str, Schema]:
    """By name in OpenAPI."""
    return {
        "SearchQuery": _query(),
        "SearchFacets": _facets(),
        "SearchMatch": _match(),
        "SearchHighlight": _highlight(),
        "SearchResult": _result(registered),
        "SearchResultList": _result_list(),
        "Suggestion": _suggestion(),
        "SuggestionList": _suggestion_list(),
    }


def _object(description: str, **properties: Schema) -> Schema:
    """Always with all of its keys and no others."""
    return {
        "type": "object",
        "description": description,
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _reference(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _array(items: Schema, description: str) -> Schema:
    return {"type": "array", "items": items, "description": description}


def _query() -> Schema:
    correction = _object(
        "A word that nobody uses, and those that it was taken for.",
        typed={**_TEXT, "description": "Folded: without case and accents."},
        read_as=_array(_TEXT, "The likeliest first."),
    )
    return _object(
        "What was asked, and how it was read.",
        q=_TEXT,
        locale={**_TAG, "description": "The requested locale."},
        corrections=_array(correction, "Empty where every word is one that is used."),
    )


def _facets() -> Schema:
    counted = _object("How many of the results have it.", value=_TEXT, count=_COUNT)
    topic = _object(
        "How many of the results are this page or below it.",
        id={"type": "string", "format": "uuid"},
        slug=_TEXT,
        name=_TEXT,
        locale={**_TAG, "description": "Of the name."},
        count=_COUNT,
    )
    return _object(
        "How many of all results there are of each kind, the most frequent first. Each value is one of the parameter "
        "of the same name.",
        type=_array(counted, "`condition`, `therapy`, `glossary-term`."),
        topic=_array(topic, "Up to 50 pages, for the parameter `topic`."),
        specialty=_array(counted, "Clinical specialties."),
    )


def _match() -> Schema:
    return _object(
        "The best reason why it was found.",
        part=_PART,
        text={"type": ["string", "null"], "description": "The name or code itself; null where it is no name."},
        kind={**_KIND, "description": "The kind of another name."},
        locale={**_TAG, "description": "Of `text`."},
        how={
            "type": "string",
            "enum": ["exact", "words", "prefix", "synonym", "typo"],
            "description": "`exact`: the whole name; `words`: words of it; `prefix`: it begins like that; `synonym`: "
            "editors say so; `typo`: it is spelt nearly so.",
        },
    )


def _highlight() -> Schema:
    return _object(
        "An excerpt.",
        part=_PART,
        heading={"type": ["string", "null"], "description": "Of the section."},
        locale=_TAG,
        dir=_DIR,
        html=_MARKED,
    )


def _result(registered: Mapping[str, Mapping[str, Any]]) -> Schema:
    properties: dict[str, Schema] = {}
    for card in _CARDS:
        for name, schema in registered[card]["properties"].items():
            known = properties.setdefault(name, {"anyOf": []})["anyOf"]
            if schema not in known:
                known.append(schema)
    cards = {name: found["anyOf"][0] if len(found["anyOf"]) == 1 else found for name, found in properties.items()}
    result = _object(
        "A card, with how well and why it was found.",
        **cards,
        score={"type": "number", "minimum": 0, "maximum": 1, "description": "Comparable within one answer only."},
        matched=_reference("SearchMatch"),
        highlights=_array(_reference("SearchHighlight"), "The name and summary first, then up to three sections."),
    )
    result["required"].remove("definition")
    return result


def _result_list() -> Schema:
    url = {"type": ["string", "null"], "format": "uri"}
    return _object(
        "What was found, the best first; the best 100 can be paged through.",
        count={"type": ["integer", "null"], "minimum": 0, "description": "Of all results; null beyond 10,000."},
        next={**url, "description": "The page after this one; null at the end."},
        previous={**url, "description": "The page before this one; null at the beginning."},
        query=_reference("SearchQuery"),
        facets=_reference("SearchFacets"),
        results=_array(_reference("SearchResult"), "The best first."),
    )


def _suggestion() -> Schema:
    kinds = ["name", "synonym", "lay", "abbreviation", "former", "code"]
    return _object(
        "A name that completes what was typed, and what has it.",
        text=_TEXT,
        html=_MARKED,
        kind={"type": "string", "enum": kinds},
        id={"type": "string", "format": "uuid"},
        type={"type": "string", "enum": ["condition", "therapy", "glossary-term"]},
        locale={**_TAG, "description": "Of `text`."},
        dir=_DIR,
        slug=_TEXT,
        path={"type": ["string", "null"]},
        name={**_TEXT, "description": "Its own name."},
        url={"type": "string", "format": "uri"},
    )


def _suggestion_list() -> Schema:
    return _object(
        "Completions of what was typed.",
        query=_reference("SearchQuery"),
        results=_array(_reference("Suggestion"), "The likeliest first; one for each document."),
    )
