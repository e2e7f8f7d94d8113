"""Alarms: a page that is out in spite of the gate; who is told, and until when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from cms.gate.models import Alarm, AlarmLetter
from cms.gate.tasks import send_letters_task
from cms.translation import rights
from cms.translation.naming import name_of_person, source_name
from cms.translation.notifications import editors_of, people_with

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from cms.gate.models import SignOff
    from cms.gate.registry import Missing

#: Who may sign is told, for a signature ends the alarm.
TOLD = "gate.sign_off"


def raise_one(page: Any, *, by: Any, missing: Sequence[Missing], reason: str) -> Alarm:
    """Tells the clinical reviewers of the page, but not who did it. Call it in the transaction of the act."""
    alarm = Alarm.objects.create(
        content_id=page.content_id,
        page_id=page.pk,
        page_name=source_name(page)[:255],
        raised_at=timezone.now(),
        raised_by=by,
        raised_by_name=name_of_person(by),
        reason=reason,
        missing=[item.sentence for item in missing],
    )
    people = people_with(TOLD).filter(pk__in=editors_of(page).values("pk")).exclude(pk=by.pk).order_by("pk")
    AlarmLetter.objects.bulk_create([AlarmLetter(alarm=alarm, person=person) for person in people])
    send_letters_task.enqueue()
    return alarm


def open_ones() -> Any:
    """Newest first; a page that is not out any more gives no alarm."""
    return Alarm.objects.filter(settled_at=None, page__live=True)


def open_of(content_id: UUID) -> list[Alarm]:
    return list(open_ones().filter(content_id=content_id))


def is_open(content_id: UUID) -> bool:
    """Whether what went out last went out in spite of the gate."""
    return bool(Alarm.objects.filter(content_id=content_id, settled_at=None).exists())


def settle(content_id: UUID, *, by: SignOff | None = None) -> None:
    """What was missing is there (this signature, or the page has gone out as it should), or the page is taken off."""
    Alarm.objects.filter(content_id=content_id, settled_at=None).update(settled_at=timezone.now(), settled_by=by)


def shown_to(person: Any) -> list[Alarm]:
    """The open alarms, for those who can end them."""
    if not person.has_perm(TOLD):
        return []
    return [alarm for alarm in open_ones().select_related("page") if rights.may_edit(person, alarm.page)]
