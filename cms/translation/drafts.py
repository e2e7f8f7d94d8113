"""Where a draft lives: in the latest revision of content that has revisions, else in its row."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page, RevisionMixin


def latest(content: Any) -> Any:
    """The content as it was last saved by anybody, published or not."""
    if isinstance(content, (Page, RevisionMixin)):
        # Read anew: somebody may have saved since this object was loaded.
        return type(content)._default_manager.get(pk=content.pk).get_latest_revision_as_object()
    return content


def is_live(content: Any) -> bool:
    """Whether the source is out: always for content without drafts (site settings)."""
    return bool(getattr(content, "live", True))


def locked(content: Any) -> Any:
    """The latest draft, which nobody else can write until the transaction ends."""
    type(content)._default_manager.select_for_update().filter(pk=content.pk).values_list("pk").first()
    return latest(content)
