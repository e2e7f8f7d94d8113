"""What the clock brings about, and that one job which fails does not hold up the others."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from cms.operations import schedule
from cms.publishing.models import StaleMark
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_page_that_is_due_goes_live_with_its_document():
    page = factories.draft("chronic-pain", under=factories.index())
    page.go_live_at = timezone.now() + timedelta(hours=1)
    page.save_revision().publish()
    before = factories.is_out(page)

    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        failures = schedule.tick()

    assert not before
    assert failures == 0
    assert factories.is_out(page)


def test_a_page_that_expires_is_gone():
    page = factories.page("chronic-pain", under=factories.index())
    page.expire_at = timezone.now() + timedelta(hours=1)
    page.save_revision().publish()
    before = factories.is_out(page)

    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        schedule.tick()

    assert before
    assert not factories.is_out(page)


def test_what_waits_to_be_rebuilt_is_rebuilt():
    page = factories.page("chronic-pain", under=factories.index())
    StaleMark.objects.create(content_id=page.content_id, reason="a test")

    schedule.tick()

    assert not StaleMark.objects.exists()


def test_a_job_that_fails_is_logged_and_does_not_hold_up_the_next(monkeypatch, caplog):
    done = []

    def broken() -> None:
        raise ValueError("of this test")

    def sound() -> None:
        done.append("sound")

    monkeypatch.setattr(schedule, "JOBS", (broken, sound))

    failures = schedule.tick()

    assert failures == 1
    assert done == ["sound"]
    assert "The scheduled job broken failed" in caplog.text


def test_a_failure_is_told_to_cron(monkeypatch):
    def broken() -> None:
        raise ValueError("of this test")

    monkeypatch.setattr(schedule, "JOBS", (broken,))

    with pytest.raises(CommandError, match="1 of 1 scheduled jobs failed"):
        call_command("scheduler", once=True)


@pytest.mark.django_db(transaction=True)
def test_the_loop_ends_after_the_job_that_is_running(monkeypatch):
    stopped = threading.Event()
    done = []

    def last() -> None:
        stopped.set()
        done.append("last")

    monkeypatch.setattr(schedule, "JOBS", (last,))

    schedule.run_until(stopped)

    assert done == ["last"]
