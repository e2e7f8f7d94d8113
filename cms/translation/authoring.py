"""What an author's act means for what is published: the one place where the life cycle of content is decided.

Each function runs in the transaction of the act; `signals.py` calls them, and so may a script.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from cms.publishing import lifecycle, registry, store
from cms.publishing.document import Change, content_key
from cms.translation import memory, schedule, staleness, standing, told

if TYPE_CHECKING:
    from cms.publishing.models import Counter


def published(content: Any) -> None:
    """The source went out: translations are measured against it, then the documents are built."""
    # The lock comes before the releases are touched: an approval takes them in the same order.
    with store.locked() as counter, content.read_once():
        changed = staleness.measure(content, change_kind=content.change_kind)
        _refresh(content, Change(kind=content.change_kind, note=content.change_note), held=counter)
        standing.refresh(content)
        for release in changed:
            if release.is_withdrawn:
                memory.forget(content.content_id, release.locale)
        told.change(content.content_id, changed)


def unpublished(content: Any) -> None:
    with transaction.atomic():
        _refresh(content, None)
        standing.refresh(content)


def moved(content: Any) -> None:
    """Documents below follow by what they read: the address of what is above them."""
    with transaction.atomic():
        _refresh(content, None)


def deleted(content: Any) -> None:
    with transaction.atomic():
        if registry.is_published(type(content)):
            lifecycle.remove(content.content_id, reason="deleted")
        lifecycle.touched({content_key(content.content_id)})
        schedule.forget(content.content_id)
        standing.forget(content)


def _refresh(content: Any, change: Change | None, *, held: Counter | None = None) -> None:
    """Content without documents of its own tells those who read it; the others do so when their card changes."""
    if registry.is_published(type(content)):
        lifecycle.refresh(content, change=change, held=held)
    else:
        lifecycle.touched({content_key(content.content_id)})
