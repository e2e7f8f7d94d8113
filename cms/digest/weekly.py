"""When the scheduler sends digests by itself: from Monday morning on, catching up when it was down."""

from __future__ import annotations

from datetime import time

from django.utils import timezone

from cms.digest import letters, sending

#: In the time zone of the installation.
FROM = time(6, 0)


def send_due() -> int:
    """Returns how many mails were sent. Costs one query while there is nothing to do."""
    now = timezone.localtime()
    if now.isoweekday() == 1 and now.time() < FROM:
        return 0
    week = letters.week_of(now.date())
    people = list(sending.waiting(week))
    if not people:
        return 0
    try:
        return sending.send(people, week=week).sent
    except sending.Busy:
        return 0
