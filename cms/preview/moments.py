"""The site as of a coming moment: what goes out, changes or expires until then, and the answers there would be.

Pure reading: what is scheduled is put together in memory as publishing would, in the order of the moments, and
builders get it as an outlook.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import DraftStateMixin, Page, Revision

from cms.preview import kinds
from cms.translation import contents, current, staleness
from cms.translation.models import Release, TranslatedContent
from cms.translation.outlook import Outlook

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime
    from uuid import UUID


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
        of_content = (each for each in reversed(self.coming) if each.content.content_id == content.content_id)
        return next((each.at for each in of_content), self.moment)

    def cards(self, type_: str, locale: str) -> list[dict[str, Any]]:
        kind = kinds.of_type(type_)
        build = kind.build_list if kind else None
        return build(locale, now=self.moment, outlook=self.outlook) if build else []


def site_at(moment: datetime) -> SiteAt:
    """Costs a few queries and one for each thing that is scheduled, whatever the size of the site."""
    coming: list[Coming] = []
    seen: dict[UUID, Any] = {}
    for revision in _scheduled(moment):
        content = revision.as_object()
        event = Event.CHANGES if content.live else Event.GOES_OUT
        _publish(content, revision)
        seen[content.content_id] = content
        coming.append(Coming(revision.approved_go_live_at, event, content))
    for content in _expiring(moment, seen):
        content.live, content.expired = False, True
        seen[content.content_id] = content
        coming.append(Coming(content.expire_at, Event.EXPIRES, content))
    of_languages = list(_languages(moment, seen))
    coming += of_languages
    coming.sort(key=lambda each: each.at)
    others = (each.content for each in of_languages if each.content.content_id not in seen)
    releases = {content.content_id: _releases_at(content, moment, change_kind="") for content in others}
    for content_id, content in seen.items():
        releases[content_id] = _releases_at(content, moment, change_kind=getattr(content, "change_kind", ""))
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


def _languages(moment: datetime, seen: Mapping[UUID, Any]) -> Iterator[Coming]:
    """The releases that wait and will go out by then, and those whose time is over by then."""
    by_then = Q(is_current=False, goes_out_at__lte=moment) | Q(withdrawn_at=None, expires_at__lte=moment)
    found = Release.objects.filter(by_then, is_current_or_waiting=True).defer("snapshot", "made_from", "head")
    kept = contents.places({release.content_id for release in found})
    for release in found:
        place = kept.get(str(release.content_id))
        content = seen.get(release.content_id) or (place.content() if place else None)
        if content is not None:
            yield from _of_release(release, content, moment)


def _of_release(release: Release, content: Any, moment: datetime) -> Iterator[Coming]:
    if release.is_waiting and release.goes_out_at is not None and release.goes_out_at <= moment:
        yield Coming(release.goes_out_at, Event.RELEASED, content, release.locale)
    if release.expires_at is not None and release.expires_at <= moment:
        yield Coming(release.expires_at, Event.TAKEN_BACK, content, release.locale)


def _releases_at(content: Any, moment: datetime, *, change_kind: str) -> dict[str, Release]:
    """Those that will be current then, measured against the source of then; a safety change withdraws."""
    found = {tag: copy(release) for tag, release in current.as_of(content, moment).items()}
    staleness.compared(content, found, change_kind=change_kind)
    return found
