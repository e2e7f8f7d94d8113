"""Tables of the admin's reports: cells with a template of their own, and the way back to a report as it is filtered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wagtail.admin.ui.tables import Column

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.http import HttpRequest


class TemplateColumn(Column):
    """A cell with a template of its own; `facts` are told to it beside the row."""

    def __init__(
        self, name: str, *, template: str, facts: Callable[[Any, HttpRequest], Mapping[str, Any]], **shown: Any
    ) -> None:
        super().__init__(name, **shown)
        self.cell_template_name = template
        self._facts = facts

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return {**context, **self._facts(instance, parent_context["request"])}


def as_filtered(url: str, request: HttpRequest) -> str:
    """The report at `url` as it is filtered now, also from the part of it that is loaded anew with each filter."""
    query = request.GET.copy()
    query.pop("_w_filter_fragment", None)
    return f"{url}?{query.urlencode()}"
