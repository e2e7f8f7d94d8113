"""The view of all translations in the admin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _, gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from cms.locales import BY_TAG, SOURCE
from cms.translation import rights
from cms.translation.dashboard import overview, spreadsheet
from cms.translation.dashboard.actions import actions
from cms.translation.dashboard.filters import FilterForm, translated, workable_by
from cms.translation.dashboard.situations import Situation

if TYPE_CHECKING:
    from django.http import HttpRequest

    from cms.translation.dashboard.filters import Filters
    from cms.translation.dashboard.overview import Total

PAGE_SIZE = 50

#: The figures of a locale, as columns of the totals.
_FIGURES = (
    Situation.RELEASED,
    Situation.OUTDATED,
    Situation.WITHDRAWN,
    Situation.NONE,
    Situation.IN_REVIEW,
)


def may_see(user: Any) -> bool:
    """Whoever translates, approves or signs any language, and authors."""
    return rights.may_translate(user, SOURCE) or bool(workable_by(user))


def url(**wanted: Any) -> str:
    """The dashboard with these filters; what is empty is left out."""
    query = urlencode({name: value for name, value in wanted.items() if value})
    return reverse("translation_dashboard") + (f"?{query}" if query else "")


class DashboardMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_see(request.user)


class DashboardView(WagtailAdminTemplateMixin, TemplateView):
    """A row per content, a column per locale; `export=csv` sends the same list as a file."""

    template_name = "translation/dashboard.html"
    page_title = gettext_lazy("Translations")
    header_icon = "globe"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may_see(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.GET.get("export") == "csv":
            return spreadsheet.answer(self.filters)
        return super().get(request, *args, **kwargs)

    @cached_property
    def form(self) -> FilterForm:
        return FilterForm(self.request.GET, user=self.request.user)

    @cached_property
    def filters(self) -> Filters:
        return self.form.filters

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        paginator = WagtailPaginator(overview.items(self.filters), PAGE_SIZE)
        found = paginator.get_page(self.request.GET.get("p"))
        is_author = rights.may_translate(self.request.user, SOURCE)
        linked = self.filters.tags if is_author else workable_by(self.request.user)
        return {
            **super().get_context_data(**kwargs),
            "source": BY_TAG[SOURCE],
            "form": self.form,
            "is_filtered": any(self.request.GET.get(name) for name in self.form.fields),
            "figures": _FIGURES,
            "totals": [self._total(total) for total in overview.totals(translated(), kind=self.filters.kind).values()],
            "locales": [BY_TAG[tag] for tag in self.filters.tags],
            "items": found,
            "elided_page_range": paginator.get_elided_page_range(found.number),
            "rows": overview.rows(list(found), self.filters, linked=linked),
            "is_by_waiting": self.filters.is_by_waiting,
            "empty": "" if paginator.count else self._empty(),
            "actions": actions(),
            "clear_url": url(),
            "export_url": self._export_url(),
        }

    def _total(self, total: Total) -> dict[str, Any]:
        kind = self.form.cleaned_data.get("kind")
        tag = total.locale.tag
        figures = [(each, total.number(each), url(locale=tag, situation=each, kind=kind)) for each in _FIGURES]
        missing = url(locale=tag, situation=Situation.MISSING, kind=kind)
        return {
            "locale": total.locale,
            "url": url(locale=tag, kind=kind),
            "figures": figures,
            "missing": (total.missing_segments, missing),
        }

    def _empty(self) -> str:
        filters = self.filters
        if not filters.text and filters.situation == Situation.TO_DO:
            if filters.locale:
                return _("Nothing waits in %(language)s. Well done.") % {"language": BY_TAG[filters.locale].own_name}
            return _("Nothing waits. Well done.")
        if filters.text or filters.situation or filters.kind:
            return _("Nothing is like that.")
        return _("There is no content yet. What authors write appears here by itself.")

    def _export_url(self) -> str:
        query = self.request.GET.copy()
        query.pop("p", None)
        query["export"] = "csv"
        return f"?{query.urlencode()}"
