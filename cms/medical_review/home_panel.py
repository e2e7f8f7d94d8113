"""How many reviews are overdue or due, on the first page of the admin of those who record them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wagtail.admin.ui.components import Component

from cms.medical_review import report_rows, rights
from cms.medical_review.policy import ReviewStatus
from cms.medical_review.urls import report_url

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest


class ReviewsPanel(Component):
    """One query."""

    name = "medical_reviews"
    template_name = "medical_review/home.html"
    order = 203

    def __init__(self, request: HttpRequest) -> None:
        self.user = request.user

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        numbers = report_rows.counts(self.user)
        urgent = [
            (status, label, numbers[status], report_url(status=status))
            for status, label in report_rows.statuses()
            if status != ReviewStatus.CURRENT
        ]
        return {
            "counts": [counted for counted in urgent if counted[2]],
            "is_empty": not any(numbers.values()),
            "url": report_url(),
        }


def add(request: HttpRequest, panels: list[Any]) -> None:
    if rights.may_record(request.user):
        panels.append(ReviewsPanel(request))
