"""Lays a locale's text out like the source: new blocks appear without text, removed and moved ones follow.

Three snapshots are compared: the source as it is now, the source that the locale's text was made from, and the locale's
own. What only the locale has stays, text is never changed, and a value that is no text (a picture, an urgency)
follows the source unless the locale has chosen its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wagtail.blocks import CharBlock, ListBlock, RichTextBlock, StreamBlock, StructBlock, TextBlock
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import RichTextField, StreamField

from cms.translation import markup
from cms.translation.alignment import align

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from django.db import models
    from wagtail.blocks import Block

    from cms.translation.snapshots import Snapshot

_TEXT = (CharBlock, TextBlock)


def follow(model: type[models.Model], source: Snapshot, made_from: Snapshot | None, own: Snapshot) -> Snapshot:
    """The locale's snapshot in the layout of the source. `made_from` None: nobody knows, so nothing is taken away.

    Fields that hold a locale's own (its other names) are not laid out: `model.measured_apart`.
    """
    apart: frozenset[str] = model.measured_apart  # type: ignore[attr-defined]  # translated content has it
    before = made_from or {"fields": {}, "children": {}}
    fields = {
        name: value
        if name in apart
        else _follow_field(model._meta.get_field(name), source["fields"].get(name), before["fields"].get(name), value)
        for name, value in own["fields"].items()
    }
    return {"fields": fields, "children": _follow_rows(source, own)}


def follow_rich(source: str, made_from: str | None, own: str) -> str:
    """A rich text with as many pieces as the source's, each where the piece stands that it translates.

    It stays as it is where its pieces can't be told apart: it has another number of them than what it was made from.
    """
    if not own or own == source:
        return own
    laid_out, pieces = markup.split(source), markup.split(own).pieces
    before = markup.split(made_from).pieces if made_from else laid_out.pieces
    if len(pieces) != len(before):
        return own
    places = align(before, laid_out.pieces)
    return laid_out.with_pieces(
        [
            "" if place is None else _follow_links(laid_out.pieces[number], before[place], pieces[place])
            for number, place in enumerate(places)
        ]
    )


def has_text(block: Block, raw: Any) -> bool:
    """Whether any text in a block is filled."""
    if isinstance(block, RichTextBlock):
        return any(markup.split(raw or "").pieces)
    if isinstance(block, _TEXT):
        return bool(raw)
    if isinstance(block, StructBlock):
        return any(has_text(child, (raw or {}).get(name)) for name, child in block.child_blocks.items())
    if isinstance(block, StreamBlock):
        known = [item for item in raw or () if item["type"] in block.child_blocks]
        return any(has_text(block.child_blocks[item["type"]], item["value"]) for item in known)
    if isinstance(block, ListBlock):
        return any(has_text(block.child_block, item["value"]) for item in raw or ())
    if isinstance(block, TypedTableBlock):
        cells = [cell for row in (raw or {}).get("rows", ()) for cell in row["values"]]
        headings = [column["heading"] for column in (raw or {}).get("columns", ())]
        return any([(raw or {}).get("caption"), *headings, *cells])
    return False


def without_untranslated(stream_block: Block, source: Sequence[Mapping[str, Any]], own: Sequence[Any]) -> list[Any]:
    """A laid out stream without the blocks that have text in the source and none in the locale:
    what is not there is missing, and an empty block would be faulty.
    """
    in_source = {item["id"]: item for item in source}
    kept = []
    for item in own:
        block = stream_block.child_blocks.get(item["type"])
        twin = in_source.get(item["id"])
        is_section = isinstance(block, StructBlock) and "blocks" in block.child_blocks
        if is_section and twin is not None:
            inside = without_untranslated(
                block.child_blocks["blocks"], twin["value"].get("blocks") or [], item["value"].get("blocks") or []
            )
            item = {**item, "value": {**item["value"], "blocks": inside}}
        if block is None or twin is None or has_text(block, item["value"]) or not has_text(block, twin["value"]):
            kept.append(item)
    return kept


def _follow_field(field: Any, source: Any, made_from: Any, own: Any) -> Any:
    if isinstance(field, StreamField):
        return _follow_stream(field.stream_block, source or [], made_from, own or [])
    if isinstance(field, RichTextField) and source:
        return follow_rich(source, made_from, own or "") or own
    return own


def _follow_rows(source: Snapshot, own: Snapshot) -> dict[str, Any]:
    """Rows belong to the content, so they are the source's; those of a draft that is not out are left aside."""
    return {
        relation: {key: values for key, values in rows.items() if key in source["children"].get(relation, {})}
        for relation, rows in own["children"].items()
    }


def lay_out(block: Block, source: Any, made_from: Any, own: Any) -> Any:
    """One block's raw value in the layout of the source's, as `follow` does it for all of them."""
    if isinstance(block, RichTextBlock):
        return follow_rich(source or "", made_from, own or "")
    if isinstance(block, _TEXT):
        return own or ""
    if isinstance(block, StructBlock):
        return {
            name: lay_out(child, *(_member(value, name) for value in (source, made_from, own)))
            for name, child in block.child_blocks.items()
        }
    if isinstance(block, StreamBlock):
        return _follow_stream(block, source or [], made_from, own or [])
    if isinstance(block, ListBlock):
        return _follow_list(block, source or [], made_from, own or [])
    if isinstance(block, TypedTableBlock):
        return _follow_table(source or {}, made_from, own or {})
    is_own_choice = own is not None and own != (source if made_from is None else made_from)
    return own if is_own_choice else source


