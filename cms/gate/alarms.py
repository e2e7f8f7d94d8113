"""Alarms: a page that is out without its signature, or was held back when its time came; who is told, until when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.gate.models import Alarm, AlarmKind, AlarmLetter
from cms.gate.tasks import send_letters_task
from cms.translation.naming import name_of_person, source_name
from cms.translation.notifications import people_with

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from cms.gate.models import SignOff
    from cms.gate.registry import Missing


def raise_one(page: Any, kind: str, *, by: Any | None, missing: Sequence[Missing], reason: str = "") -> Alarm:
    """Tells whoever it concerns, but not who did it. Call it in the transaction of the act."""
    alarm = Alarm.objects.create(
        kind=kind,
        content_id=page.content_id,
        page_id=page.pk,
        page_name=source_name(page)[:255],
        raised_at=timezone.now(),
        raised_by=by,
        raised_by_name=name_of_person(by),
        reason=reason,
        missing=[item.sentence for item in missing],
    )
    told = _concerned(page, kind, by)
    AlarmLetter.objects.bulk_create([AlarmLetter(alarm=alarm, person_id=key) for key in told])
    send_letters_task.enqueue()
    return alarm


def open_ones() -> Any:
    """Newest first; what is not out any more without its signature is no alarm."""
    is_out = Q(kind=AlarmKind.HELD) | Q(page__live=True)
    return Alarm.objects.filter(is_out, settled_at=None, page__isnull=False)


def open_of(content_id: UUID) -> list[Alarm]:
    return list(open_ones().filter(content_id=content_id))


def open_break_glass(content_id: UUID) -> bool:
    return bool(Alarm.objects.filter(content_id=content_id, kind=AlarmKind.BREAK_GLASS, settled_at=None).exists())


def settle(content_id: UUID, *kinds: str, by: SignOff | None = None) -> None:
    """What the alarms asked for is done: all of them, or only these kinds."""
    found = Alarm.objects.filter(content_id=content_id, settled_at=None)
    found = found.filter(kind__in=kinds) if kinds else found
    found.update(settled_at=timezone.now(), settled_by=by)


def shown_to(person: Any) -> list[Alarm]:
    """The open alarms that this person can do something about: signing, or publishing again."""
    kinds = []
    if person.has_perm("gate.sign_off"):
        kinds.append(AlarmKind.BREAK_GLASS)
    if may_publish(person):
        kinds.append(AlarmKind.HELD)
    return list(open_ones().filter(kind__in=kinds).select_related("page")) if kinds else []


def may_publish(person: Any) -> bool:
    """Whether the person may publish any page."""
    return bool(policy_registry.get_by_type(Page).user_has_permission(person, "publish"))


def _concerned(page: Any, kind: str, by: Any | None) -> list[int]:
    """Clinical reviewers hear what is out unsigned; publishers of the page, and who scheduled it, what is not out."""
    people = get_user_model()._default_manager.filter(is_active=True)
    if kind == AlarmKind.BREAK_GLASS:
        people = people.filter(pk__in=people_with("gate.sign_off").values("pk"))
        people = people.exclude(pk=by.pk) if by is not None else people
    else:
        publishers = policy_registry.get(page).users_with_permission_for_instance("publish", page)
        people = people.filter(Q(pk__in=publishers.values("pk")) | Q(pk__in=[by.pk] if by is not None else []))
    return list(people.order_by("pk").values_list("pk", flat=True))
