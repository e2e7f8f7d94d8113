"""What is due, in the order of the moments; and how each thing is done, or given up."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import DraftStateMixin, Page, Revision

from cms.locales import TAGS
from cms.scheduling.models import Act, Missed
from cms.translation import schedule
from cms.translation.current import expires_at, goes_out_at
from cms.translation.models import TranslatedItem
from cms.translation.naming import language_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from cms.translation.models import Release


@dataclass(frozen=True)
class Due(ABC):
    """One thing that the clock does to one content, at its moment.

    `row` is the key of the revision or release that it is about, of an expiry that of the content. `person` is the key
    of who decided it.
    """

    act: ClassVar[Act]

    moment: datetime
    content_type_id: int
    object_id: str
    row: Any
    person: int | None = None
    locale: str = ""

    @property
    def order(self) -> tuple[Any, ...]:
        """At one moment the source goes out before its translations, a locale before its overlays, and all of them
        before something is taken away: what takes the place of a text is there when that text goes.
        """
        return self.moment, list(_ORDER).index(self.act), TAGS.index(self.locale) if self.locale else 0, str(self.row)

    @property
    def key(self) -> tuple[Any, ...]:
        return self.act.value, self.content_type_id, self.object_id, self.locale, self.moment

    @cached_property
    def language(self) -> str:
        """What people are told is in the language of who decided it."""
        people = get_user_model()._default_manager
        return language_of(people.filter(pk=self.person).first() if self.person is not None else None)

    @abstractmethod
    def do(self) -> bool:
        """In one transaction. False where it was not to be done any more: somebody has done or changed it meanwhile."""

    def give_up(self, reason: str) -> None:
        """It is not tried again."""
        self.record(reason)

    def record(self, reason: str) -> None:
        Missed.objects.update_or_create(
            act=self.act,
            content_type_id=self.content_type_id,
            object_id=self.object_id,
            locale=self.locale,
            moment=self.moment,
            defaults={"reason": reason},
        )


class GoLive(Due):
    """A revision that was scheduled takes the place of what is out."""

    act = Act.PUBLISH

    def do(self) -> bool:
        with transaction.atomic():
            content = _hold(self)
            revision = self._waiting()
            if content is None or revision is None:
                return False
            revision.publish(log_action="wagtail.publish.scheduled")
            return True

    def give_up(self, reason: str) -> None:
        """The schedule ends, for as long as it stands nobody can mend the content."""
        with transaction.atomic():
            _hold(self)
            revision = self._waiting()
            if revision is not None:
                self.record(reason)
                revision.approved_go_live_at = None
                revision.save(update_fields=["approved_go_live_at"])

    def _waiting(self) -> Revision | None:
        found = Revision.objects.select_for_update().filter(pk=self.row, approved_go_live_at=self.moment)
        return found.first()


class Expiry(Due):
    """Content whose time is over is not out any more."""

    act = Act.UNPUBLISH

    def do(self) -> bool:
        with transaction.atomic():
            content = _hold(self)
            if content is None or not content.live or content.expire_at != self.moment:
                return False
            next_one = content.scheduled_revision
            content.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
            if next_one is not None:
                # Wagtail drops every schedule when it unpublishes; this one is for the time after.
                next_one.save(update_fields=["approved_go_live_at"])
            return True


class ReleaseGoesOut(Due):
    act = Act.RELEASE

    def do(self) -> bool:
        return schedule.go_out(self.row, moment=self.moment)

    def give_up(self, reason: str) -> None:
        schedule.refuse(self.row, reason=reason)


class ReleaseExpires(Due):
    act = Act.WITHDRAW

    def do(self) -> bool:
        return schedule.expire(self.row, moment=self.moment)


_ORDER = (Act.PUBLISH, Act.RELEASE, Act.UNPUBLISH, Act.WITHDRAW)


def due(now: datetime) -> list[Due]:
    """All that is to be done by now and was not given up, in order. Costs a query for each kind of content with drafts,
    and four more.
    """
    found = everything_due(now)
    if not found:
        return []
    missed = set(Missed.objects.values_list("act", "content_type_id", "object_id", "locale", "moment"))
    return sorted((item for item in found if item.key not in missed), key=lambda item: item.order)


def everything_due(now: datetime) -> list[Due]:
    return [*_go_lives(now), *_expiries(now), *_releases(now)]


def _go_lives(now: datetime) -> Iterator[Due]:
    scheduled = Revision.objects.filter(approved_go_live_at__lte=now)
    columns = ("pk", "approved_go_live_at", "content_type_id", "object_id", "user_id")
    for pk, moment, content_type_id, object_id, user_id in scheduled.values_list(*columns):
        yield GoLive(moment, content_type_id, object_id, pk, person=user_id)


def _expiries(now: datetime) -> Iterator[Due]:
    expired = Page.objects.filter(live=True, expire_at__lte=now)
    for pk, moment, content_type_id in expired.values_list("pk", "expire_at", "content_type_id"):
        yield Expiry(moment, content_type_id, str(pk), pk)
    for model in _snippets():
        content_type = ContentType.objects.get_for_model(model, for_concrete_model=False)
        over = model._default_manager.filter(live=True, expire_at__lte=now)
        for pk, moment in over.values_list("pk", "expire_at"):
            yield Expiry(moment, content_type.pk, str(pk), pk)


def _releases(now: datetime) -> Iterator[Due]:
    """Without those whose content nobody knows the place of until `count_translations` has made its row anew."""
    out, over = schedule.due_to_go_out(now), list(schedule.due_to_expire(now))
    items = TranslatedItem.objects.in_bulk({release.content_id for release in (*out, *over)}) if out or over else {}
    for release in out:
        if item := items.get(release.content_id):
            yield ReleaseGoesOut(goes_out_at(release), *_about(release, item))
    for release in over:
        if item := items.get(release.content_id):
            yield ReleaseExpires(expires_at(release), *_about(release, item))


def _about(release: Release, item: TranslatedItem) -> tuple[Any, ...]:
    return item.content_type_id, item.object_id, release.pk, release.approver_id, release.locale


def _snippets() -> Iterable[Any]:
    return [model for model in apps.get_models() if issubclass(model, DraftStateMixin) and not issubclass(model, Page)]


def _hold(item: Due) -> Any | None:
    """The content, which nobody else can write until the transaction ends; None where there is none any more."""
    model: Any = ContentType.objects.get_for_id(item.content_type_id).model_class()
    return model._default_manager.select_for_update().filter(pk=item.object_id).first() if model else None
