"""Reviews in the weekly mail: what is overdue or due of the pages that a person may edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from cms.digest.parts import Line, Part
from cms.medical_review import report_rows, rights
from cms.medical_review.policy import ReviewStatus
from cms.medical_review.urls import report_url

if TYPE_CHECKING:
    from cms.medical_review.report_rows import Row

#: Named of all; the report has the others.
NAMED = 10


def part(person: Any) -> Part | None:
    """The most overdue first; only for those who may record reviews, and authors."""
    if not rights.may_see(person):
        return None
    today = timezone.now().date()
    urgent = report_rows.listed(person).filter(
        report_rows.condition(ReviewStatus.OVERDUE, today) | report_rows.condition(ReviewStatus.DUE, today)
    )
    number = urgent.count()
    if not number:
        return None
    lines = [_line(row) for row in report_rows.rows(urgent.order_by("due", "name", "pk")[:NAMED])]
    if number > NAMED:
        more = ngettext("and %(number)d more", "and %(number)d more", number - NAMED) % {"number": number - NAMED}
        lines.append(Line(more))
    return Part(_("Medical reviews"), tuple(lines), report_url())


def _line(row: Row) -> Line:
    told = {"name": row.name, "language": row.language, "status": row.label, "consequence": row.consequence}
    return Line(_("%(name)s (%(language)s): %(status)s. %(consequence)s.") % told, row.edit_url)
