"""The admin's views of a content id's history: its editions, and what differs between two of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.history import comparing, lines, subjects
from cms.history.export import FORMATS
from cms.locales import BY_TAG, TAGS
from cms.publishing.models import Edition
from cms.translation.edit_urls import edit_url

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest

    from cms.history.lines import Line
    from cms.history.subjects import Subject

#: Editions on one page of the list.
_ON_A_PAGE = 50
#: The largest sequence number that the database can look for.
_LAST = 2**63 - 1


class OfOneContent:
    """For a view below `history/<content id>/`; only for those who may see the history."""

    subject: Subject

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            self.subject = subjects.find(kwargs["content_id"])
        except subjects.NoHistory:
            raise Http404 from None
        if not subjects.may_see(request.user, self.subject):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # of the view that it is mixed into


class _Page(OfOneContent, WagtailAdminTemplateMixin, TemplateView):
    header_icon = "history"

    def get_page_subtitle(self) -> str:
        return self.subject.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        above = edit_url(self.subject.content) if self.subject.content is not None else None
        item = {"url": above or "", "label": self.subject.name}
        return [*self.breadcrumbs_items, *([item] if above else []), *self.own_breadcrumbs()]

    def own_breadcrumbs(self) -> list[dict[str, Any]]:
        return [{"url": "", "label": self.page_title, "sublabel": self.subject.name}]

    @property
    def list_url(self) -> str:
        return reverse("history_editions", args=[self.subject.content_id])


class EditionsView(_Page):
    """What was out when, newest first; two can be chosen to be compared."""

    template_name = "history/editions.html"
    page_title = gettext_lazy("Editions")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        editions = lines.editions_of(self.subject.content_id)
        has = set(editions.order_by().values_list("locale", flat=True).distinct())
        wanted = self.request.GET.get("locale", "")
        if wanted in has:
            editions = editions.filter(locale=wanted)
        page = Paginator(editions, _ON_A_PAGE).get_page(self.request.GET.get("p"))
        shown = lines.lines(self.subject, list(page.object_list))
        return {
            **super().get_context_data(**kwargs),
            "subject": self.subject,
            "locales": [BY_TAG[tag] for tag in TAGS if tag in has],
            "chosen": wanted if wanted in has else "",
            "page": page,
            "lines": shown,
            **_proposed(shown),
            "formats": list(FORMATS),
        }


def _proposed(shown: Sequence[Line]) -> dict[str, int | None]:
    """The two that are likely to be compared: the newest text, and the one before it in its language."""
    texts = [line.edition for line in shown if line.has_text]
    alike = [edition.sequence for edition in texts if edition.locale == texts[0].locale]
    return {"proposed_to": next(iter(alike), None), "proposed_from": next(iter(alike[1:]), None)}


class CompareView(_Page):
    """One edition beside another, the one before it where none is named; the first one as it was."""

    template_name = "history/compare.html"
    page_title = gettext_lazy("What changed")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.GET.get("from", "") == request.GET.get("to", ""):
            messages.warning(request, _("Choose two different editions to compare."))
            return redirect(self.list_url)
        return super().get(request, *args, **kwargs)

    def own_breadcrumbs(self) -> list[dict[str, Any]]:
        return [{"url": self.list_url, "label": _("Editions")}, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        chosen = [edition for name in ("from", "to") if (edition := self._named(name)) is not None]
        chosen.sort(key=lambda edition: edition.sequence)
        old = chosen[0] if len(chosen) > 1 else comparing.before(chosen[0])
        return {
            **super().get_context_data(**kwargs),
            **comparing.told(self.subject, old, chosen[-1]),
            "subject": self.subject,
            "list_url": self.list_url,
        }

    def _named(self, name: str) -> Edition | None:
        """Raises Http404 for one that is not of this content."""
        given = self.request.GET.get(name, "")
        if not given:
            return None
        number = int(given) if given.isascii() and given.isdigit() and len(given) < len(str(_LAST)) else 0
        edition = comparing.with_text(self.subject.content_id).filter(sequence=number).first()
        if edition is None:
            raise Http404
        return edition


class ExportView(OfOneContent, View):
    """The whole history as a file, written while it is read."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> StreamingHttpResponse:
        form = FORMATS.get(kwargs["format"])
        if form is None:
            raise Http404
        answer = StreamingHttpResponse(form.write(self.subject), content_type=form.content_type)
        name = f"history-{self.subject.content_id}.{kwargs['format']}"
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        answer.headers["Cache-Control"] = "private, no-store"
        return answer
