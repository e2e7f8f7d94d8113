"""What the clock will bring: when a list changes though nobody publishes, by what it holds or by what it will hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from cms.publishing.models import Publication
from cms.publishing.remembered import Remembered

if TYPE_CHECKING:
    from datetime import datetime

#: The nearest ones; more pass within one state version only where nothing at all is published meanwhile.
_MOST = 20

moments: Remembered[list[datetime]] = Remembered()


def next_change(type_: str, *, state_version: int | None) -> datetime | None:
    """When content of this type goes live, expires or falls due next; None for never. One query after each publish."""
    now = timezone.now()
    known = moments.get(type_.encode(), state_version=state_version) if state_version is not None else None
    coming = [moment for moment in known or () if moment > now]
    if known is None or (known and not coming):
        found = Publication.objects.filter(type=type_, next_change_at__gt=now).order_by("next_change_at")
        coming = [moment for moment in found.values_list("next_change_at", flat=True)[:_MOST] if moment is not None]
        if state_version is not None:
            moments.put(type_.encode(), coming, state_version=state_version)
    return coming[0] if coming else None
