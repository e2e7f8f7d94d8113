"""What answers are made of, as their JSON Schemas say: which parts there are, and which of them are rich text."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cms.delivery.schemas import own_schemas
from cms.publishing import registry

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cms.delivery.schemas import Schema

_PREFIX = "#/components/schemas/"

#: What says of an object which one it is and in which language: it stays, whatever of the object is left out.
IDENTITY = ("id", "type", "key", "locale")


@lru_cache(maxsize=1)
def schemas() -> dict[str, Schema]:
    """All that documents, cards and answers are made of, by name in OpenAPI."""
    registered = {name: dict(schema) for name, schema in registry.schemas().items()}
    return {**registered, **own_schemas(registered)}


def named(name: str) -> Schema:
    return schemas()[name]


def resolved(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """The schema that a reference leads to, that of the entries of a list, that of what may be null."""
    while True:
        choices = [choice for choice in schema.get("oneOf", ()) if choice != {"type": "null"}]
        if "$ref" in schema:
            schema = named(schema["$ref"].removeprefix(_PREFIX))
        elif "items" in schema:
            schema = schema["items"]
        elif len(choices) == 1:
            schema = choices[0]
        else:
            return schema


def parts_of(schema: Mapping[str, Any]) -> Mapping[str, Schema]:
    """What an object, or each entry of a list, has by name. Empty for what can't be divided, such as a block."""
    found: Mapping[str, Schema] = resolved(schema).get("properties", {})
    return found


def entries_of(schema: Mapping[str, Any]) -> tuple[str, ...]:
    """The keys that entries of a list may have, where that is a closed list: those of sections."""
    if "items" not in schema:
        return ()
    return tuple(parts_of(schema).get("key", {}).get("enum", ()))


def paths_of(schema: Mapping[str, Any], above: str = "") -> Iterator[str]:
    """Every part that there is, dots between the names: `name`, `review`, `review.status`, `sections.overview`."""
    for name, part in parts_of(schema).items():
        path = f"{above}{name}"
        yield path
        yield from paths_of(part, f"{path}.")
        for key in entries_of(part):
            yield f"{path}.{key}"
            yield from paths_of(part, f"{path}.{key}.")


@dataclass(frozen=True)
class Places:
    """Where rich text stands in a value: in the value itself, in its parts by name, or in what its `type` decides."""

    is_rich_text: bool = False
    parts: tuple[tuple[str, Places], ...] = ()
    by_type: tuple[tuple[str, Places], ...] = ()


@lru_cache(maxsize=64)
def rich_text_in(name: str) -> Places | None:
    """Where rich text stands in what has this schema; None where there is none."""
    return _places(named(name))


def _places(schema: Mapping[str, Any]) -> Places | None:
    schema = resolved(schema)
    if schema.get("contentMediaType") == "text/html":
        return Places(is_rich_text=True)
    mapping = schema.get("discriminator", {}).get("mapping", {})
    by_type = _found({type_: {"$ref": reference} for type_, reference in mapping.items()})
    parts = _found(schema.get("properties", {}))
    return Places(parts=parts, by_type=by_type) if parts or by_type else None


def _found(schemas: Mapping[str, Mapping[str, Any]]) -> tuple[tuple[str, Places], ...]:
    places = {name: _places(schema) for name, schema in schemas.items()}
    return tuple((name, place) for name, place in places.items() if place is not None)
