"""What all reports have in common: rows made of what a query found, a sentence above them, and cells with links."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView

from cms.locales import BY_TAG, CONTENT_LOCALES
from cms.reports import rights
from cms.spreadsheets import GuardedExport

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.utils.functional import _StrPromise

    from cms.locales import ContentLocale

#: The menu, and the names of the addresses.
NAMESPACE = "content_reports"


@dataclass(frozen=True)
class Cell:
    """Words, and where they lead; `tag` is their language where it is not the admin's. `note` is put below."""

    text: str
    url: str = ""
    tag: str = ""
    note: str = ""
    is_elsewhere: bool = False

    @property
    def locale(self) -> ContentLocale | None:
        return BY_TAG.get(self.tag)

    def __str__(self) -> str:
        return self.text


class CellColumn(Column):
    """Of a `Cell`, or of several below each other."""

    cell_template_name = "reports/cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        value = context["value"]
        return {**context, "cells": [value] if isinstance(value, Cell) else list(value or ())}


class _Paginator(WagtailPaginator):
    """Counts items: what they are kept as has no name for people."""

    model = None


class ContentReportView(GuardedExport, ReportView, ABC):
    """`key` names its address; `explained` says in a sentence what is listed; `empty` what it means that nothing is."""

    key: ClassVar[str]
    explained: ClassVar[str | _StrPromise]
    empty: ClassVar[str | _StrPromise]
    any_permission_required: ClassVar[list[str]] = rights.ACTS
    results_template_name = "reports/results.html"
    paginator_class = _Paginator
    paginate_by = 50

    @property
    def index_url_name(self) -> str:
        return f"{NAMESPACE}:{self.key}"

    @property
    def index_results_url_name(self) -> str:
        return f"{NAMESPACE}:{self.key}_results"

    @property
    def export_filename(self) -> str:
        return self.key.replace("_", "-")

    @cached_property
    def permission_policy(self) -> Any:
        return rights.page_policy()

    @cached_property
    def no_results_message(self) -> str:
        return _("Nothing is like that.") if self.is_filtering else str(self.empty)

    @property
    def hint(self) -> str:
        """A second sentence, on how fresh the figures are; empty for none."""
        return ""

    @abstractmethod
    def rows(self, found: Sequence[Any]) -> list[Any]:
        """What is shown of what the query found, in its order."""

    def decorate_paginated_queryset(self, object_list: Iterable[Any]) -> Any:
        return self.rows(list(object_list)) if self.is_export else object_list

    def get_table(self, object_list: Iterable[Any]) -> Any:
        return super().get_table([] if self.is_export else self.rows(list(object_list)))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "explained": self.explained, "hint": self.hint}


def locale_choices() -> list[tuple[str, str]]:
    return [(locale.tag, locale.own_name) for locale in CONTENT_LOCALES]
