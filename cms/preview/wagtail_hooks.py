"""What the Wagtail admin gets from preview: its views, the ways to them, and our entries in the log of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext as _, gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button

from cms.preview import kinds, links, views
from cms.translation import logged

if TYPE_CHECKING:
    from collections.abc import Iterator

_ACTS = {
    "preview.make_link": (
        gettext_lazy("Make a preview link"),
        gettext_lazy("Made a link to the draft in %(language)s"),
    ),
    "preview.revoke_link": (
        gettext_lazy("Revoke a preview link"),
        gettext_lazy("Revoked a link to the draft in %(language)s"),
    ),
}


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [
        path("preview/", views.AllLinksView.as_view(), name="preview_links"),
        path("preview/site/", views.SiteAtView.as_view(), name="preview_site"),
        path("preview/site/<str:moment>/<uuid:content_id>/", views.page_at, name="preview_page_at"),
        path("preview/revoke/<uuid:token_id>/", views.RevokeView.as_view(), name="preview_revoke"),
        path("preview/<str:type>/<uuid:content_id>/", views.LinksOfContentView.as_view(), name="preview_links_of"),
    ]


class SiteMenuItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return links.may_preview_site(request.user)


@hooks.register("register_reports_menu_item")
def links_menu_item() -> MenuItem:
    return MenuItem(
        gettext_lazy("Preview links"), reverse_lazy("preview_links"), name="preview-links", icon_name="link", order=850
    )


@hooks.register("register_reports_menu_item")
def site_menu_item() -> MenuItem:
    return SiteMenuItem(
        gettext_lazy("The site on …"),
        reverse_lazy("preview_site"),
        name="preview-site",
        icon_name="calendar-alt",
        order=860,
    )


@hooks.register("register_page_header_buttons")
def page_header_buttons(page: Any, user: Any, **_context: Any) -> Iterator[Button]:
    yield from _buttons(page, user)


@hooks.register("register_snippet_listing_buttons")
def snippet_buttons(snippet: Any, user: Any, _next_url: str) -> Iterator[Button]:
    yield from _buttons(snippet, user)


def _buttons(content: Any, user: Any) -> Iterator[Button]:
    """The way to the links of saved content that may be previewed."""
    specific = getattr(content, "specific", content)
    if specific.pk and kinds.kind_of(specific) is not None and links.may_preview(user, specific):
        yield Button(_("Preview links"), url=views.of_content_url(specific), icon_name="link", priority=60)


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    logged.register(actions, _ACTS)