def _member(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, dict) else None


def _follow_stream(block: StreamBlock, source: Sequence[Any], made_from: Any, own: Sequence[Any]) -> list[Any]:
    own_by_id = {(item["id"], item["type"]): item for item in own}
    before = {item["id"]: item for item in made_from or ()}
    laid_out = [
        {
            "type": item["type"],
            "value": lay_out(
                block.child_blocks[item["type"]],
                item["value"],
                before.get(item["id"], {}).get("value"),
                own_by_id.get((item["id"], item["type"]), {}).get("value"),
            ),
            "id": item["id"],
        }
        for item in source
        if item["type"] in block.child_blocks
    ]
    return _with_own_items(laid_out, own, gone=before.keys())


def _with_own_items(laid_out: list[Any], own: Sequence[Any], *, gone: Any) -> list[Any]:
    """Items that only the locale has, each after the item that it followed; those that the source removed are gone."""
    places = {item["id"]: place for place, item in enumerate(laid_out)}
    after: dict[int, list[Any]] = {}
    place = -1
    for item in own:
        if item["id"] in places:
            place = places[item["id"]]
        elif item["id"] not in gone:
            after.setdefault(place, []).append(item)
    found = list(after.get(-1, []))
    for number, item in enumerate(laid_out):
        found += [item, *after.get(number, [])]
    return found


def _follow_list(block: ListBlock, source: Sequence[Any], made_from: Any, own: Sequence[Any]) -> list[Any]:
    """Items have ids like the blocks of a stream; where they have none, they follow by their place."""
    if not all(item.get("id") for item in [*source, *own]):
        return [
            {
                **item,
                "value": lay_out(
                    block.child_block, item["value"], None, own[place]["value"] if place < len(own) else None
                ),
            }
            for place, item in enumerate(source)
        ]
    own_by_id = {item["id"]: item for item in own}
    before = {item.get("id"): item for item in made_from or ()}
    laid_out = [
        {
            **item,
            "value": lay_out(
                block.child_block,
                item["value"],
                before.get(item["id"], {}).get("value"),
                own_by_id.get(item["id"], {}).get("value"),
            ),
        }
        for item in source
    ]
    return _with_own_items(laid_out, own, gone=before.keys())


def _follow_table(source: Mapping[str, Any], made_from: Any, own: Mapping[str, Any]) -> dict[str, Any]:
    """Rows and columns have no ids: they are found again by what they said in the source."""
    before = made_from or source
    columns = _places(*_column_texts(before, source), there=len(own.get("columns", [])))
    kept = {number: place for number, place in enumerate(columns) if place is not None}
    rows = _places(_row_texts(before, kept.values()), _row_texts(source, kept.keys()), there=len(own.get("rows", [])))
    return {
        "caption": own.get("caption") or "",
        "columns": [
            {**column, "heading": "" if columns[number] is None else own["columns"][columns[number]]["heading"]}
            for number, column in enumerate(source.get("columns", []))
        ],
        "rows": [
            {"values": [_cell(own, rows[number], column) for column in columns]}
            for number in range(len(source.get("rows", [])))
        ],
    }


def _places(told: Sequence[str], now: Sequence[str], *, there: int) -> list[int | None]:
    """Where the locale says what the source says now; by number where the locale has not what it was made from."""
    if there == len(told):
        return align(told, now)
    return [number if number < there else None for number in range(len(now))]


def _column_texts(*tables: Mapping[str, Any]) -> list[list[str]]:
    """The headings, with what stands below them where some are alike."""
    headings = [[column["heading"] for column in table.get("columns", [])] for table in tables]
    if all(len(set(texts)) == len(texts) for texts in headings):
        return headings
    return [
        ["\0".join([heading, *(_text_of(row, number) for row in table.get("rows", []))]) for number, heading in columns]
        for table, columns in zip(tables, map(enumerate, headings), strict=True)
    ]


def _row_texts(table: Mapping[str, Any], columns: Collection[int]) -> list[str]:
    return ["\0".join(_text_of(row, column) for column in columns) for row in table.get("rows", [])]


def _text_of(row: Mapping[str, Any], column: int) -> str:
    return str(row["values"][column]) if column < len(row["values"]) else ""


def _cell(own: Mapping[str, Any], row: int | None, column: int | None) -> Any:
    if row is None or column is None:
        return ""
    return own["rows"][row]["values"][column]


def _follow_links(source: str, made_from: str, own: str) -> str:
    """A link goes where the source's goes now, unless the locale has chosen another target."""
    before, now = markup.links_of(made_from), markup.links_of(source)
    if before == now:
        return own
    goes = {place: now[number] for number, place in enumerate(align(before, now)) if place is not None}
    return markup.with_links(
        own,
        [
            goes.get(number - 1, attributes) if before[number - 1 : number] == [attributes] else attributes
            for number, attributes in markup.numbered_links(own, before)
        ],
    )
