"""Puts other texts into a snapshot, at the paths of its units."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wagtail.blocks import ListBlock, StreamBlock, StructBlock
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import StreamField

from cms.translation.units import TEXT_BLOCKS, parts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db import models
    from wagtail.blocks import Block

    from cms.translation.snapshots import Snapshot


def replaced(model: type[models.Model], snapshot: Snapshot, texts: Mapping[str, str]) -> Snapshot:
    """The snapshot with other texts in the units at these paths; paths that the snapshot does not have are left out.

    A field that becomes empty holds nothing (None).
    """
    fields: dict[str, Any] = {}
    for name, value in snapshot["fields"].items():
        field = model._meta.get_field(name)
        if isinstance(field, StreamField):
            found = parts(name, field, value or [])
            fields[name] = [
                {**item, "value": replaced_in(block, item["value"], part, texts)}
                for item, (part, block, _raw) in zip(
                    [item for item in value or [] if item["type"] in field.stream_block.child_blocks],
                    found,
                    strict=True,
                )
            ]
        else:
            fields[name] = (texts[name] or None) if name in texts else value
    children = {
        relation: {
            key: {
                name: (texts[path] or None) if (path := f"{relation}/{key}/{name}") in texts else value
                for name, value in values.items()
            }
            for key, values in rows.items()
        }
        for relation, rows in snapshot["children"].items()
    }
    return {"fields": fields, "children": children}


def replaced_in(block: Block, raw: Any, path: str, texts: Mapping[str, str]) -> Any:
    """A block's raw value with other texts at the paths below `path`."""
    if isinstance(block, TEXT_BLOCKS):
        return texts.get(path, raw)
    if isinstance(block, TypedTableBlock):
        return _table_with(raw, path, texts)
    if isinstance(block, StructBlock):
        return {
            **raw, **{name: replaced_in(child, raw.get(name), f"{path}/{name}", texts)
            for name, child in block.child_blocks.items() if raw.get(name) is not None}
        }  # fmt: skip
    if isinstance(block, (StreamBlock, ListBlock)):
        return [
            {**item, "value": replaced_in(child, item["value"], f"{path}/{item.get('id') or position}", texts)}
            if (child := _child_of(block, item)) is not None
            else item
            for position, item in enumerate(raw or [])
        ]
    return raw


def _child_of(block: StreamBlock | ListBlock, item: Mapping[str, Any]) -> Block | None:
    if isinstance(block, ListBlock):
        return block.child_block
    child: Block | None = block.child_blocks.get(item["type"])
    return child


def _table_with(raw: Mapping[str, Any] | None, path: str, texts: Mapping[str, str]) -> Any:
    if not raw:
        return raw
    return {
        **raw,
        "caption": texts.get(f"{path}/caption", raw.get("caption")),
        "columns": [
            {**column, "heading": texts.get(f"{path}/column-{number}", column["heading"])}
            for number, column in enumerate(raw.get("columns", []))
        ],
        "rows": [
            {
                **row,
                "values": [
                    texts.get(f"{path}/row-{row_number}-{number}", cell) for number, cell in enumerate(row["values"])
                ],
            }
            for row_number, row in enumerate(raw.get("rows", []))
        ],
    }
