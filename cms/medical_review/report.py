"""The report "Medical reviews": what is due, overdue, withdrawn or was never reviewed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.forms import RadioSelect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _, gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, NumberColumn, Table
from wagtail.admin.views.reports import ReportView

from cms.locales import CONTENT_LOCALES
from cms.medical_review import report_rows, rights
from cms.medical_review.urls import REPORT, RESULTS, report_url
from cms.publishing.models import Document
from cms.report_tables import TemplateColumn, as_filtered
from cms.spreadsheets import GuardedExport

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.db.models import QuerySet
    from django.http import HttpRequest

    from cms.medical_review.report_rows import Row


def _languages() -> list[tuple[str, str]]:
    """The source stands for the page as a whole."""
    return [(locale.tag, _("All languages") if locale.is_source else locale.own_name) for locale in CONTENT_LOCALES]


class ReviewFilterSet(WagtailFilterSet):
    status = django_filters.ChoiceFilter(
        label=gettext_lazy("Status"),
        choices=report_rows.statuses,
        empty_label=gettext_lazy("All"),
        method="of_status",
        widget=RadioSelect,
    )
    locale = django_filters.ChoiceFilter(
        label=gettext_lazy("Review of"), choices=_languages, empty_label=gettext_lazy("All"), widget=RadioSelect
    )

    class Meta:
        model = Document
        fields: tuple[str, ...] = ()

    def of_status(self, queryset: QuerySet[Document], name: str, value: str) -> QuerySet[Document]:
        return queryset.filter(report_rows.condition(value, timezone.now().date()))


def _day(day: date | None) -> str:
    return date_format(day) if day is not None else "–"


def _number(number: int | None) -> str:
    return "–" if number is None else str(number)


def _facts(row: Row, request: HttpRequest) -> dict[str, Any]:
    back = as_filtered(report_url(), request)
    return {"record_url": row.record_url(back=back) if rights.may_record(request.user) else ""}


class ReviewsView(GuardedExport, ReportView):
    model = Document
    page_title = gettext_lazy("Medical reviews")
    verbose_name = gettext_lazy("review")
    verbose_name_plural = gettext_lazy("reviews")
    header_icon = "check"
    index_url_name = REPORT
    index_results_url_name = RESULTS
    filterset_class = ReviewFilterSet
    is_searchable = True
    search_fields = ("name",)
    search_backend_name = None
    default_ordering = "due"
    table_classname = "listing medical-reviews"
    export_filename = "medical-reviews"
    export_headings = {
        "name": gettext_lazy("Page"),
        "language": gettext_lazy("Review of"),
        "last": gettext_lazy("Last review"),
        "due": gettext_lazy("Next review due"),
        "days_left": gettext_lazy("Days left"),
        "label": gettext_lazy("Status"),
        "reviewers": gettext_lazy("Reviewed by"),
        "consequence": gettext_lazy("For readers"),
    }
    list_export = tuple(export_headings)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not rights.may_see(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TemplateColumn(
                "name",
                label=_("Page"),
                template="medical_review/page_cell.html",
                facts=_facts,
                sort_key="name",
                width="30%",
            ),
            Column("language", label=_("Review of")),
            TemplateColumn(
                "status",
                label=_("For readers"),
                template="medical_review/status_cell.html",
                facts=_facts,
                width="20%",
            ),
            Column("last", label=_("Last review"), accessor=lambda row: _day(row.last), sort_key="last"),
            Column("due", label=_("Next review due"), accessor=lambda row: _day(row.due), sort_key="due"),
            NumberColumn("days_left", label=_("Days left"), accessor=lambda row: _number(row.days_left)),
            Column("reviewers", label=_("Reviewed by")),
        ]

    @cached_property
    def no_results_message(self) -> str:
        if self.is_searching or self.is_filtering:
            return _("No page is like that.")
        return _("Nothing is published yet. Pages appear here when readers get them.")

    def order_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """What was never reviewed comes last, on every database."""
        name = self.ordering.removeprefix("-")
        order = F(name).desc(nulls_last=True) if self.ordering.startswith("-") else F(name).asc(nulls_last=True)
        return queryset.order_by(order, "name", "locale", "pk")

    def get_base_queryset(self) -> QuerySet[Document]:
        return report_rows.listed(self.request.user)

    def decorate_paginated_queryset(self, object_list: Iterable[Document]) -> list[Row]:
        return report_rows.rows(object_list)

    def get_table(self, object_list: Iterable[Document]) -> Table:
        return super().get_table(self.decorate_paginated_queryset(object_list))


class ReportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return rights.may_see(request.user)
