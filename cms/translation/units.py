"""Takes a snapshot apart: every translatable string with a stable path, and what stands around the strings.

A path is the part of the page, then what leads to the string inside it: `summary`, `sections.overview/heading`,
`sections.safety/blocks/<block id>/text`, `evidence/<content id>/statement`. It is the same in every locale, because a
locale's stream is laid out from the source's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wagtail.blocks import CharBlock, ListBlock, RichTextBlock, StreamBlock, StructBlock, TextBlock
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import RichTextField, StreamField

from cms.publishing.content import digest_of

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence

    from django.db import models
    from wagtail.blocks import Block

    from cms.translation.snapshots import Snapshot

#: Keys of digests that are of no string: `layout:` of a part's blocks and non-text values, `facts:` of language-neutral
#: data.
LAYOUT = "layout:"
FACTS = "facts:"

_EDITOR_KEY = re.compile(r' data-block-key="[^"]*"')

TEXT_BLOCKS = (CharBlock, TextBlock, RichTextBlock)
_COMPOUND = (StructBlock, StreamBlock, ListBlock, TypedTableBlock)


@dataclass(frozen=True)
class Unit:
    """One translatable string; `text` is plain, or stored rich text. `limit`: at most so many characters."""

    path: str
    text: str
    is_rich: bool = False
    limit: int | None = None


def units(model: type[models.Model], snapshot: Snapshot) -> Iterator[Unit]:
    """All strings of a snapshot in reading order, empty ones left out."""
    for name, value in snapshot["fields"].items():
        field = model._meta.get_field(name)
        if isinstance(field, StreamField):
            for part, block, raw in parts(name, field, value or []):
                yield from _strings(block, raw, part)
        elif value:
            yield _unit_of_field(name, field, value)
    for relation, rows in snapshot["children"].items():
        row_model: Any = model._meta.get_field(relation).related_model
        for key, values in rows.items():
            for name, value in values.items():
                if value:
                    yield _unit_of_field(f"{relation}/{key}/{name}", row_model._meta.get_field(name), value)


def digests(
    model: type[models.Model], snapshot: Snapshot, *, facts: Mapping[str, Any], apart: frozenset[str]
) -> dict[str, str]:
    """What a translation is made from: a digest per unit, per layout of a part, and per neutral fact.

    Fields in `apart` are left out.
    """
    measured: Snapshot = {
        "fields": {name: value for name, value in snapshot["fields"].items() if name not in apart},
        "children": snapshot["children"],
    }
    found = {unit.path: digest_of(unit.text) for unit in units(model, measured)}
    for name, value in measured["fields"].items():
        field = model._meta.get_field(name)
        if isinstance(field, StreamField):
            for part, block, raw in parts(name, field, value or []):
                found[LAYOUT + part] = digest_of(_layout(block, raw))
    found.update({FACTS + part: digest_of(value) for part, value in facts.items()})
    return found


def digest(model: type[models.Model], snapshot: Snapshot) -> str:
    """The digest of a locale's text: equal for two snapshots that say the same in the same layout.

    The editor's marks in rich text do not count. What is empty counts as absent, but for plain fields that are empty on
    purpose (a regional overlay's empty string).
    """
    parts = digests(model, snapshot, facts={}, apart=frozenset())
    parts |= {name: "" for name, value in snapshot["fields"].items() if value == ""}
    return digest_of(parts)


def block_ids(model: type[models.Model], snapshot: Snapshot) -> frozenset[str]:
    """The ids of the blocks inside the sections of a snapshot."""
    streams = (
        value for name, value in snapshot["fields"].items() if isinstance(model._meta.get_field(name), StreamField)
    )
    sections = (item["value"] for stream in streams for item in stream or () if isinstance(item["value"], dict))
    return frozenset(block["id"] for section in sections for block in section.get("blocks") or ())


def block_ids_of(keys: Iterable[str]) -> frozenset[str]:
    """The ids of the blocks that hold the strings with these paths."""
    steps = (key.split("/", 3) for key in keys)
    return frozenset(found[2] for found in steps if len(found) > 2 and found[1] == "blocks")


def leaves(block: Block, raw: Any, path: str = "") -> Iterator[tuple[str, Block, Any]]:
    """Every block that holds no other blocks, with its raw value and its path."""
    if isinstance(block, _COMPOUND):
        for step, child, value in _children(block, raw):
            yield from leaves(child, value, f"{path}/{step}")
    else:
        yield path, block, raw


def without_editor_marks(rich_text: str) -> str:
    """Rich text without the keys that the editor gives to paragraphs: they say nothing to a reader."""
    return _EDITOR_KEY.sub("", rich_text)


def part_of(path: str) -> str:
    """The part of the page that a path or a digest's key belongs to: `summary`, `sections.overview`, `evidence`."""
    return path.removeprefix(LAYOUT).removeprefix(FACTS).partition("/")[0]


def differing_parts(made_from: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """The parts in which the two differ, sorted; a removal is a difference too."""
    paths = {path for path in {*made_from, *now} if made_from.get(path) != now.get(path)}
    return sorted({part_of(path) for path in paths})


def aligned(
    source: Sequence[dict[str, Any]],
    target: Sequence[dict[str, Any]],
    *,
    former: Callable[[], Container[str]] = frozenset,
) -> list[dict[str, Any]]:
    """The target's stream of sections with the source's block ids.

    A section is matched by its key, a block by its id, else by its type in order among those that no id matches.
    `former` gives the ids of blocks that the target was made from, and is asked only when a block has no match: one
    that the source has lost since is no translation of another.
    """
    sections = {section["type"]: section for section in source}
    return [_aligned_section(sections.get(section["type"]), section, former) for section in target]


def _aligned_section(
    source: Mapping[str, Any] | None, target: dict[str, Any], former: Callable[[], Container[str]]
) -> dict[str, Any]:
    if source is None or not isinstance(target["value"], dict) or "blocks" not in target["value"]:
        return target
    blocks = target["value"]["blocks"]
    taken = {block["id"] for block in blocks}
    free = [block for block in source["value"]["blocks"] if block["id"] not in taken]
    known = {block["id"] for block in source["value"]["blocks"]}
    aligned_blocks = []
    for block in blocks:
        twin = None if block["id"] in known else next((other for other in free if other["type"] == block["type"]), None)
        if twin is None or block["id"] in former():
            aligned_blocks.append(block)
        else:
            free.remove(twin)
            aligned_blocks.append({**block, "id": twin["id"], "value": _aligned_items(twin["value"], block["value"])})
    return {**target, "id": source["id"], "value": {**target["value"], "blocks": aligned_blocks}}


def _aligned_items(source: Any, target: Any) -> Any:
    """Items of lists inside a block take the source's ids by position."""
    if isinstance(source, dict) and isinstance(target, dict):
        return {key: _aligned_items(source.get(key), value) for key, value in target.items()}
    if isinstance(source, list) and isinstance(target, list):
        ids = [item.get("id") if isinstance(item, dict) else None for item in source]
        return [
            {**item, "id": ids[position]} if isinstance(item, dict) and position < len(ids) and ids[position] else item
            for position, item in enumerate(target)
        ]
    return target


def parts(name: str, field: StreamField, raw: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, Block, Any]]:
    """A stream's own blocks as parts of the page; of a section stream, one part per section."""
    for position, item in enumerate(raw):
        block = field.stream_block.child_blocks.get(item["type"])
        if block is None:
            continue
        is_section = isinstance(block, StructBlock) and "blocks" in block.child_blocks
        part = f"{name}.{item['type']}" if is_section else f"{name}/{item.get('id') or position}"
        yield part, block, item["value"]


def _unit_of_field(path: str, field: Any, value: str) -> Unit:
    is_rich = isinstance(field, RichTextField)
    return Unit(path, without_editor_marks(value) if is_rich else value, is_rich, field.max_length)


def _strings(block: Block, raw: Any, path: str) -> Iterator[Unit]:
    for leaf_path, leaf, value in leaves(block, raw, path):
        if isinstance(leaf, RichTextBlock) and value:
            yield Unit(leaf_path, without_editor_marks(value), is_rich=True)
        elif isinstance(leaf, TEXT_BLOCKS) and value:
            yield Unit(leaf_path, value, limit=leaf.field.max_length)


def _layout(block: Block, raw: Any) -> Any:
    """What is left when the strings are taken out: ids, types, order and non-text values."""
    if isinstance(block, TEXT_BLOCKS):
        return bool(raw)
    if isinstance(block, _COMPOUND):
        return [(step, child.name, _layout(child, value)) for step, child, value in _children(block, raw)]
    return raw


def _children(block: Block, raw: Any) -> Iterator[tuple[str, Block, Any]]:
    """The blocks inside a raw value, each with the step of the path that leads to it."""
    if raw is None:
        return
    if isinstance(block, StructBlock):
        for name, child in block.child_blocks.items():
            yield name, child, raw.get(name)
    elif isinstance(block, StreamBlock):
        for position, item in enumerate(raw):
            if child := block.child_blocks.get(item["type"]):
                yield item.get("id") or str(position), child, item["value"]
    elif isinstance(block, ListBlock):
        for position, item in enumerate(raw):
            yield item.get("id") or str(position), block.child_block, item["value"]
    elif isinstance(block, TypedTableBlock):
        yield from _cells(block, raw)


def _cells(table: TypedTableBlock, raw: Mapping[str, Any]) -> Iterator[tuple[str, Block, Any]]:
    plain = CharBlock()
    yield "caption", plain, raw.get("caption")
    columns = raw.get("columns", [])
    for position, heading in enumerate(columns):
        yield f"column-{position}", plain, heading["heading"]
    for row_position, row in enumerate(raw.get("rows", [])):
        for position, cell in enumerate(row["values"]):
            yield f"row-{row_position}-{position}", table.child_blocks[columns[position]["type"]], cell
