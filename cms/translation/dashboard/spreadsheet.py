"""The filtered list as a file for spreadsheets, sent line by line."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.locales import BY_TAG
from cms.spreadsheets import guarded
from cms.translation.dashboard import overview
from cms.translation.models import Delivery, WorkState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import datetime

    from cms.translation.dashboard.filters import Filters

#: Spreadsheets tell by it that a file is UTF-8.
_BYTE_ORDER_MARK = "\ufeff"


def answer(filters: Filters) -> StreamingHttpResponse:
    name = f"translations-{timezone.localdate().isoformat()}.csv"
    return StreamingHttpResponse(
        _written(_head(), overview.lines(filters), _writer()),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


def _written(
    head: list[str], lines: Iterable[Mapping[str, Any]], cells: Callable[[Mapping[str, Any]], list[Any]]
) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield _BYTE_ORDER_MARK + writer.writerow(head)
    for line in lines:
        yield writer.writerow([guarded(cell) for cell in cells(line)])


def _head() -> list[str]:
    return [
        _("Content id"),
        _("Content"),
        _("Kind of content"),
        _("Published"),
        _("Locale"),
        _("Language"),
        _("Delivery"),
        _("Work"),
        _("Segments"),
        _("Missing segments"),
        _("Segments to look at again"),
        _("Waiting since"),
        _("In review since"),
        _("Text changed"),
    ]


def _writer() -> Callable[[Mapping[str, Any]], list[Any]]:
    """Takes the words in the language of the person now: the lines are written when the request is long done."""
    deliveries = {value: str(label) for value, label in Delivery.choices}
    states = {value: str(label) for value, label in WorkState.choices}
    is_out = {True: _("yes"), False: _("no")}
    kinds = overview.kind_names()

    def cells(line: Mapping[str, Any]) -> list[Any]:
        return [
            line["content_id"],
            line["content__name"],
            kinds.get(line["content__content_type"], ""),
            is_out[line["is_out"]],
            line["locale"],
            BY_TAG[line["locale"]].english_name,
            deliveries[line["delivery"]],
            states[line["state"]],
            line["segments"],
            line["missing"],
            line["outdated"],
            *(_moment(line[name]) for name in ("waiting_since", "submitted_at", "changed_at")),
        ]

    return cells


def _moment(value: datetime | None) -> str:
    """ISO 8601 in UTC, to the second."""
    return value.strftime("%Y-%m-%dT%H:%M:%SZ") if value else ""


class _Echo:
    """What a writer of lines writes into, to get each line back."""

    def write(self, line: str) -> str:
        return line
