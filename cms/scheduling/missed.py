"""What did not happen at its moment and still matters: shown to those who may edit the content."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from cms.scheduling import agenda
from cms.scheduling.models import Act, Missed
from cms.translation import rights

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import QuerySet


def standing(user: Any) -> list[Missed]:
    """What this person may see to, newest first; a text that was taken back by hand has nothing left to see to."""
    found = list(Missed.objects.prefetch_related("content").order_by("-failed_at", "-pk"))
    if not found:
        return []
    still_due = {item.key for item in agenda.everything_due(timezone.now())}
    return [
        missed
        for missed in found
        if missed.content is not None
        and (missed.act != Act.WITHDRAW or _key(missed) in still_due)
        and rights.may_edit(user, missed.content)
    ]


def of(content: Any) -> QuerySet[Missed]:
    """All that was missed of one content."""
    content_type = ContentType.objects.get_for_model(content, for_concrete_model=False)
    return Missed.objects.filter(content_type=content_type, object_id=str(content.pk))


def settle(content: Any, acts: Collection[Act]) -> None:
    """Somebody has acted, so why it failed then does not matter any more."""
    of(content).filter(act__in=acts).delete()


def _key(missed: Missed) -> tuple[Any, ...]:
    return missed.act, missed.content_type_id, missed.object_id, missed.locale, missed.moment
