"""When the next review is due, and what becomes of content whose review is overdue."""

from __future__ import annotations

import calendar
from datetime import UTC, date, datetime, time, timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

#: How long before its date a review counts as due.
DUE_SOON = timedelta(days=30)


class OverduePolicy(models.TextChoices):
    """What readers get when a review is overdue."""

    FLAG = "flag", _("It stays out and says that it is overdue")
    WITHDRAW = "withdraw", _("It is withdrawn until it is reviewed")


class ReviewStatus(models.TextChoices):
    CURRENT = "current", _("Current")
    DUE = "due", _("Due")
    OVERDUE = "overdue", _("Overdue")
    NEVER = "never", _("Never reviewed")


def overdue_policy() -> OverduePolicy:
    return OverduePolicy(settings.REVIEW_OVERDUE_POLICY)


def usual_months(*, is_approved_use: bool) -> int:
    """How long a review holds: shorter where a therapy is used beyond what it is approved for."""
    return int(settings.REVIEW_MONTHS["usual" if is_approved_use else "beyond_approval"])


def longest_months() -> int:
    """However long a reviewer would have it hold (PIF TICK asks for a review every three years at least)."""
    return int(settings.REVIEW_MONTHS["longest"])


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or its last one: 31 August and six months are 28 February. There is a last day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    if year > date.max.year:
        return date.max
    return day.replace(year=year, month=month, day=min(day.day, calendar.monthrange(year, month)[1]))


def status_on(day: date, *, due: date | None) -> ReviewStatus:
    """Of something whose next review is due on a date; None for what was never reviewed."""
    if due is None:
        return ReviewStatus.NEVER
    if day > due:
        return ReviewStatus.OVERDUE
    return ReviewStatus.DUE if day >= due - DUE_SOON else ReviewStatus.CURRENT


def withdrawn_on(due: date) -> date | None:
    """The first day on which readers do not get it any more; None where the policy is to flag it."""
    if overdue_policy() != OverduePolicy.WITHDRAW:
        return None
    return due + timedelta(days=1 + settings.REVIEW_WITHDRAW_AFTER_DAYS)


def changes_after(due: date) -> list[datetime]:
    """The moments at which the clock alone changes what readers are told, in the order of time."""
    days = [due - DUE_SOON, due + timedelta(days=1), withdrawn_on(due)]
    return [datetime.combine(day, time.min, tzinfo=UTC) for day in days if day is not None]
