"""The report "Broken links": links in what is out that lead to pages of this site which are not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import django_filters
from django.db.models import Case, CharField, Exists, OuterRef, QuerySet, Value, When
from django.utils.functional import cached_property
from django.utils.translation import gettext as _, gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.models import Page

from cms.locales import BY_TAG, SOURCE
from cms.publishing.models import Document, DocumentState
from cms.reports.contents import Content, Contents
from cms.reports.models import LinkUse
from cms.reports.views.base import Cell, CellColumn, ContentReportView, locale_choices
from cms.reports.views.readability import published, waiting_hint
from conditions.models import ConditionPage

if TYPE_CHECKING:
    from collections.abc import Sequence

DELETED, UNPUBLISHED, HIDDEN = "deleted", "unpublished", "hidden"

REASONS = {
    DELETED: gettext_lazy("The page was deleted"),
    UNPUBLISHED: gettext_lazy("The page is not published"),
    HIDDEN: gettext_lazy("Readers do not get the page"),
}


@dataclass(frozen=True)
class Row:
    content: Cell
    link: Cell
    language: str
    target: Cell
    reason: str


class LinkFilterSet(WagtailFilterSet):
    locale = django_filters.ChoiceFilter(label=gettext_lazy("Language"), choices=locale_choices)
    reason = django_filters.ChoiceFilter(label=gettext_lazy("Reason"), choices=list(REASONS.items()))

    class Meta:
        model = LinkUse
        fields: tuple[str, ...] = ()


class BrokenLinksView(ContentReportView):
    key = "broken_links"
    model = LinkUse
    page_title = gettext_lazy("Broken links between pages")
    header_icon = "link"
    filterset_class = LinkFilterSet
    default_ordering = ("scan", "locale", "pk")
    explained = gettext_lazy(
        "Links in published texts that lead to a page which readers cannot open. They see the words without a link."
    )
    empty = gettext_lazy("Every link between published pages leads to a page that readers can open.")
    export_headings = {
        "content": gettext_lazy("Stands on"),
        "language": gettext_lazy("Language"),
        "link": gettext_lazy("Link"),
        "target": gettext_lazy("Leads to"),
        "reason": gettext_lazy("Reason"),
    }
    list_export = tuple(export_headings)

    @cached_property
    def columns(self) -> list[Column]:
        return [
            CellColumn("content", label=_("Stands on")),
            Column("language", label=_("Language"), sort_key="locale"),
            CellColumn("link", label=_("Link")),
            CellColumn("target", label=_("Leads to"), sort_key="page_id"),
            Column("reason", label=_("Reason"), sort_key="reason"),
        ]

    @property
    def hint(self) -> str:
        return waiting_hint()

    def get_base_queryset(self) -> QuerySet[Any]:
        return broken().select_related("scan")

    def rows(self, found: Sequence[Any]) -> list[Row]:
        contents = published(self.request.user, found)
        targets = Contents(self.request.user).pages({use.page_id for use in found})
        return [_row(use, contents.get(use.scan_id, Content("")), targets.get(use.page_id)) for use in found]


def broken() -> QuerySet[Any]:
    """Each with its `reason`."""
    own = ConditionPage.objects.filter(pk=OuterRef("page_id"))
    out = Document.objects.filter(content_id=OuterRef("content_id"), locale=SOURCE, state=DocumentState.LIVE)
    links = LinkUse.objects.filter(page_id__isnull=False)
    return links.filter(~Exists(own.filter(Exists(out)))).annotate(
        reason=Case(
            When(~Exists(Page.objects.filter(pk=OuterRef("page_id"))), then=Value(DELETED)),
            When(~Exists(Page.objects.filter(pk=OuterRef("page_id"), live=True)), then=Value(UNPUBLISHED)),
            default=Value(HIDDEN),
            output_field=CharField(),
        )
    )


def _row(use: Any, content: Content, target: Content | None) -> Row:
    is_bare = not use.words
    return Row(
        content=Cell(content.name, content.url),
        link=Cell(
            _("A chosen page, without words of its own") if is_bare else use.words,
            content.at(use.content_path, use.locale),
            "" if is_bare else use.locale,
        ),
        language=BY_TAG[use.locale].own_name,
        target=Cell(target.name, target.url) if target else Cell(_("No page any more")),
        reason=str(REASONS[use.reason]),
    )
