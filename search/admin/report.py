"""The report "Searches that found nothing": what was typed, whether it is found by now, and what it may mean."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Any

import django_filters
from django.forms import RadioSelect
from django.middleware.csrf import get_token
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _, gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, NumberColumn, Table
from wagtail.admin.views.reports import ReportView

from cms.locales import CONTENT_LOCALES
from cms.report_tables import TemplateColumn, as_filtered
from search import misses
from search.admin import urls
from search.admin.rows import Row
from search.models import Miss

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet
    from django.http import HttpRequest

#: The most frequent ones; nobody reads further, and each of them is asked for anew after a publish.
MOST = 500

FOUND, NOTHING = "found", "nothing"


class MissFilterSet(WagtailFilterSet):
    locale = django_filters.ChoiceFilter(
        label=gettext_lazy("Language"),
        choices=lambda: [(locale.tag, locale.own_name) for locale in CONTENT_LOCALES],
        empty_label=gettext_lazy("All"),
        widget=RadioSelect,
    )
    today = django_filters.ChoiceFilter(
        label=gettext_lazy("Today"),
        choices=[(NOTHING, gettext_lazy("Still finds nothing")), (FOUND, gettext_lazy("Mended"))],
        empty_label=gettext_lazy("All"),
        method="as_today",
        widget=RadioSelect,
    )

    class Meta:
        model = Miss
        fields: tuple[str, ...] = ()

    def as_today(self, queryset: QuerySet[Miss], name: str, value: str) -> QuerySet[Miss]:
        rows = Row.of(queryset, self.request.user)
        wanted = [row.miss.pk for row in rows if row.finds.is_nothing == (value == NOTHING)]
        return queryset.filter(pk__in=wanted)


def _facts(row: Row, request: HttpRequest) -> dict[str, Any]:
    return {"csrf_token": get_token(request), "back": as_filtered(urls.of_misses(), request)}


class MissesView(ReportView):
    model = Miss
    page_title = gettext_lazy("Searches that found nothing")
    header_icon = "warning"
    permission_required = "view"
    index_url_name = f"{urls.MISSES}:index"
    index_results_url_name = f"{urls.MISSES}:results"
    filterset_class = MissFilterSet
    default_ordering = ("locale", "-count", "text")
    export_filename = "searches-that-found-nothing"
    export_headings = {
        "miss.text": gettext_lazy("Typed"),
        "language": gettext_lazy("Language"),
        "miss.count": gettext_lazy("Searches"),
        "miss.first_on": gettext_lazy("First day"),
        "miss.last_on": gettext_lazy("Last day"),
        "today": gettext_lazy("Today"),
    }
    list_export = tuple(export_headings)

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TemplateColumn("typed", label=_("Typed"), template="search/miss_typed.html", width="25%", facts=_facts),
            Column("language", label=_("Language")),
            NumberColumn("count", label=_("Searches"), accessor="miss.count", sort_key="count"),
            Column("first_on", label=_("First day"), accessor=lambda row: date_format(row.miss.first_on)),
            Column(
                "last_on", label=_("Last day"), accessor=lambda row: date_format(row.miss.last_on), sort_key="last_on"
            ),
            TemplateColumn("today", label=_("Today"), template="search/miss_today.html", facts=_facts),
            TemplateColumn("means", label=_("What readers mean"), template="search/miss_means.html", facts=_facts),
        ]

    @cached_property
    def no_results_message(self) -> str:
        if self.is_filtering:
            return _("Nothing is like that.")
        return _(
            "Readers have found what they looked for, or too few looked for the same. What %(count)d searches or more "
            "did not find appears here, without a trace of who typed it."
        ) % {"count": misses.shown_from()}

    def get_base_queryset(self) -> QuerySet[Miss]:
        return Miss.objects.filter(pk__in=_whole(misses.shown().order_by("-count", "pk")[:MOST]))

    def decorate_paginated_queryset(self, object_list: Iterable[Miss]) -> list[Row]:
        return Row.of(object_list, self.request.user)

    def get_table(self, object_list: Iterable[Miss]) -> Table:
        return super().get_table(self.decorate_paginated_queryset(object_list))


def _whole(shown: Iterable[Miss]) -> list[int]:
    """Without what is a mere beginning of another that was typed as often: people type on."""
    ordered = sorted(shown, key=lambda miss: (miss.locale, miss.text))
    keys = [(miss.locale, miss.text) for miss in ordered]
    whole = []
    for place, miss in enumerate(ordered):
        end = bisect_right(keys, (miss.locale, miss.text + "\U0010ffff"))
        if all(longer.count < miss.count for longer in ordered[place + 1 : end]):
            whole.append(miss.pk)
    return whole
