"""The site as of a coming moment: what goes out, changes or expires until then, and the answers there would be.

Pure reading: what is scheduled is put together in memory as publishing would, in the order of the moments, and
builders get it as an outlook.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import DraftStateMixin, Page, Revision

from cms.preview import kinds
from cms.translation import contents, current, staleness
from cms.translation.models import TranslatedContent
from cms.translation.outlook import Outlook

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime
    from uuid import UUID

    from cms.translation.models import Release


class Event(models.TextChoices):
    GOES_OUT = "goes_out", _("Goes out")
    CHANGES = "changes", _("Changes")
    EXPIRES = "expires", _("Expires")
    RELEASED = "released", _("Language goes out")
    TAKEN_BACK = "taken_back", _("Language is taken back")


@dataclass(frozen=True)
class Coming:
    """One thing that will happen to content; `locale` is set where it happens to one language only."""

    at: datetime
    event: Event
    content: Any
    locale: str | None = None


@dataclass(frozen=True)
class SiteAt:
    """The site as of a moment. `coming` is in the order of what happens."""

    moment: datetime
    coming: tuple[Coming, ...]
    outlook: Outlook

    def since(self, content: Any) -> datetime:
        """When the content last changed until then, as far as that is planned; else the moment itself."""
        return next((each.at for each in reversed(self.coming) if each.content is content), self.moment)

    def cards(self, type_: str, locale: str) -> list[dict[str, Any]]:
        kind = kinds.of_type(type_)
        build = kind.build_list if kind else None
        return build(locale, now=self.moment, outlook=self.outlook) if build else []


def site_at(moment: datetime) -> SiteAt:
    """Costs a few queries and one for each thing that is scheduled, whatever the size of the site."""
    coming: list[Coming] = []
    seen: dict[UUID, Any] = {}
    releases: dict[UUID, Mapping[str, Release]] = {}
    for revision in _scheduled(moment):
        content = revision.as_object()
        event = Event.CHANGES if content.live else Event.GOES_OUT
        _publish(content, revision)
        seen[content.content_id] = content
        releases[content.content_id] = _releases_after(content, releases.get(content.content_id))
        coming.append(Coming(revision.approved_go_live_at, event, content))
    for content in _expiring(moment, seen):
        content.live, content.expired = False, True
        seen[content.content_id] = content
        coming.append(Coming(content.expire_at, Event.EXPIRES, content))
    coming.sort(key=lambda each: each.at)
    return SiteAt(moment, tuple(coming), Outlook(contents=seen, releases=releases))


def _scheduled(moment: datetime) -> Iterator[Any]:
    """The revisions that the scheduler will publish by then, in its order; of several of one page each, the last
    counts.
    """
    found = Revision.objects.filter(approved_go_live_at__lte=moment).order_by("approved_go_live_at", "pk")
    for revision in found:
        model = revision.content_type.model_class()
        if model is not None and issubclass(model, TranslatedContent):
            yield revision


def _publish(content: Any, revision: Any) -> None:
    """On the object only."""
    at = revision.approved_go_live_at
    content.live, content.expired = True, False
    content.last_published_at = at
    content.first_published_at = content.first_published_at or at


def _expiring(moment: datetime, seen: Mapping[UUID, Any]) -> Iterator[Any]:
    """What is out then and has ended: by what the scheduler will have published meanwhile."""
    yield from [content for content in seen.values() if content.live and _ends_by(content, moment)]
    for model in contents.models():
        if issubclass(model, (Page, DraftStateMixin)):
            found = model._default_manager.filter(live=True, expire_at__lte=moment)
            yield from found.exclude(content_id__in=list(seen))


def _ends_by(content: Any, moment: datetime) -> bool:
    return content.expire_at is not None and content.expire_at <= moment


def _releases_after(content: Any, before: Mapping[str, Release] | None) -> dict[str, Release]:
    """The current releases, measured against the new source as publishing does; a safety change withdraws."""
    known = before if before is not None else current.current_of(content)
    found = {tag: copy(release) for tag, release in known.items()}
    staleness.compared(content, found, change_kind=content.change_kind)
    return found
