"""Where the admin has the guide: in the help menu."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.guide.chapters import chapters
from cms.guide.views import ChapterView, PictureView

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.safestring import SafeString


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [
        path("guide/pictures/<str:name>", PictureView.as_view(), name="guide_picture"),
        path("guide/<slug:key>/", ChapterView.as_view(), name="guide"),
    ]


@hooks.register("construct_help_menu")
def chapters_first(request: HttpRequest, items: list[Any]) -> None:
    for place, chapter in enumerate(chapters().values()):
        url = reverse("guide", args=[chapter.key])
        items.append(MenuItem(chapter.title, url, name=f"guide-{chapter.key}", icon_name="help", order=place))


@hooks.register("insert_global_admin_css")
def admin_css() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("guide/guide.css"))
