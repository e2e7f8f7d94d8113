"""The report "Evidence without references"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import django_filters
import orjson
from django.db.models import Exists, OuterRef, Q, TextField
from django.db.models.functions import Cast
from django.utils.functional import cached_property
from django.utils.translation import gettext as _, gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column

from cms.reports import rights
from cms.reports.contents import Contents, light
from cms.reports.views.base import Cell, CellColumn, ContentReportView
from cms.translation.naming import name_for_admin
from conditions.models import ConditionEvidence
from conditions.snippets import Reference, Therapy
from conditions.vocabulary import EvidenceLevel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

#: The page has no reference at all, or others of its entries have.
NONE, SOME = "none", "some"


@dataclass(frozen=True)
class Row:
    page: Cell
    evidence: Cell
    level: str
    others: str


class EvidenceFilterSet(WagtailFilterSet):
    level = django_filters.ChoiceFilter(label=gettext_lazy("Level of evidence"), choices=EvidenceLevel.choices)
    on_page = django_filters.ChoiceFilter(
        label=gettext_lazy("On the page"),
        choices=[(NONE, gettext_lazy("No reference at all")), (SOME, gettext_lazy("Other entries have references"))],
        method="by_page",
    )
    live = django_filters.BooleanFilter(label=gettext_lazy("Published"), field_name="page__live")

    class Meta:
        model = ConditionEvidence
        fields: tuple[str, ...] = ()

    def by_page(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(has_others=value == SOME)


class ReferencesView(ContentReportView):
    key = "references"
    model = ConditionEvidence
    page_title = gettext_lazy("Evidence without references")
    header_icon = "doc-full-inverse"
    filterset_class = EvidenceFilterSet
    default_ordering = ("page__title", "page", "sort_order")
    explained = gettext_lazy("What is said of a therapy has to rest on something that readers can look up.")
    empty = gettext_lazy("Each statement on evidence names a reference. Well done.")
    export_headings = {
        "page": gettext_lazy("Page"),
        "evidence": gettext_lazy("Evidence"),
        "level": gettext_lazy("Level of evidence"),
        "others": gettext_lazy("On the page"),
    }
    list_export = tuple(export_headings)

    @cached_property
    def columns(self) -> list[Column]:
        return [
            CellColumn("page", label=_("Page"), sort_key="page__title"),
            CellColumn("evidence", label=_("Evidence")),
            Column("level", label=_("Level of evidence"), sort_key="level"),
            Column("others", label=_("On the page")),
        ]

    def get_base_queryset(self) -> QuerySet[Any]:
        pages = rights.page_policy().instances_user_has_any_permission_for(self.request.user, rights.ACTS)
        without = Q(references=[]) | Q(pk__in=_resting_on_nothing_that_is_there())
        others = ConditionEvidence.objects.filter(~without, page=OuterRef("page"))
        found = ConditionEvidence.objects.rewrite(mode=False).filter(without, page__in=pages.values("pk"))
        return found.annotate(has_others=Exists(others))

    def rows(self, found: Sequence[Any]) -> list[Row]:
        contents = Contents(self.request.user)
        pages = {
            page.pk: (page, contents.of(page))
            for page in light(ConditionEvidence._meta.get_field("page").related_model).filter(
                pk__in={evidence.page_id for evidence in found}
            )
        }
        therapies = light(Therapy).in_bulk({evidence.therapy_id for evidence in found})
        rows = []
        for evidence in found:
            page, content = pages[evidence.page_id]
            where = content.at(f"evidence.pk-{evidence.pk}.references")
            statement = name_for_admin(evidence, "statement")
            rows.append(
                Row(
                    page=Cell(content.name, content.url, note=_state_of(page)),
                    evidence=Cell(statement, where, note=str(therapies[evidence.therapy_id])),
                    level=str(evidence.get_level_display()),
                    others=_("Other entries have references") if evidence.has_others else _("No reference at all"),
                )
            )
        return rows


def _resting_on_nothing_that_is_there() -> list[int]:
    """Entries that name references of which none is there any more; a stream of deleted snippets is not empty."""
    known = set(Reference.objects.values_list("pk", flat=True))
    named = ConditionEvidence.objects.exclude(references=[]).annotate(stored=Cast("references", TextField()))
    found = []
    for pk, stored in named.values_list("pk", "stored"):
        ids = {item["value"] for item in orjson.loads(stored)}
        if not ids & known:
            found.append(pk)
    return found


def _state_of(page: Any) -> str:
    if not page.live:
        return _("Not published")
    return _("There is a draft") if page.has_unpublished_changes else ""
