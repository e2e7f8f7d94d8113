"""The cards of all conditions at once, for lists that are not stored: the site as of a coming moment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q

from cms import collation
from conditions.directory import Directory
from conditions.document import card
from conditions.images import Images

if TYPE_CHECKING:
    from datetime import datetime

    from cms.translation.outlook import Outlook


class ListReading:
    """All pages with their names; a handful of queries, whatever their number."""

    def __init__(self, *, now: datetime, outlook: Outlook) -> None:
        self.now = now
        self.directory = Directory(Q(pk__isnull=False), now=now, outlook=outlook)
        self.texts = self.directory.read_texts([])
        self.images = Images({page.image_id for page in self.directory.pages.values() if page.image_id})


def cards(locale: str, *, now: datetime, outlook: Outlook) -> list[dict[str, Any]]:
    """By name, as the list of conditions has them by default."""
    reading = ListReading(now=now, outlook=outlook)
    found = (card(reading, page, locale) for page in reading.directory.pages.values())
    return sorted(
        (item for item in found if item is not None),
        key=lambda item: (collation.sort_key(item["name"], item["locale"]), item["id"]),
    )
