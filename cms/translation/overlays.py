"""What a regional overlay holds: only what differs from the locale below, block by block."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wagtail.blocks import RichTextBlock

from cms.translation import layout, markup, snapshots, units
from cms.translation.replacing import replaced_in
from cms.translation.snapshots import is_section

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wagtail.blocks import Block

    from cms.translation.snapshots import Snapshot


def differences(base: Snapshot, effective: Snapshot, *, own: Snapshot, streams: frozenset[str]) -> Snapshot:
    """The overlay whose effective text over `base` is `effective`; `own` is the overlay as it was.

    Streams that are not of sections are taken whole by an overlay, so they stay as they were.
    """
    fields = {
        name: _stream_differences(base["fields"].get(name) or [], value or [], own["fields"].get(name) or [])
        if name in streams
        else _difference(base["fields"].get(name), value)
        for name, value in effective["fields"].items()
    }
    children = {
        relation: {
            key: {
                name: _difference(base["children"].get(relation, {}).get(key, {}).get(name), value)
                for name, value in values.items()
            }
            for key, values in rows.items()
        }
        for relation, rows in effective["children"].items()
    }
    return {"fields": fields, "children": children}


def rebased(model: Any, below: Snapshot, former: Snapshot, own: Snapshot) -> Snapshot:
    """The overlay with its blocks laid out like those that they replace below.

    `former` is the locale below as the overlay was made from it: a string or a value that is as it was there then is as
    it is there now.
    """
    streams = snapshots.stream_fields(model)
    fields = {
        name: _rebased_stream(
            model._meta.get_field(name).stream_block,
            below["fields"].get(name) or [],
            former["fields"].get(name) or [],
            value or [],
        )
        if name in streams
        else value
        for name, value in own["fields"].items()
    }
    return {**own, "fields": fields}


def _rebased_stream(
    block: Block, below: Sequence[Mapping[str, Any]], former: Sequence[Mapping[str, Any]], own: Sequence[Any]
) -> list[Any]:
    """A stream's sections, or the blocks of one; what is not in both of the others stays as it is."""
    now, then = ({(item["type"], item["id"]): item["value"] for item in stream} for stream in (below, former))
    found = []
    for item in own:
        child, key = block.child_blocks.get(item["type"]), (item["type"], item["id"])
        if child is None or key not in now or key not in then:
            found.append(item)
        elif is_section(item):
            inside = (value.get("blocks") or [] for value in (now[key], then[key], item["value"]))
            blocks = _rebased_stream(child.child_blocks["blocks"], *inside)
            found.append({**item, "value": {**item["value"], "blocks": blocks}})
        else:
            found.append({**item, "value": _rebased(child, now[key], then[key], item["value"])})
    return found


def _rebased(block: Block, below: Any, former: Any, own: Any) -> Any:
    laid_out, before = (layout.lay_out(block, below, former, value) for value in (own, former))
    now, then = ({path: text for path, _leaf, text in units.leaves(block, value)} for value in (below, before))
    texts = {
        path: _inherited(text, then.get(path), now.get(path) or "", is_rich=isinstance(leaf, RichTextBlock))
        for path, leaf, text in units.leaves(block, laid_out)
        if isinstance(leaf, units.TEXT_BLOCKS)
    }
    return replaced_in(block, laid_out, "", texts)


def _inherited(own: Any, before: Any, now: str, *, is_rich: bool) -> str:
    if not is_rich:
        return now if (own or "") == (before or "") else own
    frame, mine, old = (markup.split(text or "") for text in (now, own, before))
    if not len(frame.pieces) == len(mine.pieces) == len(old.pieces):
        return now if own == before else own
    same = zip(frame.pieces, mine.pieces, old.pieces, strict=True)
    return frame.with_pieces([there if text == then else text for there, text, then in same])


def _difference(base: Any, effective: Any) -> Any:
    """None inherits; where the overlay is empty and the base is not, it has been emptied by its translator."""
    return None if effective == base or effective is None else effective


def _stream_differences(
    base: Sequence[Mapping[str, Any]], effective: Sequence[Mapping[str, Any]], own: Sequence[Mapping[str, Any]]
) -> list[Any]:
    if not all(is_section(item) for item in [*base, *own]):
        return list(own)
    below = {section["type"]: section for section in base}
    found = (_section_differences(below.get(section["type"]), section) for section in effective)
    return [section for section in found if section is not None]


def _section_differences(base: Mapping[str, Any] | None, effective: Mapping[str, Any]) -> dict[str, Any] | None:
    if base is None:
        return dict(effective)
    heading = effective["value"].get("heading") or ""
    below = {block["id"]: block for block in base["value"]["blocks"]}
    blocks = effective["value"]["blocks"]
    if all(block["id"] in below for block in blocks):
        blocks = [block for block in blocks if block != below[block["id"]]]
    if heading == (base["value"].get("heading") or ""):
        heading = ""
    if not heading and not blocks:
        return None
    return {**effective, "value": {**effective["value"], "heading": heading, "blocks": blocks}}
