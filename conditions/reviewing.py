"""Tells medical review which pages are reviewed, by whom they can be, and for how long a review of one holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cms.medical_review import subjects
from cms.medical_review.subjects import Subject
from conditions.document import TYPE
from conditions.models import ConditionPage
from conditions.snippets import Person
from conditions.vocabulary import RegulatoryStatus

if TYPE_CHECKING:
    from django.db.models import QuerySet


def register_subject() -> None:
    subjects.register(Subject(type=TYPE, model=ConditionPage, people=people, is_approved_use=is_approved_use))


def people() -> QuerySet[Person]:
    return Person.objects.order_by("name", "pk")


def is_approved_use(page: ConditionPage) -> bool:
    """Off-label, investigational and refused uses are where new evidence changes advice soonest."""
    return all(row.regulatory_status == RegulatoryStatus.APPROVED for row in page.rows("evidence"))
