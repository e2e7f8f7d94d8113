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


def to_read(content: Any) -> Any:
    """What `latest` gives, never to be saved: what it refers to is not looked up.

    Costs a query for each relation with texts of its own (none inside `content.read_once()` where they were read),
    if `content` was read in this request with its latest revision.
    """
    revision = getattr(content, "latest_revision", None)
    if revision is None or not getattr(content, "has_unpublished_changes", True):
        return content
    draft = type(content).from_serializable_data(revision.content, check_fks=False)
    draft.pk, draft.content_id, draft.live = content.pk, content.content_id, is_live(content)
    for relation in content.translated_children:
        # A revision that was copied along with its page holds the rows of the original.
        own = {row.pk: row.content_id for row in content.rows(relation)}
        for row in draft.rows(relation):
            row.content_id = own.get(row.pk, row.content_id)
    return draft


def is_live(content: Any) -> bool:
    """Whether the source is out: always for content without drafts (site settings)."""
    return bool(getattr(content, "live", True))


def locked(content: Any) -> Any:
    """The latest draft, which nobody else can write until the transaction ends."""
    type(content)._default_manager.select_for_update().filter(pk=content.pk).values_list("pk").first()
    return latest(content)
