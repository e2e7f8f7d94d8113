"""What an author's act means for what is published: the one place where the life cycle of content is decided.

Each function runs in the transaction of the act; `signals.py` calls them, and so may a script.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from cms.publishing import lifecycle, registry, store
from cms.publishing.document import Change, content_key
from cms.translation import change_log, memory, schedule, staleness, standing, told
from cms.translation.current import current_of, out_of

if TYPE_CHECKING:
    from cms.publishing.models import Counter


def published(content: Any) -> None:
    """The source went out: translations are measured against it, then the documents are built."""
    # The lock comes before the releases are touched: an approval takes them in the same order.
    with store.locked() as counter, content.read_once():
        was_out = out_of(current_of(content))
        changed = staleness.measure(content, change_kind=content.change_kind)
        stand_ins = change_log.stand_ins(content, was_out=was_out)
        _refresh(content, Change(kind=content.change_kind, note=content.change_note), held=counter)
        standing.refresh(content)
        for release in changed:
            if release.is_withdrawn:
                memory.forget(content.content_id, release.locale)
        change_log.note(content, changed, was_out=was_out, stand_ins=stand_ins)
        told.change(content, changed, stand_ins=stand_ins)


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
