"""What did not happen at its moment and still matters: shown to those who may edit the content."""

from __future__ import annotations

from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from cms.scheduling import agenda
from cms.scheduling.models import Missed
from cms.translation import rights

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import QuerySet

    from cms.scheduling.models import Act


def standing(user: Any, *, most: int) -> list[Missed]:
    """What this person may see to, the newest first, so many at most. A language that was sent out or taken back by
    hand has nothing left to see to.
    """
    still_due = cache(lambda: {item.key for item in agenda.everything_due(timezone.now())})
    newest = Missed.objects.prefetch_related("content").order_by("-failed_at", "-pk").iterator(chunk_size=most)
    found = (
        missed
        for missed in newest
        if missed.content is not None
        and rights.may_edit(user, missed.content)
        and (not missed.locale or _key(missed) in still_due())
    )
    return list(islice(found, most))


def of(content: Any) -> QuerySet[Missed]:
    """All that was missed of one content."""
    content_type = ContentType.objects.get_for_model(content, for_concrete_model=False)
    return Missed.objects.filter(content_type=content_type, object_id=str(content.pk))


def settle(content: Any, acts: Collection[Act]) -> None:
    """Somebody has acted, so why it failed then does not matter any more."""
    of(content).filter(act__in=acts).delete()


def _key(missed: Missed) -> tuple[Any, ...]:
    return missed.act, missed.content_type_id, missed.object_id, missed.locale, missed.moment
