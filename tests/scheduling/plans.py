"""What editors and approvers schedule, and the clock that comes round."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta

import time_machine
from django.utils import timezone

from cms.publishing.models import Edition
from cms.scheduling import clock
from cms.translation import releases
from cms.translation.models import Release
from cms.translation.moments import Moments
from tests import factories

HOUR = timedelta(hours=1)
#: What a page says after a change of its source.
CHANGED = "Pain that goes on for longer than three months."


def in_hours(hours):
    return (timezone.now() + hours * HOUR).replace(microsecond=0)


@contextmanager
def after(hours, *, seconds=5):
    """The world some hours later, a little past the full hour."""
    with time_machine.travel(timezone.now() + hours * HOUR + timedelta(seconds=seconds), tick=True):
        yield


def come_round(hours):
    """The scheduler works once, some hours later."""
    with after(hours):
        return clock.do_due()


def page_with(*locales, slug="chronic-pain"):
    """A page whose source is out and whose translations wait for approval."""
    return factories.publish(factories.draft(slug, locales=("en", *locales)))


def approve(content, locale, *, out=None, back=None, by=None):
    """Approved to go out in so many hours, and to be taken back in so many."""
    moments = Moments(in_hours(out) if out is not None else None, in_hours(back) if back is not None else None)
    return releases.approve(content, locale, by=by or factories.approver(locale), moments=moments)


def schedule_publish(content, *, out=None, back=None, kind="content", note="", by=None):
    """The page's draft is scheduled as by its form."""
    content.go_live_at = in_hours(out) if out is not None else None
    content.expire_at = in_hours(back) if back is not None else None
    return factories.publish(content, kind=kind, note=note, by=by)


def change_source(page, *, kind="content"):
    return factories.publish(factories.write(factories.latest(page), "en", summary=CHANGED), kind=kind)


def states(page, locale):
    of_locale = Release.objects.filter(content_id=page.content_id, locale=locale)
    return [str(state) for state in of_locale.order_by("number").values_list("state", flat=True)]


def told(*, since):
    """The editions since, as event, slug and locale, in the order in which they were made."""
    made = Edition.objects.filter(sequence__gt=since).order_by("sequence")
    return list(made.values_list("event", "slug", "locale"))
