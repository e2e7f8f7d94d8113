"""“For you”, on the admin's first page: what a person was told and has not read yet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.http import HttpResponseBadRequest
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.generic import View
from wagtail.admin.ui.components import Component

from cms.locales import BY_TAG, SOURCE, ContentLocale
from cms.translation import notifications
from cms.translation.models import Notification, NotificationKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest, HttpResponse

#: More than this would push the rest of the page out of sight; what is read makes room.
SHOWN = 30

_BADGES = {
    NotificationKind.OUTDATED: "outdated",
    NotificationKind.WITHDRAWN: "withdrawn",
    NotificationKind.REFUSED: "withdrawn",
    NotificationKind.APPROVED: "released",
}


@dataclass(frozen=True)
class Line:
    """A notification as it is shown."""

    notification: Notification
    locale: ContentLocale
    url: str
    text: str
    badge: str


@dataclass
class Group:
    """What there is about one content, newest first."""

    name: str
    lines: list[Line] = field(default_factory=list)


class ForYouPanel(Component):
    """Two queries at most, whatever there is."""

    name = "translation_notifications"
    template_name = "translation/notifications_panel.html"
    order = 200

    def __init__(self, unread: list[Notification]) -> None:
        self.unread = unread

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {
            "groups": grouped(self.unread[:SHOWN]),
            "seen": self.unread[0].created_at.isoformat(),
            "shown": SHOWN,
            "has_more": len(self.unread) > SHOWN,
            "source": BY_TAG[SOURCE],
            "csrf_token": parent_context["csrf_token"],
        }


class ReadView(View):
    """Marks what the person has seen as read: one, or all up to the newest that was on the page.

    What was said since it was shown stays unread, for they have not seen it.
    """

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        seen = _moment(request.POST.get("seen", ""))
        one = request.POST.get("notification", "")
        if seen is None or not (one.isdecimal() or not one):
            return HttpResponseBadRequest()
        mine = Notification.objects.filter(user=request.user.pk, read_at=None, created_at__lte=seen)
        if one:
            mine = mine.filter(pk=one)
        mine.update(read_at=timezone.now())
        return redirect("wagtailadmin_home")


def add_panel(request: HttpRequest, panels: list[Any]) -> None:
    """Nothing unread, no panel."""
    newest = (
        notifications.unread()
        .filter(user=request.user)
        .select_related("content__content_type")
        .order_by("-created_at", "-pk")
    )
    # One more than is shown says that there are more.
    unread = [row for row in newest[: SHOWN + 1] if notifications.concerns(request.user, row)]
    if unread:
        panels.append(ForYouPanel(unread))


def grouped(unread: Iterable[Notification]) -> list[Group]:
    """By content; the one with the newest comes first."""
    groups: dict[Any, Group] = {}
    for row in unread:
        group = groups.setdefault(row.content_id, Group(row.content.name))
        group.lines.append(_line(row))
    return list(groups.values())


def _line(row: Notification) -> Line:
    return Line(
        notification=row,
        locale=BY_TAG[row.locale],
        url=notifications.url_of(row),
        text=notifications.explained(row),
        badge=_BADGES.get(NotificationKind(row.kind), "none"),
    )


def _moment(given: str) -> Any | None:
    """A moment with a time zone, as the panel writes it."""
    try:
        moment = parse_datetime(given)
    except ValueError:
        return None
    return moment if moment is not None and timezone.is_aware(moment) else None
