"""Exports in the admin: one content, those that were ticked, or all that is out, as XLIFF or PO."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Sum
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext as _, gettext_lazy, override
from django.views.generic import TemplateView, View
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from cms.locales import BY_TAG, SOURCE, translations
from cms.translation import contents, rights
from cms.translation.exchange import exporting
from cms.translation.exchange.archives import zipped
from cms.translation.models import LocaleWork
from cms.translation.naming import name_of
from cms.translation.one_locale import may_see

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.http import HttpRequest, QueryDict

    from cms.translation.exchange.files import ExchangedContent

FORMATS = (
    ("xliff", gettext_lazy("XLIFF 2.0, for most translation programs")),
    ("po", gettext_lazy("PO (gettext), for Poedit, Weblate and the like")),
)
_TYPES = {"xliff": "application/xliff+xml", "po": "text/x-gettext-translation"}

#: In one file; more is sent as an archive, which needs no memory for all of it.
MAX_IN_ONE_FILE = 20_000


class Wanted:
    """What is asked for: a locale, and content ids, none for all that is out. Raises Http404 or PermissionDenied."""

    def __init__(self, data: QueryDict, user: Any) -> None:
        self.locale = data.get("locale", "")
        self.ids = list(dict.fromkeys(data.getlist("content")))
        self._user = user
        self.format = data.get("format", "xliff")
        self.is_one_file = data.get("packing") == "one" or len(self.ids) == 1
        if self.locale not in exportable_by(user):
            raise PermissionDenied
        if self.format not in exporting.FORMATS:
            raise Http404

    def contents(self) -> Iterator[Any]:
        """Only those that this person may see. One at a time, for there may be many."""
        return (content for content in self._all() if may_see(self._user, content, self.locale))

    def exported(self) -> Iterator[tuple[Any, ExchangedContent]]:
        for content in self.contents():
            exchanged = exporting.exported(content, self.locale)
            if exchanged.segments:
                yield content, exchanged

    @property
    def is_too_much(self) -> bool:
        """By the figures that the dashboard shows too."""
        works = LocaleWork.objects.filter(locale=self.locale)
        if self.ids:
            works = works.filter(content_id__in=[*contents.places(self.ids)])
        return bool((works.aggregate(total=Sum("segments"))["total"] or 0) > MAX_IN_ONE_FILE)

    def _all(self) -> Iterable[Any]:
        if not self.ids:
            return exporting.all_that_is_out()
        places = contents.places(self.ids)
        found = (places[content_id].content() for content_id in self.ids if content_id in places)
        return (content for content in found if content is not None)


def exportable_by(user: Any) -> list[str]:
    """The locales that this person has anything to do with; authors send out all of them."""
    is_author = rights.may_translate(user, SOURCE)
    return [locale.tag for locale in translations() if is_author or rights.may_work(user, locale.tag)]


class ExportView(WagtailAdminTemplateMixin, TemplateView):
    """The choice of language, format and packing. By POST from the list of content that was ticked."""

    template_name = "translation/exchange_export.html"
    page_title = gettext_lazy("Export translations")
    header_icon = "download"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not exportable_by(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        above = {"url": reverse("translation_dashboard"), "label": _("Translations")}
        return [*self.breadcrumbs_items, above, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.POST or self.request.GET
        places = contents.places(asked.getlist("content"))
        only = next(iter(places.values())).content() if len(places) == 1 else None
        return {
            **super().get_context_data(**kwargs),
            "locales": [BY_TAG[tag] for tag in exportable_by(self.request.user)],
            "chosen": asked.get("locale", ""),
            "ids": [*places],
            "name": name_of(only) if only is not None and rights.may_edit(self.request.user, only) else "",
            "formats": FORMATS,
        }


class ExportFileView(View):
    """The file itself; by GET too, so that a link can lead to that of one content."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return self._answer(request, request.GET)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return self._answer(request, request.POST)

    def _answer(self, request: HttpRequest, asked: QueryDict) -> Any:
        wanted = Wanted(asked, request.user)
        if wanted.is_one_file and wanted.is_too_much:
            return self._refuse(request, _("This is too much for one file. Take an archive with a file for each."))
        found = wanted.exported()
        first = next(found, None)
        if first is None:
            return self._refuse(request, _("There is nothing to export: nothing of this has any text to translate."))
        if wanted.is_one_file:
            return _file(wanted, [first, *found])
        return _archive(wanted, _chain(first, found))

    def _refuse(self, request: HttpRequest, sentence: str) -> HttpResponse:
        messages.error(request, sentence)
        return redirect("translation_export")


def _chain(first: Any, rest: Iterator[Any]) -> Iterator[Any]:
    yield first
    yield from rest


def _file(wanted: Wanted, found: list[tuple[Any, ExchangedContent]]) -> HttpResponse:
    names = exporting.FileNames(wanted.locale, format=wanted.format)
    name = (
        names.name(*found[0]) if len(found) == 1 else f"translations.{wanted.locale}{exporting.SUFFIXES[wanted.format]}"
    )
    data = exporting.file_of([exchanged for _content, exchanged in found], format=wanted.format)
    return HttpResponse(data, content_type=_TYPES[wanted.format], headers=_as_download(name))


def _archive(wanted: Wanted, found: Iterator[tuple[Any, ExchangedContent]]) -> StreamingHttpResponse:
    files = _files(wanted, found, language=get_language() or SOURCE)
    headers = _as_download(f"translations.{wanted.locale}.zip")
    return StreamingHttpResponse(zipped(files), content_type="application/zip", headers=headers)


def _files(
    wanted: Wanted, found: Iterator[tuple[Any, ExchangedContent]], *, language: str
) -> Iterator[tuple[str, bytes]]:
    """Made while the archive is sent, when the language of the interface is another already: the notes are in it."""
    names = exporting.FileNames(wanted.locale, format=wanted.format)
    while True:
        with override(language):
            each = next(found, None)
            if each is None:
                return
            made = names.name(*each), exporting.file_of([each[1]], format=wanted.format)
        yield made


def _as_download(name: str) -> dict[str, str]:
    """Names are of letters that a header can hold: slugs and content ids."""
    return {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
