"""Tells people what they should look at: on the admin's first page, and by e-mail once the act is committed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, Value
from django.utils import timezone
from django.utils.translation import gettext
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.locales import BY_TAG, SOURCE
from cms.translation import consequences, rights
from cms.translation.edit_urls import release_page_url, workbench_url
from cms.translation.models import (
    LocaleWork,
    Notification,
    NotificationKind,
    Release,
    SegmentComment,
    TranslatedItem,
    WorkState,
)
from cms.translation.naming import name_of_person
from cms.translation.staleness import EXPIRED, SAFETY_CHANGE
from cms.translation.tasks import send_mail_task

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID


#: Before the locale that readers get instead: a line of a notification that is put into words where it is shown.
FALLS_BACK = "falls-back-to:"


@dataclass(frozen=True)
class News:
    """What is told of one locale, and to whom: those of `to`, a queryset of people, whom it concerns."""

    locale: str
    kind: str
    to: Any
    text: str = ""


def announce(content: Any, *told: News, by: Any | None) -> None:
    """One notification each, for one act; who has an unread one of this kind gets that one brought up to date.

    Told are active people who may edit the content and have a right that makes it their concern, but not who did it.
    Costs one query to find all people, one more for each piece of news and a few for the mail, however many they are.
    """
    now = timezone.now()
    rows = _rows(content, told, by=by, now=now)
    if not rows:
        return
    with transaction.atomic():
        Notification.objects.bulk_create(rows, ignore_conflicts=True)
        for news in told:
            people = [row.user_id for row in rows if (row.locale, row.kind) == (news.locale, news.kind)]
            _unread_of(content.content_id, news.locale, news.kind).filter(user__in=people).update(
                actor_name=name_of_person(by), text=news.text, created_at=now, mailed_at=None
            )
        # A row in the same database: the task is there when the act is committed, and only then.
        send_mail_task.enqueue()


def tell(people: Any, content_id: UUID, locale: str, kind: str, *, by: Any | None, text: str = "") -> None:
    """`announce` for one locale of content that is known by its id."""
    announce(content_of(content_id), News(locale, kind, to=people, text=text), by=by)


def tell_of_comment(comment: SegmentComment) -> None:
    """The others of the thread and those who wrote the text hear of it, in review those who may approve it too."""
    work = LocaleWork.objects.filter(content_id=comment.content_id, locale=comment.locale).first()
    thread = SegmentComment.objects.filter(content=comment.content_id, locale=comment.locale, path=comment.path)
    concerned = Q(pk__in=thread.values("author")) | Q(pk__in=_writers(comment.content_id, comment.locale, work))
    if work is not None and work.state == WorkState.IN_REVIEW:
        concerned |= Q(pk__in=people_with(rights.approve_permission(comment.locale)).values("pk"))
    people = get_user_model()._default_manager.filter(concerned)
    author, text = comment.author, comment.text
    tell(people, comment.content_id, comment.locale, NotificationKind.COMMENTED, by=author, text=text)


def settle(content_id: UUID, locale: str, *kinds: str) -> None:
    """What was asked of people about this text is done: all of it, or only these kinds."""
    _unread_of(content_id, locale, *kinds).update(read_at=timezone.now())


def unread() -> Any:
    """What waits for somebody; a text that was changed since it was sent to review waits for no reviewer."""
    in_review = LocaleWork.objects.filter(
        content_id=OuterRef("content_id"), locale=OuterRef("locale"), state=WorkState.IN_REVIEW
    )
    return Notification.objects.filter(~Q(kind=NotificationKind.SUBMITTED) | Exists(in_review), read_at=None)


def concerns(person: Any, notification: Notification) -> bool:
    """Whether this person still has a right that makes it theirs; costs nothing where the rights are loaded."""
    return any(person.has_perm(permission) for permission in _permissions(notification.kind, notification.locale))


def explained(notification: Notification) -> str:
    """Its text for people: what we wrote ourselves is in their language, what a person wrote is as it is."""
    return "\n".join(_explained(line, notification.locale) for line in notification.text.splitlines())


def _explained(line: str, locale: str) -> str:
    stand_in = line.removeprefix(FALLS_BACK)
    if stand_in != line and stand_in in BY_TAG:
        return consequences.fall(stand_in, [locale])
    return gettext(line) if line in {SAFETY_CHANGE, EXPIRED} else line


def url_of(notification: Notification) -> str:
    """Where it can be seen to, as a path; asks nothing where item and type are loaded."""
    item = notification.content
    url = release_page_url if notification.kind == NotificationKind.REFUSED else workbench_url
    return url(f"{item.content_type.app_label}.{item.content_type.model}", item.object_id, notification.locale)


def people_with(permission: str) -> Any:
    """Active people who were given a permission, by a group or themselves; superusers have all and are not meant."""
    return _with_permission(permission, include_superusers=False)


def editors_of(content: Any) -> Any:
    """Those of whom `rights.may_edit` holds, as one query whatever their number."""
    if isinstance(content, Page):
        return policy_registry.get(content).users_with_permission_for_instance("change", content)
    meta = content._meta
    return _with_permission(f"{meta.app_label}.change_{meta.model_name}", include_superusers=True)


def content_of(content_id: UUID) -> Any:
    """The content of an item; two queries."""
    item = TranslatedItem.objects.select_related("content_type").get(pk=content_id)
    model: Any = item.content_type.model_class()
    return model._default_manager.get(pk=item.object_id)


def _permissions(kind: str, locale: str) -> tuple[str, ...]:
    """The rights that make a kind of notification somebody's concern; any one will do."""
    translate, approve = rights.translate_permission(locale), rights.approve_permission(locale)
    if kind in {NotificationKind.OUTDATED, NotificationKind.WITHDRAWN}:
        return (translate,)
    if kind == NotificationKind.REFUSED:
        return (approve,)
    if kind == NotificationKind.SUBMITTED:
        return (approve, rights.clinical_permission(locale))
    if kind == NotificationKind.COMMENTED:
        return (translate, approve, rights.clinical_permission(locale), rights.translate_permission(SOURCE))
    return (translate, approve)


