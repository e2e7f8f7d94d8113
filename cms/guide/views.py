"""The guide as pages of the admin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import FileResponse, Http404
from django.urls import reverse
from django.views.generic import TemplateView, View
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from cms.guide.chapters import Chapter, chapters, picture

if TYPE_CHECKING:
    from django.http import HttpRequest


class ChapterView(WagtailAdminTemplateMixin, TemplateView):
    template_name = "guide/chapter.html"
    header_icon = "help"

    @property
    def chapter(self) -> Chapter:
        try:
            return chapters()[self.kwargs["key"]]
        except KeyError:
            raise Http404 from None

    def get_page_title(self) -> str:
        return self.chapter.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.chapter.title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = self.chapter
        others = [(each, reverse("guide", args=[each.key])) for each in chapters().values() if each != own]
        return {**super().get_context_data(**kwargs), "chapter": own, "others": others}


class PictureView(View):
    def get(self, request: HttpRequest, name: str) -> FileResponse:
        found = picture(name)
        if found is None:
            raise Http404
        return FileResponse(
            found.open("rb"), content_type="image/png", headers={"Cache-Control": "private, max-age=3600"}
        )
