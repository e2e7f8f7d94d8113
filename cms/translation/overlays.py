"""What a regional overlay holds: only what differs from the locale below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cms.translation.snapshots import is_section

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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
