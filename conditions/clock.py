"""When the clock alone changes what is out of some content: its schedule, its expiry, and those of its releases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Min

if TYPE_CHECKING:
    from datetime import datetime

    from cms.translation.texts import Texts


def next_change(content: Any, texts: Texts, now: datetime) -> datetime | None:
    """None for never. `texts` are all that the documents are built from: what they quote comes and goes too."""
    moments = [getattr(content, "expire_at", None), next_go_live(content, now), texts.next_change(now)]
    return min((moment for moment in moments if moment and moment > now), default=None)


def next_go_live(content: Any, now: datetime) -> datetime | None:
    """When a scheduled revision takes the place of this one; asked only where there is something unpublished."""
    if not getattr(content, "has_unpublished_changes", False):
        return None
    scheduled = content.revisions.filter(approved_go_live_at__gt=now)
    moment: datetime | None = scheduled.aggregate(first=Min("approved_go_live_at"))["first"]
    return moment
