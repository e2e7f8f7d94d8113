"""The text of one locale as one JSON value: what a release keeps, what is compared, what documents are built from.

`{"fields": {"name": "…", "sections": [raw stream…]}, "children": {"evidence": {"<content id>": {"statement": "…"}}}}`.
None stands where a column holds nothing; in a regional overlay that means: as in the locale below.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from modeltranslation.translator import translator
from wagtail.fields import StreamField

from cms.locales import column

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence

    from django.db import models

Snapshot = dict[str, Any]


@dataclass(frozen=True)
class _Shape:
    """The translated fields of a model in its order, which of them are streams, and which are not."""

    fields: tuple[str, ...]
    streams: frozenset[str]
    heads: tuple[str, ...]


_shapes: dict[Any, _Shape] = {}


def translated_fields(model: Any) -> tuple[str, ...]:
    """The names of the fields with one column per locale, in the order of the model."""
    return _shape_of(model).fields


def stream_fields(model: Any) -> frozenset[str]:
    return _shape_of(model).streams


def head_fields(model: Any) -> tuple[str, ...]:
    """The translated fields that are no streams."""
    return _shape_of(model).heads


def take(content: Any, locale: str) -> Snapshot:
    """The locale's text as the object holds it, without fallback."""
    rows = {relation: content.rows(relation) for relation in content.translated_children}
    return {"fields": _columns(content, locale, translated_fields(type(content))), "children": _children(rows, locale)}


def take_head(content: Any, locale: str, *, rows: Mapping[str, Sequence[Any]]) -> Snapshot:
    """The text without its streams: what other documents take over. `rows` are the child rows that matter,
    by relation.
    """
    return {"fields": _columns(content, locale, head_fields(type(content))), "children": _children(rows, locale)}


def put(content: Any, locale: str, text: Snapshot) -> None:
    """Sets the columns of the locale; nothing is saved."""
    before = take(content, locale)
    for name, value in text["fields"].items():
        if value == before["fields"].get(name):
            continue
        field = content._meta.get_field(column(name, locale))
        is_stream = name in stream_fields(type(content))
        setattr(content, field.name, field.stream_block.to_python(value or []) if is_stream else value)
    for relation, rows in text["children"].items():
        # The list that is saved with the content; a query would give rows that nobody keeps.
        for row in getattr(content, relation).get_object_list() if rows else ():
            for name, value in rows.get(str(row.content_id), {}).items():
                setattr(row, column(name, locale), value)


def head_of(model: type[models.Model], snapshot: Snapshot) -> Snapshot:
    """A snapshot without its streams."""
    fields = {name: value for name, value in snapshot["fields"].items() if name in head_fields(model)}
    return {"fields": fields, "children": snapshot["children"]}


def is_empty(snapshot: Snapshot) -> bool:
    """Whether nobody has written anything in the locale."""
    children = (values for rows in snapshot["children"].values() for values in rows.values())
    return not any(value for values in (snapshot["fields"], *children) for value in values.values())


def over(
    base: Snapshot, overlay: Snapshot, *, streams: frozenset[str], former: Container[str] = frozenset()
) -> Snapshot:
    """A regional overlay's effective text: the base's, and the overlay's where it holds something of its own.

    `former` are the ids of the blocks that the overlay was made from: what it says in place of one that the base has
    lost since is lost too.
    """
    fields = {
        name: _stream_over(value, overlay["fields"].get(name), former)
        if name in streams
        else _value_over(value, overlay["fields"].get(name))
        for name, value in base["fields"].items()
    }
    children = {
        relation: {
            key: {
                name: _value_over(value, overlay["children"].get(relation, {}).get(key, {}).get(name))
                for name, value in values.items()
            }
            for key, values in rows.items()
        }
        for relation, rows in base["children"].items()
    }
    return {"fields": fields, "children": children}


def _shape_of(model: Any) -> _Shape:
    """Asked for every locale of every content that is built, so it is worked out once per model."""
    if model not in _shapes:
        names = set(translator.get_options_for_model(model).get_field_names())
        found = [field for field in model._meta.get_fields() if field.name in names]
        streams = frozenset(field.name for field in found if isinstance(field, StreamField))
        fields = tuple(field.name for field in found)
        _shapes[model] = _Shape(fields, streams, tuple(name for name in fields if name not in streams))
    return _shapes[model]


def _columns(content: models.Model, locale: str, names: Sequence[str]) -> dict[str, Any]:
    return {name: _plain(getattr(content, column(name, locale))) for name in names}


def _children(rows: Mapping[str, Sequence[Any]], locale: str) -> dict[str, Any]:
    return {
        relation: {str(child.content_id): _columns(child, locale, translated_fields(type(child))) for child in children}
        for relation, children in rows.items()
    }


def _plain(value: Any) -> Any:
    return list(value.get_prep_value()) if hasattr(value, "get_prep_value") else value


def _value_over(base: Any, own: Any) -> Any:
    return base if own is None else own


def _stream_over(
    base: Sequence[Mapping[str, Any]] | None, own: Sequence[Mapping[str, Any]] | None, former: Container[str]
) -> list[Any]:
    """A stream of sections is laid over one by one; any other stream is taken whole, when there is one."""
    if not own:
        return list(base or [])
    if not all(is_section(block) for block in own):
        return list(own)
    own_sections = {section["type"]: section for section in own}
    return [_section_over(section, own_sections.get(section["type"]), former) for section in base or []]


def is_section(block: Mapping[str, Any]) -> bool:
    return isinstance(block["value"], dict) and "blocks" in block["value"]


def _section_over(base: Mapping[str, Any], own: Mapping[str, Any] | None, former: Container[str]) -> dict[str, Any]:
    """Blocks with an id of the base replace that block; blocks of other ids replace all of the section's blocks."""
    if own is None:
        return dict(base)
    value = {**base["value"], **{key: item for key, item in own["value"].items() if item and key != "blocks"}}
    base_blocks = base["value"]["blocks"]
    known = {block["id"] for block in base_blocks}
    own_blocks = [
        block for block in own["value"].get("blocks") or [] if block["id"] in known or block["id"] not in former
    ]
    by_id = {block["id"]: block for block in own_blocks}
    if by_id.keys() <= known:
        value["blocks"] = [by_id.get(block["id"], block) for block in base_blocks]
    else:
        value["blocks"] = own_blocks
    return {**base, "value": value}
