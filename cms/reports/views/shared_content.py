"""The report "Shared content that nothing uses": therapies, glossary terms, notices, references, people."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import django_filters
from django.db.models import F, QuerySet, Value
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _, gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column

from cms.reports.contents import Contents, light
from cms.reports.usage import idle
from cms.reports.views.base import Cell, CellColumn, ContentReportView
from conditions.snippets import GlossaryTerm, Notice, Person, Reference, Therapy

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Each with the field by which it is listed.
KINDS: dict[str, tuple[Any, str]] = {
    "therapy": (Therapy, "slug"),
    "glossary-term": (GlossaryTerm, "slug"),
    "notice": (Notice, "title"),
    "reference": (Reference, "key"),
    "person": (Person, "name"),
}


@dataclass(frozen=True)
class Row:
    content: Cell
    kind: str


class SharedContentFilterSet(WagtailFilterSet):
    kind = django_filters.ChoiceFilter(
        label=gettext_lazy("Kind of content"),
        choices=lambda: [(kind, capfirst(model._meta.verbose_name)) for kind, (model, _label) in KINDS.items()],
        method="keep",
    )

    class Meta:
        model = Reference
        fields: tuple[str, ...] = ()

    def keep(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """The view has put together only the kind that is wanted: what is joined from tables cannot be filtered."""
        return queryset


class SharedContentView(ContentReportView):
    key = "shared_content"
    page_title = gettext_lazy("Shared content that nothing uses")
    header_icon = "folder-open-inverse"
    model = Reference
    filterset_class = SharedContentFilterSet
    default_ordering = ("of_kind", "label", "pk")
    explained = gettext_lazy(
        "Therapies, glossary terms, notices, references and people that no text, page or review names. A draft of a "
        "page that is published already counts as a use only when it is published."
    )
    empty = gettext_lazy("All shared content is used.")
    export_headings = {"content": gettext_lazy("Content"), "kind": gettext_lazy("Kind of content")}
    list_export = tuple(export_headings)

    @cached_property
    def columns(self) -> list[Column]:
        return [
            CellColumn("content", label=_("Content"), sort_key="label"),
            Column("kind", label=_("Kind of content"), sort_key="of_kind"),
        ]

    def get_base_queryset(self) -> QuerySet[Any]:
        wanted = self.request.GET.get("kind")
        first, *others = [_unused(kind) for kind in KINDS if wanted in (kind, None, "") or wanted not in KINDS]
        return first.union(*others, all=True) if others else first

    def rows(self, found: Sequence[Any]) -> list[Row]:
        contents = Contents(self.request.user)
        pks = defaultdict(set)
        for each in found:
            pks[each["of_kind"]].add(each["pk"])
        known = {kind: _in_bulk(KINDS[kind][0], wanted) for kind, wanted in pks.items()}
        rows = []
        for each in found:
            kind = each["of_kind"]
            content = contents.of(known[kind][each["pk"]])
            rows.append(Row(Cell(content.name, content.url), str(capfirst(KINDS[kind][0]._meta.verbose_name))))
        return rows


def _unused(kind: str) -> Any:
    model, label = KINDS[kind]
    # The plain kind: that of translated models has an order of columns of its own, and joined tables need the same.
    found: QuerySet[Any] = QuerySet(model).order_by()
    if kind == "notice":
        found = found.filter(everywhere=False)
    return idle(found).annotate(of_kind=Value(kind), label=F(label)).values("of_kind", "label", "pk")


def _in_bulk(model: Any, pks: set[int]) -> dict[int, Any]:
    found = light(model) if hasattr(model._default_manager, "rewrite") else model._default_manager
    return {each.pk: each for each in found.filter(pk__in=pks)}
