"""The report "Hard to read": published texts by the formula of their language."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import django_filters
from django.db.models import F
from django.forms import RadioSelect
from django.utils.formats import localize
from django.utils.functional import cached_property
from django.utils.translation import gettext as _, gettext_lazy, ngettext
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column

from cms.locales import BY_TAG, column
from cms.reports import scanning, thresholds
from cms.reports.contents import Content, Contents
from cms.reports.models import ScannedText
from cms.reports.views.base import Cell, CellColumn, ContentReportView, locale_choices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

ALL = "all"

#: What the formulas are called.
FORMULAS = {
    "flesch_kincaid": "Flesch-Kincaid",
    "inflesz": "INFLESZ",
    "kandel_moles": "Kandel-Moles",
    "lix": "LIX",
    "characters_per_clause": gettext_lazy("Characters per clause"),
}


@dataclass(frozen=True)
class Row:
    content: Cell
    language: str
    formula: str
    score: float | None
    grade: float | None
    limit: str


class TextFilterSet(WagtailFilterSet):
    locale = django_filters.ChoiceFilter(
        label=gettext_lazy("Language"),
        choices=locale_choices,
        empty_label=gettext_lazy("All"),
        widget=RadioSelect,
    )
    texts = django_filters.ChoiceFilter(
        label=gettext_lazy("Texts"),
        choices=[(ALL, gettext_lazy("All that are measured"))],
        empty_label=gettext_lazy("Only those that are hard to read"),
        method="keep",
        widget=RadioSelect,
    )

    class Meta:
        model = ScannedText
        fields: tuple[str, ...] = ()

    def keep(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """The view has looked at it already: without a choice, a filter is not asked."""
        return queryset


class ReadabilityView(ContentReportView):
    key = "readability"
    model = ScannedText
    page_title = gettext_lazy("Hard to read")
    header_icon = "glasses"
    filterset_class = TextFilterSet
    default_ordering = ("locale", F("grade").desc(nulls_last=True), "ease", "name_key")
    explained = gettext_lazy(
        "What readers get, by the formula of its language. A formula counts long words and long sentences and nothing "
        "else: a text that stands here is worth a second look, not wrong."
    )
    empty = gettext_lazy("No published text is harder to read than it should be.")
    export_headings = {
        "content": gettext_lazy("Content"),
        "language": gettext_lazy("Language"),
        "formula": gettext_lazy("Formula"),
        "score": gettext_lazy("Score"),
        "grade": gettext_lazy("School grade"),
        "limit": gettext_lazy("Hard from"),
    }
    list_export = tuple(export_headings)

    @cached_property
    def columns(self) -> list[Column]:
        return [
            CellColumn("content", label=_("Content"), sort_key="name_key"),
            Column("language", label=_("Language"), sort_key="locale"),
            Column("formula", label=_("Formula")),
            Column("score", label=_("Score"), accessor=lambda row: _figure(row.score), sort_key="score"),
            Column("grade", label=_("School grade"), accessor=lambda row: _figure(row.grade), sort_key="grade"),
            Column("limit", label=_("Hard from")),
        ]

    @property
    def hint(self) -> str:
        return waiting_hint()

    @cached_property
    def limits(self) -> dict[str, float]:
        return thresholds.limits(ScannedText.objects.all())

    def get_base_queryset(self) -> QuerySet[ScannedText]:
        measured = ScannedText.objects.exclude(formula="").annotate(ease=thresholds.EASE).select_related("scan")
        return measured if self.request.GET.get("texts") == ALL else measured.filter(thresholds.is_hard(self.limits))

    def rows(self, found: Sequence[ScannedText]) -> list[Row]:
        contents = published(self.request.user, found)
        return [self._row(text, contents.get(text.scan_id, Content(text.name))) for text in found]

    def _row(self, text: ScannedText, content: Content) -> Row:
        return Row(
            content=Cell(text.name, content.at(column("sections", text.locale), text.locale), text.locale),
            language=BY_TAG[text.locale].own_name,
            formula=str(FORMULAS.get(text.formula, text.formula)),
            score=text.score,
            grade=text.grade,
            limit=self._limit(text.formula),
        )

    def _limit(self, formula: str) -> str:
        line, limit = thresholds.LINES.get(formula), self.limits.get(formula)
        if line is None or limit is None:
            return ""
        figure = _("grade") if line.figure == "grade" else _("score")
        words = _("%(figure)s above %(limit)s") if line.is_hard_above else _("%(figure)s below %(limit)s")
        return words % {"figure": figure, "limit": localize(limit)}


def published(user: Any, found: Sequence[Any]) -> dict[Any, Content]:
    """The contents of texts or links, by content id."""
    ids = defaultdict(set)
    for each in found:
        ids[each.scan.type].add(each.scan_id)
    return Contents(user).published(ids)


def waiting_hint() -> str:
    """That something was published so lately that it is not in the figures yet; empty when there is nothing."""
    number = scanning.pending().count()
    if not number:
        return ""
    return ngettext(
        "%(number)d content was published a moment ago and is not counted yet; look again in a minute.",
        "%(number)d contents were published a moment ago and are not counted yet; look again in a minute.",
        number,
    ) % {"number": number}


def _figure(value: float | None) -> str:
    return "" if value is None else str(localize(round(value, 1)))
