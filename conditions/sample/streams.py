"""From the sample files' way of writing sections to stored streams,
with block ids that are the same in every locale.
"""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_PAGE_LINK = re.compile(r'<a page="([^"]+)">')
_TERM = re.compile(r'<dfn term="([^"]+)">(.*?)</dfn>', re.DOTALL)


@dataclass(frozen=True)
class Targets:
    """The primary keys that links and choosers are stored with, by slug, key and drawing."""

    pages: Mapping[str, int]
    terms: Mapping[str, int]
    images: Mapping[str, int]


def rich_text(text: str, targets: Targets) -> str:
    """Paragraphs apart by an empty line; links to pages and terms by their keys. Raises KeyError for an unknown one."""
    linked = _PAGE_LINK.sub(lambda match: f'<a linktype="page" id="{targets.pages[match[1]]}">', text)
    linked = _TERM.sub(
        lambda match: f'<a linktype="glossary-term" id="{targets.terms[match[1]]}">{match[2]}</a>', linked
    )
    paragraphs = [" ".join(part.split("\n")).strip() for part in re.split(r"\n\s*\n", linked)]
    return "".join(
        f'<p data-block-key="{_block_key(paragraph, place)}">{paragraph}</p>'
        for place, paragraph in enumerate(paragraphs)
        if paragraph
    )


def _block_key(paragraph: str, place: int) -> str:
    """The editor's key of a paragraph. Without one the editor makes one up on opening, which looks like a change."""
    return uuid.uuid5(uuid.NAMESPACE_OID, f"{place}:{paragraph}").hex[:5]


def sections(content_id: uuid.UUID, written: Mapping[str, Any], targets: Targets) -> list[dict[str, Any]]:
    """A stored stream. A regional overlay gives `blocks` as a map from the place of the block that it replaces."""
    return [_section(content_id, key, section, targets) for key, section in written.items()]


def other_names(content_id: uuid.UUID, tag: str, written: list[dict[str, str]]) -> list[dict[str, Any]]:
    return [
        {"type": "name", "value": dict(name), "id": _id(content_id, f"{tag}/other_names/{position}")}
        for position, name in enumerate(written)
    ]


def _section(content_id: uuid.UUID, key: str, section: Mapping[str, Any], targets: Targets) -> dict[str, Any]:
    blocks = section["blocks"]
    placed = blocks.items() if isinstance(blocks, dict) else enumerate(blocks)
    return {
        "type": key,
        "id": _id(content_id, key),
        "value": {
            "heading": section.get("heading", ""),
            "blocks": [_block(_id(content_id, f"{key}/{place}"), block, targets) for place, block in placed],
        },
    }


def _block(block_id: str, written: Mapping[str, Any], targets: Targets) -> dict[str, Any]:
    [(kind, value)] = written.items()
    return {"type": kind, "id": block_id, "value": _VALUES[kind](value, block_id, targets)}


def _items(values: list[Any], block_id: str, name: str = "items") -> list[dict[str, Any]]:
    scope = uuid.UUID(block_id)
    return [
        {"type": "item", "value": value, "id": _id(scope, f"{name}/{position}")}
        for position, value in enumerate(values)
    ]


def _list(value: Any, block_id: str, targets: Targets) -> Any:
    return {"style": value["style"], "items": _items(value["items"], block_id)}


def _item_list(value: Any, block_id: str, targets: Targets) -> Any:
    return {"items": _items(value["items"], block_id)}


def _do_and_dont(value: Any, block_id: str, targets: Targets) -> Any:
    return {side: _items(value[side], block_id, side) for side in ("do", "dont")}


def _callout(value: Any, block_id: str, targets: Targets) -> Any:
    return {**value, "text": rich_text(value["text"], targets)}


def _question(value: Any, block_id: str, targets: Targets) -> Any:
    return {**value, "answer": rich_text(value["answer"], targets)}


def _image(value: Any, block_id: str, targets: Targets) -> Any:
    return {
        "image": targets.images[value["drawing"]],
        "alt": value["alt"],
        "decorative": value["decorative"],
        "caption": value.get("caption", ""),
    }


def _table(value: Any, block_id: str, targets: Targets) -> Any:
    return {
        "caption": value.get("caption", ""),
        "columns": [{"type": "text", "heading": heading} for heading in value["columns"]],
        "rows": [{"values": list(row)} for row in value["rows"]],
    }


def _related_link(value: Any, block_id: str, targets: Targets) -> Any:
    page = value.get("page")
    return {"page": targets.pages[page] if page else None, "url": value.get("url", ""), "text": value["text"]}


_VALUES: dict[str, Callable[[Any, str, Targets], Any]] = {
    "paragraph": lambda value, block_id, targets: rich_text(value, targets),
    "list": _list,
    "steps": _item_list,
    "key_facts": _item_list,
    "callout": _callout,
    "do_and_dont": _do_and_dont,
    "image": _image,
    "question": _question,
    "table": _table,
    "quote": lambda value, block_id, targets: {"text": value["text"], "attribution": value.get("attribution", "")},
    "related_link": _related_link,
}


def _id(scope: uuid.UUID, name: str) -> str:
    return str(uuid.uuid5(scope, name))
