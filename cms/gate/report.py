"""The report "Out without a sign-off": what went out by break-glass, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.forms import RadioSelect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _, gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView

from cms.gate import break_glass, sign_offs
from cms.gate.admin_urls import edit_url
from cms.gate.models import Alarm
from cms.report_tables import TemplateColumn
from cms.spreadsheets import GuardedExport

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

OPEN, SETTLED = "open", "settled"


def may_see(person: Any) -> bool:
    """Who signs, and who breaks the glass."""
    return bool(person.has_perm(sign_offs.PERMISSION) or person.has_perm(break_glass.PERMISSION))


class AlarmFilterSet(WagtailFilterSet):
    standing = django_filters.ChoiceFilter(
        label=gettext_lazy("Standing"),
        choices=[(OPEN, gettext_lazy("Not settled")), (SETTLED, gettext_lazy("Settled"))],
        empty_label=gettext_lazy("All"),
        method="as_standing",
        widget=RadioSelect,
    )

    class Meta:
        model = Alarm
        fields: tuple[str, ...] = ()

    def as_standing(self, queryset: QuerySet[Alarm], name: str, value: str) -> QuerySet[Alarm]:
        return queryset.filter(settled_at__isnull=value == OPEN)


def _facts(alarm: Alarm, request: HttpRequest) -> dict[str, Any]:
    return {"alarm": alarm, "url": edit_url(alarm.page) if alarm.page_id else ""}


class AlarmsView(GuardedExport, ReportView):
    model = Alarm
    page_title = gettext_lazy("Out without a sign-off")
    header_icon = "warning"
    index_url_name = "gate_report"
    index_results_url_name = "gate_report_results"
    filterset_class = AlarmFilterSet
    default_ordering = "-raised_at"
    export_filename = "out-without-a-sign-off"
    export_headings = {
        "page_name": gettext_lazy("Page"),
        "raised_at": gettext_lazy("When"),
        "raised_by_name": gettext_lazy("By"),
        "reason": gettext_lazy("Reason"),
        "settled_at": gettext_lazy("Settled"),
    }
    list_export = tuple(export_headings)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may_see(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TemplateColumn("page", label=_("Page"), template="gate/alarm_page.html", width="30%", facts=_facts),
            TemplateColumn("what", label=_("Why"), template="gate/alarm_what.html", width="40%", facts=_facts),
            Column("by", label=_("By"), accessor="raised_by_name"),
            DateColumn("when", label=_("When"), accessor="raised_at", sort_key="raised_at"),
            DateColumn("settled", label=_("Settled"), accessor="settled_at", sort_key="settled_at"),
        ]

    @cached_property
    def no_results_message(self) -> str:
        if self.is_filtering:
            return _("Nothing is like that.")
        return _("Every page that is out went out by the gate.")

    def get_base_queryset(self) -> QuerySet[Alarm]:
        return Alarm.objects.select_related("page", "settled_by")


class AlarmsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_see(request.user)