def _rows(content: Any, told: Sequence[News], *, by: Any | None, now: Any) -> list[Notification]:
    """In the order of the people's keys, so that two acts at once never wait for each other in a ring."""
    editors = editors_of(content)
    first, *others = (
        _people(news, editors, by=by).annotate(place=Value(place)).values_list("place", "pk")
        for place, news in enumerate(told)
    )
    return [
        Notification(
            user_id=key,
            content_id=content.content_id,
            locale=told[place].locale,
            kind=told[place].kind,
            actor_name=name_of_person(by),
            text=told[place].text,
            created_at=now,
        )
        for place, key in sorted(first.union(*others, all=True))
    ]


def _people(news: News, editors: Any, *, by: Any | None) -> Any:
    has_right = Q()
    for permission in _permissions(news.kind, news.locale):
        has_right |= Q(pk__in=_with_permission(permission, include_superusers=True).values("pk"))
    people = news.to.filter(has_right, is_active=True, pk__in=editors.values("pk"))
    return people.exclude(pk=by.pk) if by is not None else people


def _with_permission(permission: str, *, include_superusers: bool) -> Any:
    return get_user_model()._default_manager.with_perm(
        permission, backend="django.contrib.auth.backends.ModelBackend", include_superusers=include_superusers
    )


def _writers(content_id: UUID, locale: str, work: LocaleWork | None) -> Iterable[int]:
    """Who writes the text now, else who wrote the one that is out."""
    if work is not None and work.contributors:
        return list(work.contributors)
    release = Release.objects.filter(content_id=content_id, locale=locale, is_current=True).first()
    return list(release.translators) if release is not None else []


def _unread_of(content_id: UUID, locale: str, *kinds: str) -> Any:
    of_text = Notification.objects.filter(content_id=content_id, locale=locale, read_at=None)
    return of_text.filter(kind__in=kinds) if kinds else of_text
