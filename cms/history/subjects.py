"""Whose history it is: content that is there, or that was deleted, found by its content id."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from wagtail.log_actions import registry
from wagtail.models import ModelLogEntry, Page, PageLogEntry

from cms.history.models import Deletion
from cms.publishing.content import decompress
from cms.publishing.models import Document, Edition, Event
from cms.translation import contents, rights
from cms.translation.naming import source_name

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet


class NoHistory(LookupError):
    """Nothing was ever published, translated or deleted under this key."""

    def __init__(self, key: object) -> None:
        super().__init__(f"There is no history of {key}.")
        self.key = key


class SeveralHistories(LookupError):
    """A slug that documents of more than one type have or had."""

    def __init__(self, key: str, content_ids: list[UUID]) -> None:
        super().__init__(f"{key} is the slug of several: give one of the ids {', '.join(map(str, content_ids))}.")
        self.key = key
        self.content_ids = content_ids


@dataclass(frozen=True)
class Subject:
    """`content` is None for what was deleted. `log` is empty where nobody knows any more which one it was."""

    content_id: UUID
    name: str
    content: Any | None
    log: QuerySet[Any]

    @property
    def is_deleted(self) -> bool:
        return self.content is None


def find(content_id: UUID) -> Subject:
    """Raises NoHistory."""
    place = contents.places([content_id]).get(str(content_id))
    content = place.content() if place is not None else None
    if content is not None:
        return Subject(content_id, source_name(content), content, registry.get_logs_for_instance(content))
    deletion = Deletion.objects.filter(content_id=content_id).first()
    if deletion is not None:
        return Subject(content_id, deletion.name, None, _log_of(deletion))
    edition = Edition.objects.filter(content_id=content_id).exclude(event=Event.GONE).order_by("sequence").last()
    if edition is None:
        raise NoHistory(content_id)
    return Subject(content_id, str(decompress(edition.content)["name"]), None, PageLogEntry.objects.none())


def content_id_of(slug: str) -> UUID:
    """Of a document that is or was out, in any locale. Raises NoHistory, SeveralHistories."""
    found = list(Document.objects.filter(slug=slug).order_by("content_id").values_list("content_id", flat=True))
    content_ids = list(dict.fromkeys(found))
    if not content_ids:
        raise NoHistory(slug)
    if len(content_ids) > 1:
        raise SeveralHistories(slug, content_ids)
    return content_ids[0]


def may_see(user: Any, subject: Subject) -> bool:
    """Whoever may see Wagtail's own history of it; of what was deleted, whoever may still read its log."""
    if isinstance(subject.content, Page):
        permissions = subject.content.permissions_for_user(user)
        return bool(permissions.can_edit() or permissions.can_publish())
    if subject.content is not None:
        return rights.may_edit(user, subject.content)
    if user.is_superuser:
        return True
    readable = subject.log.model.objects.viewable_by_user(user)
    return bool(readable.filter(pk__in=subject.log.values("pk")).exists())


def _log_of(deletion: Deletion) -> QuerySet[Any]:
    model = apps.get_model(deletion.model)
    if issubclass(model, Page):
        return PageLogEntry.objects.filter(page_id=deletion.object_id)
    content_type = ContentType.objects.get_for_model(model)
    return ModelLogEntry.objects.filter(content_type=content_type, object_id=deletion.object_id)
