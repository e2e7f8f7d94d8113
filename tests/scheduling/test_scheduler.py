"""The scheduler at work: on time, and killed."""

from __future__ import annotations

import subprocess
import sys
import threading
import time

import pytest
from django.utils import timezone

from cms.operations import schedule
from cms.publishing import store
from tests import databases, factories
from tests.scheduling import plans

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_scheduler_that_is_killed_at_work_leaves_nothing_half_done_and_nothing_twice():
    with plans.after(-2):
        pages = [plans.schedule_publish(factories.draft(f"pain-{number}"), out=1) for number in range(6)]
    before = store.sequence()

    with subprocess.Popen(
        [sys.executable, "manage.py", "scheduler"], cwd=databases.ROOT, env=databases.environment()
    ) as killed:
        deadline = time.monotonic() + 60
        while store.sequence() == before and time.monotonic() < deadline:
            time.sleep(0.005)
        killed.kill()
    assert store.sequence() > before
    assert schedule.tick() == 0

    published = [one for one in plans.told(since=before) if one[0] == "published"]
    assert sorted(published) == sorted(("published", page.slug, "en") for page in pages)


def test_a_page_is_out_within_two_seconds_of_its_moment():
    page, stopped = factories.draft("crps"), threading.Event()
    scheduler = threading.Thread(target=schedule.run_until, args=(stopped,))
    scheduler.start()
    try:
        page.go_live_at = timezone.now().replace(microsecond=0) + plans.HOUR / 1800
        factories.publish(page)
        deadline = time.monotonic() + 60
        while not factories.is_out(page) and time.monotonic() < deadline:
            time.sleep(0.05)
    finally:
        stopped.set()
        scheduler.join()

    late_s = (factories.editions(page, "en")[-1].occurred_at - page.go_live_at).total_seconds()
    assert 0 <= late_s <= 2
