"""One section of a document with all that has to be shown beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cms.delivery.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Mapping

#: What a section takes over from its document, before and after the section itself.
HEAD = ("id", "type", "locale", "requested_locale", "dir", "slug", "name", "url")
TAIL = ("review", "references", "notices", "rights", "translation", "version", "superseded", "updated_at")


def section_of(document: Mapping[str, Any], key: str) -> dict[str, Any]:
    """The section with this key or id, self-contained. Raises NotFound."""
    found = next((part for part in document["sections"] if key in (part["key"], part["id"])), None)
    if found is None:
        keys = ", ".join(part["key"] for part in document["sections"])
        raise NotFound(f"This document has no such section. It has {keys or 'none'}.")
    head = {name: document[name] for name in HEAD}
    return {**head, "section": found, **{name: document[name] for name in TAIL}}
