"""Tells people what they should look at: on the admin's first page, and by e-mail once the change is committed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.utils import timezone

from cms.translation.models import Notification
from cms.translation.naming import name_of_person

if TYPE_CHECKING:
    from uuid import UUID


def people_with(permission: str) -> Any:
    """Active people who were given a permission, by a group or themselves; superusers have all and are not meant."""
    return get_user_model()._default_manager.with_perm(
        permission, backend="django.contrib.auth.backends.ModelBackend", include_superusers=False
    )


def tell(people: Any, content_id: UUID, locale: str, kind: str, *, by: Any | None, text: str = "") -> None:
    """One notification each; who has an unread one of this kind is not told again. Two queries."""
    now = timezone.now()
    made = [
        Notification(
            user=person,
            content_id=content_id,
            locale=locale,
            kind=kind,
            actor_name=name_of_person(by),
            text=text,
            created_at=now,
        )
        for person in people
    ]
    Notification.objects.bulk_create(made, ignore_conflicts=True)


def settle(content_id: UUID, locale: str) -> None:
    """What was asked of people about this text is done."""
    Notification.objects.filter(content_id=content_id, locale=locale, read_at=None).update(read_at=timezone.now())
