"""The keys by which documents say what they read, and changes say whom they concern."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from uuid import UUID

#: Announced when a notice that is on every page comes, changes or goes.
EVERYWHERE_KEY = "notices:everywhere"

#: Announced when a topic comes, changes its card, moves or goes.
TOPICS_KEY = "topics"


def children_key(content_id: UUID) -> str:
    """Announced when a page right below this one comes, changes its card, moves or goes."""
    return f"children:{content_id}"


def evidence_key(therapy_content_id: UUID) -> str:
    """Announced when what a page says of a therapy changes."""
    return f"evidence:{therapy_content_id}"
