"""Preview links as the admin lists them: what each is of, by whom, until when, and what may be done with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from cms.locales import BY_TAG
from cms.preview import kinds, links
from cms.preview.models import LinkState, PreviewLink
from cms.translation.naming import name_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet


@dataclass(frozen=True)
class ShownLink:
    """`content` is None for the site, and for what was deleted."""

    link: PreviewLink
    content: Any | None
    name: str
    state: LinkState
    reading_url: str
    api_url: str

    @property
    def language(self) -> str:
        """By its own name; the tag of one that the site has no more."""
        return BY_TAG[self.link.locale].own_name if self.link.locale in BY_TAG else self.link.locale

    @property
    def is_active(self) -> bool:
        return self.state == LinkState.ACTIVE


def visible_to(user: Any) -> QuerySet[PreviewLink]:
    """The links to what this person may edit, and those that they made."""
    pages = PagePermissionPolicy().instances_user_has_any_permission_for(user, {"change", "publish"})
    wanted = Q(created_by=user)
    for kind in kinds.all_kinds():
        if issubclass(kind.model, Page):
            wanted |= Q(
                type=kind.type, content_id__in=kind.model._default_manager.filter(pk__in=pages).values("content_id")
            )
        elif user.has_perm(f"{kind.model._meta.app_label}.change_{kind.model._meta.model_name}"):
            wanted |= Q(type=kind.type)
    if links.may_preview_site(user):
        wanted |= Q(content_id=None)
    return PreviewLink.objects.filter(wanted).select_related("created_by", "revoked_by")


def shown(found: Iterable[PreviewLink]) -> list[ShownLink]:
    """One query for each type of content among them."""
    listed = list(found)
    by_type: dict[str, set[Any]] = {}
    for link in listed:
        by_type.setdefault(link.type, set()).add(link.content_id)
    models: dict[str, Any] = {kind.type: kind.model for kind in kinds.all_kinds()}
    contents = {
        content.content_id: content
        for type_, content_ids in by_type.items()
        if type_
        for content in models[type_]._default_manager.filter(content_id__in=content_ids)
    }
    now = timezone.now()
    return [_shown(link, contents.get(link.content_id), link.state_at(now)) for link in listed]


def _shown(link: PreviewLink, content: Any | None, state: LinkState) -> ShownLink:
    name = name_of(content) if content is not None else ""
    return ShownLink(link, content, name, state, links.reading_url(link), links.api_url(link))
