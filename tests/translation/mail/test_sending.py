"""A mail is sent once, and never at the cost of the act."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from queue import Queue
from threading import Event, Thread

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from cms.operations import schedule
from cms.translation import handover, mail, notifications
from cms.translation.models import Notification
from tests import factories
from tests.databases import environment
from tests.translation.mail.people import REASON, in_review, page_in, reviewer, translator
from tests.translation.mail_server import mail_server
from tests.translation.notifications.news import change, comment

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def server(settings):
    with mail_server() as running:
        _use_server(settings, running.port)
        yield running


def test_a_mail_is_sent_once(mailoutbox):
    translator("ar")
    change(page_in("ar"))

    assert mail.send_waiting() == 1
    assert mail.send_waiting() == 0
    assert len(mailoutbox) == 1
    assert Notification.objects.get().mailed_at is not None


def test_a_server_gets_the_mail_as_it_was_written(server):
    person, sender = translator("ar"), reviewer("ar", address="")
    page = in_review("ar", person)
    handover.send_back(page, "ar", by=sender, reason=REASON)

    mail.send_waiting()

    (received,) = server.received
    assert received["Subject"].strip() == "Sent back to the translator: Chronic pain (العربيّة)"
    assert received["Auto-Submitted"] == "auto-generated"
    assert received["From"] == "no-reply@testserver"
    assert received["To"] == "translator@example.org"
    assert REASON in received.get_content()


def test_a_server_that_is_down_does_not_hold_up_the_act_and_gets_the_mail_later(settings, caplog):
    person = translator("ar")
    with mail_server() as gone:
        port = gone.port
    _use_server(settings, port)

    change(page_in("ar"))
    assert schedule.tick() == 0

    assert Notification.objects.get().mailed_at is None
    assert "The mail server fails (ConnectionRefusedError); 1 mails wait." in caplog.text

    with mail_server() as back:
        _use_server(settings, back.port)
        schedule.tick()
        schedule.tick()

        # The schedule sends the digest of the week too, from Monday morning on.
        of_the_act = [mail for mail in back.received if "Chronic pain" in mail["Subject"]]
        assert [mail["To"] for mail in of_the_act] == [person.email]


def test_a_mail_that_could_not_be_sent_for_a_day_is_given_up_and_the_admin_still_tells(server):
    translator("ar")
    change(page_in("ar"))

    with time_machine.travel(timezone.now() + timedelta(hours=25), tick=True):
        assert mail.send_waiting() == 0

    assert notifications.unread().count() == 1


def test_an_address_that_is_refused_for_good_is_given_up_and_does_not_hold_up_others(server, caplog):
    refused = translator("ar", address="nobody@example.org")
    later = translator("ar", address="full@example.org")
    translator("ar", address="not an address@")
    translator("ar")
    server.refused = {"nobody@example.org": "550 unknown", "full@example.org": "452 try later"}
    change(page_in("ar"))

    mail.send_waiting()
    server.refused = {}
    mail.send_waiting()

    assert server.recipients() == ["translator@example.org", later.email]
    assert f"No mail could be sent to {refused.username} (SMTPRecipientsRefused)." in caplog.text
    assert "@example.org" not in caplog.text


@pytest.mark.django_db(transaction=True)
def test_an_act_while_a_mail_is_sent_is_another_mail(server):
    person, other = translator("ar"), factories.approver("ar")
    page = in_review("ar", person)
    comment(page, "ar", other, "The first.")

    def act():
        server.before_answer = lambda: None
        comment(page, "ar", other, "The second.")
        connection.close()

    server.before_answer = act
    mail.send_waiting()
    mail.send_waiting()

    said = [re.findall(r"The \w+\.", received.get_content()) for received in server.received]
    assert said == [["The first."], ["The second."]]


@pytest.mark.django_db(transaction=True)
def test_the_worker_sends_what_was_committed_and_nothing_of_what_was_undone(mailoutbox):
    person = translator("ar")
    page, undone = page_in("ar"), page_in("ar", slug="crps")
    with transaction.atomic():
        change(undone)
        transaction.set_rollback(True)

    change(page)
    assert mailoutbox == []
    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)

    assert [(letter.to, letter.subject) for letter in mailoutbox] == [
        ([person.email], "The source has changed: Chronic pain (العربيّة)")
    ]


@pytest.mark.django_db(transaction=True)
def test_two_processes_that_send_at_once_send_each_mail_once(server):
    translator("ar")
    change(page_in("ar"))
    arrived, answer = Event(), Event()

    def wait():
        arrived.set()
        answer.wait(10)

    server.before_answer = wait
    first = Thread(target=_send_and_leave)
    first.start()
    arrived.wait(10)

    assert mail.send_waiting() == 0

    answer.set()
    first.join()
    assert mail.send_waiting() == 0
    assert len(server.received) == 1


@pytest.mark.django_db(transaction=True)
def test_an_author_does_not_wait_for_a_mail_server_that_takes_its_time(server):
    translator("ar")
    page = change(page_in("ar"))
    arrived, answer = Event(), Event()

    def wait():
        arrived.set()
        answer.wait(10)

    server.before_answer = wait
    sender = Thread(target=_send_and_leave)
    sender.start()
    arrived.wait(10)

    factories.publish(factories.write(factories.latest(page), "en", name="Long-term pain"))

    assert not answer.is_set()
    answer.set()
    sender.join()
    server.before_answer = lambda: None
    assert mail.send_waiting() == 1


@pytest.mark.django_db(transaction=True)
def test_a_process_that_is_killed_while_it_sends_repeats_that_one_mail_under_the_same_id(server, settings):
    translator("ar", address="first@example.org")
    change(page_in("ar"))
    sender: Queue[int] = Queue()
    server.before_answer = lambda: os.kill(sender.get(timeout=10), signal.SIGKILL)
    # A program of its own: a fork of this one would hold the databases that its other threads have open.
    process = subprocess.Popen(
        [sys.executable, "manage.py", "shell", "-c", "from cms.translation import mail; mail.send_waiting()"],
        cwd=ROOT,
        env={
            **environment(),
            "DJANGO_SETTINGS_MODULE": "cms.settings.dev",
            "PUBLIC_ORIGIN": settings.PUBLIC_ORIGIN,
            "EMAIL_URL": f"smtp://127.0.0.1:{server.port}",
        },
    )
    sender.put(process.pid)
    assert process.wait(timeout=60) == -signal.SIGKILL
    server.before_answer = lambda: None

    mail.send_waiting()
    mail.send_waiting()

    assert server.recipients() == ["first@example.org", "first@example.org"]
    assert len({received["Message-ID"] for received in server.received}) == 1


def _send_and_leave():
    mail.send_waiting()
    connection.close()


def _use_server(settings, port):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
