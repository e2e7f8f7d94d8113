"""What waits in each language, on the first page of the admin."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber
from wagtail.admin.ui.components import Component

from cms.locales import BY_TAG, SOURCE
from cms.translation import rights
from cms.translation.dashboard import overview, situations, views
from cms.translation.dashboard.filters import translated, workable_by
from cms.translation.dashboard.situations import Situation
from cms.translation.models import LocaleWork, WorkState

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from django.db.models import QuerySet
    from django.http import HttpRequest

    from cms.locales import ContentLocale
    from cms.translation.dashboard.overview import Total

#: Of each language, how many that have waited longest are named.
OLDEST = 5

#: What is counted for each language, in the order in which it is most urgent.
_COUNTED = (Situation.WITHDRAWN, Situation.OUTDATED, Situation.IN_REVIEW, Situation.MISSING)


@dataclass(frozen=True)
class Waiting:
    name: str
    url: str
    since: datetime
    reason: str


@dataclass
class LocaleWaiting:
    """One language: what waits there for this person, and in how many contents for anybody."""

    locale: ContentLocale
    url: str
    to_do: int
    counts: list[tuple[Situation, int, str]]
    oldest: list[Waiting] = field(default_factory=list)


class TranslationsPanel(Component):
    """Two queries at most."""

    name = "translations"
    template_name = "translation/dashboard_home.html"
    order = 205

    class Media:
        css = {"all": ["translation/dashboard.css"]}

    def __init__(self, request: HttpRequest) -> None:
        self.user = request.user

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        own = workable_by(self.user)
        is_author = rights.may_translate(self.user, SOURCE)
        tags = translated() if is_author else own
        found = {tag: _waiting_in(total) for tag, total in overview.totals(tags).items()}
        for work in oldest(self.user, own):
            found[work.locale].oldest.append(_waiting(work))
        return {
            "own": [found[tag] for tag in own],
            "others": [found[tag] for tag in tags if tag not in own],
            "source": BY_TAG[SOURCE],
            "url": views.url(),
        }


def add(request: HttpRequest, panels: list[Any]) -> None:
    if views.may_see(request.user):
        panels.append(TranslationsPanel(request))


def _waiting_in(total: Total) -> LocaleWaiting:
    tag = total.locale.tag
    numbers = [(each, total.number(each), views.url(locale=tag, situation=each)) for each in _COUNTED]
    return LocaleWaiting(
        total.locale,
        views.url(locale=tag, situation=Situation.TO_DO),
        to_do=total.number(Situation.TO_DO),
        counts=[counted for counted in numbers if counted[1]],
    )


def waiting_for(user: Any, tags: Iterable[str]) -> QuerySet[LocaleWork]:
    """What waits for this person in these locales."""
    theirs = Q(pk__in=[])
    for tag in tags:
        theirs |= Q(locale=tag) & _waits_for(user, tag)
    return LocaleWork.objects.filter(theirs, situations.condition(Situation.TO_DO))


def oldest(user: Any, tags: Iterable[str]) -> Iterable[LocaleWork]:
    """What has waited longest for this person in each of these locales, oldest first."""
    place = Window(RowNumber(), partition_by=F("locale"), order_by=(F("waiting_since").asc(), F("pk").asc()))
    return (
        waiting_for(user, tags)
        .annotate(place=place)
        .filter(place__lte=OLDEST)
        .select_related("content")
        .only(*overview.FIGURES, "content__name", "content__object_id", "content__content_type")
        .order_by("waiting_since", "pk")
    )


def _waits_for(user: Any, tag: str) -> Q:
    """A text in review waits for those who approve or sign it, all else for those who write."""
    may_write = rights.may_translate(user, tag)
    may_sign = rights.may_approve(user, tag) or rights.may_answer_for(user, tag)
    if may_write and may_sign:
        return Q()
    return Q(state=WorkState.IN_REVIEW) if may_sign else ~Q(state=WorkState.IN_REVIEW)


def _waiting(work: LocaleWork) -> Waiting:
    assert work.waiting_since is not None  # noqa: S101 -- for the type checker: these are the ones that wait
    return Waiting(
        name=work.content.name,
        url=overview.url_of(work.content, work.locale),
        since=work.waiting_since,
        reason=overview.reason(work),
    )
