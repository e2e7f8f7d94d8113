"""The choice of parts by `fields`: what is named stays, with what tells which object it is and in which language."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from cms.delivery.errors import quoted
from cms.delivery.parameters import Parameter
from cms.delivery.shapes import IDENTITY, entries_of, named, parts_of, paths_of, resolved

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cms.delivery.schemas import Schema

MAX_FIELDS = 100


@dataclass(frozen=True)
class Choice:
    """What is wanted of a value: parts by name, entries of a list by key; all of it where neither is named."""

    parts: Mapping[str, Choice] = field(default_factory=dict)
    entries: Mapping[str, Choice] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        return not self.parts and not self.entries


def fields(of: str, *, example: str, hint: str = "") -> Parameter:
    """The parameter for answers, or for a list's entries, with the schema of this name."""

    def parse(text: str) -> Choice:
        return choice(text, named(of))

    return Parameter(
        "fields",
        f"Keeps only what is named here, 1 to {MAX_FIELDS} names separated by commas, dots leading to parts: "
        f"`{example}`. Wherever there are `id`, `type`, `key` and `locale`, they stay too.{hint}",
        {
            "type": "array",
            "items": {"type": "string", "enum": [*paths_of(named(of))]},
            "minItems": 1,
            "maxItems": MAX_FIELDS,
        },
        example,
        parse,
    )


def choice(text: str, schema: Schema) -> Choice:
    """Raises ValueError for what is not there."""
    names = text.split(",")
    if len(names) > MAX_FIELDS or not all(names):
        raise ValueError(f"takes 1 to {MAX_FIELDS} names, separated by commas, such as id,name")
    paths = [tuple(name.split(".")) for name in dict.fromkeys(names)]
    for path in paths:
        _check(path, schema)
    return _choice(paths, schema)


def kept(value: Any, wanted: Choice) -> Any:
    """What is wanted of a value. What a list's entries are named by decides which entries stay."""
    if wanted.is_whole:
        return value
    if isinstance(value, list):
        return [kept(entry, found) for entry in value if (found := _wanted_of(entry, wanted)) is not None]
    if isinstance(value, dict):
        names = wanted.parts.keys() | set(IDENTITY)
        return {name: kept(part, wanted.parts.get(name, _WHOLE)) for name, part in value.items() if name in names}
    return value


_WHOLE = Choice()


def _wanted_of(entry: Mapping[str, Any], wanted: Choice) -> Choice | None:
    """None for an entry that nothing is wanted of."""
    by_key = wanted.entries.get(entry.get("key", ""))
    if by_key is None:
        return Choice(wanted.parts) if wanted.parts else None
    return by_key if by_key.is_whole else Choice({**wanted.parts, **by_key.parts})


def _check(path: Sequence[str], schema: Schema) -> None:
    above = ""
    for name in path:
        known = [*parts_of(schema), *entries_of(schema)]
        if name not in known:
            raise ValueError(_no_such_part(".".join(path), above, known))
        schema = parts_of(schema).get(name) or dict(resolved(schema))
        above = f"{above}.{name}" if above else name


def _no_such_part(path: str, above: str, known: Sequence[str]) -> str:
    owner = f"`{above}`" if above else "the answer"
    has = f"{owner} has {', '.join(known)}" if known else f"{owner} can only be had whole"
    return f"names `{quoted(path)}`, which is not there: {has}"


def _choice(paths: Sequence[tuple[str, ...]], schema: Schema) -> Choice:
    if () in paths:
        return _WHOLE
    below: dict[str, list[tuple[str, ...]]] = {}
    for name, *rest in paths:
        below.setdefault(name, []).append(tuple(rest))
    parts = parts_of(schema)
    return Choice(
        {name: _choice(rest, parts[name]) for name, rest in below.items() if name in parts},
        {name: _choice(rest, dict(resolved(schema))) for name, rest in below.items() if name not in parts},
    )


def excerpt(schema: Mapping[str, Any]) -> Schema:
    """The schema of what `fields` may leave of an answer."""
    if "$ref" in schema:
        return excerpt(resolved(schema)) if parts_of(schema) else dict(schema)
    if "anyOf" in schema:
        return {**schema, "anyOf": [excerpt(part) for part in schema["anyOf"]]}
    if "items" in schema:
        return {**schema, "items": excerpt(schema["items"])}
    if "oneOf" in schema and parts_of(schema):
        return {**schema, "oneOf": [excerpt(part) for part in schema["oneOf"]]}
    if "properties" not in schema:
        return dict(schema)
    parts = {name: excerpt(part) for name, part in schema["properties"].items()}
    return {**schema, "properties": parts, "required": [name for name in IDENTITY if name in parts]}
