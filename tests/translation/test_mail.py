"""What people get by e-mail: one mail for each act, in their language, once, and never at the cost of the act."""

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
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from wagtail.users.models import UserProfile

from cms.locales import BY_TAG, translations
from cms.operations import schedule
from cms.settings.base import from_environment
from cms.settings.environment import Environment
from cms.translation import desk, groups, handover, mail, notifications, releases
from cms.translation.desk import Edit
from cms.translation.models import Notification, NotificationKind, SegmentComment
from tests import factories
from tests.databases import environment
from tests.translation.mail_server import mail_server

pytestmark = pytest.mark.django_db

REASON = "اكتب الجرعة كاملة، من فضلك."


@pytest.fixture(autouse=True)
def _no_lock_is_left(db):
    """SQLite's lock is a file beside the database."""
    yield
    Path(f"{connection.settings_dict['NAME']}-mail").unlink(missing_ok=True)


ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def server(settings):
    with mail_server() as running:
        _use_server(settings, running.port)
        yield running


@pytest.fixture
def spanish_words(monkeypatch):
    """Spanish for the words of a mail, whatever the catalogue holds of them."""
    from django.utils.translation import trans_real

    catalogue: Any = trans_real.translation("es")
    for word, translated in {
        "Sent back to the translator": "Devuelto al traductor",
        "A safety change of the source": "Un cambio de seguridad",
        "By: %(actor)s": "De: %(actor)s",
        "Reason": "Motivo",
    }.items():
        monkeypatch.setitem(catalogue._catalog._catalogs[0], word, translated)


def translator(*locales, address="translator@example.org", language="", **preferences):
    person = factories.translator(locales[0])
    person.groups.set(Group.objects.filter(name__in=[groups.translators(BY_TAG[tag]) for tag in locales]))
    return _with_address(person, address, language=language, **preferences)


def reviewer(*locales, address="reviewer@example.org", language="", **preferences):
    return _with_address(factories.approver(*locales), address, language=language, **preferences)


def page_in(*locales, slug="chronic-pain"):
    return factories.page(slug, locales=("en", *locales))


def change(page, *, kind="content", note="", by=None):
    draft = factories.write(factories.latest(page), "en", summary="Pain that goes on for longer than three months.")
    return factories.publish(draft, kind=kind, note=note, by=by)


def in_review(locale, person):
    page = page_in(locale)
    words = factories.PAGES["chronic-pain"][locale]
    desk.save(page, locale, [Edit("name", f"{words.name} {words.name}")], by=person)
    handover.submit(page, locale, by=person)
    return page


def comment(page, locale, author, text="Is this the usual word?"):
    made = SegmentComment.objects.create(
        content_id=page.content_id, locale=locale, path="name", text=text, author=author, author_name=author.username
    )
    notifications.tell_of_comment(made)


# What it says


@pytest.mark.parametrize("locale", ["es", "ar", "zh-Hans"])
def test_a_mail_says_what_where_who_why_and_where_to_go(mailoutbox, locale):
    person, sender = translator(locale), reviewer(locale, address="")
    page = in_review(locale, person)

    handover.send_back(page, locale, by=sender, reason="Write the dose in full.\nAnd the unit.")
    mail.send_waiting()

    (letter,) = mailoutbox
    own_name = BY_TAG[locale].own_name
    assert letter.to == ["translator@example.org"]
    assert letter.subject == f"Sent back to the translator: Chronic pain ({own_name})"
    assert letter.body == (
        "Chronic pain\n\n"
        f"- {locale}, {own_name}: Sent back to the translator\n"
        f"  http://testserver{_path(page, locale)}\n\n"
        f"By: {sender.get_full_name()}\n\n"
        "Reason:\n\nWrite the dose in full.\nAnd the unit.\n\n"
        "You get this because you work on these translations. Your account says which mails you want:\n"
        "http://testserver/admin/account/\n"
    )
    assert letter.extra_headers["Auto-Submitted"] == "auto-generated"


def test_a_mail_is_in_the_language_of_the_person_and_what_people_wrote_as_they_wrote_it(mailoutbox, spanish_words):
    person, sender = translator("ar", language="es"), reviewer("ar", address="")
    page = in_review("ar", person)

    handover.send_back(page, "ar", by=sender, reason=REASON)
    mail.send_waiting()

    (letter,) = mailoutbox
    assert letter.subject == "Devuelto al traductor: Chronic pain (العربيّة)"
    assert f"De: {sender.get_full_name()}" in letter.body
    assert f"Motivo:\n\n{REASON}\n" in letter.body


def test_two_people_get_the_same_act_each_in_their_language(mailoutbox, spanish_words):
    translator("zh-Hans", address="es@example.org", language="es")
    translator("zh-Hans", address="en@example.org", language="en")

    change(page_in("zh-Hans"), kind="safety")
    mail.send_waiting()

    reasons = {letter.to[0]: letter.body.partition(":\n\n")[2].partition("\n")[0] for letter in mailoutbox}
    assert reasons == {"es@example.org": "Un cambio de seguridad", "en@example.org": "A safety change of the source"}


def test_a_publish_that_makes_five_languages_outdated_is_one_mail_that_lists_them(mailoutbox):
    tags = [locale.tag for locale in translations()]
    assert len(tags) == 5
    page = factories.overlay(page_in("es", "fr", "ar", "zh-Hans"), name="Dolor persistente")
    factories.release(page, "es-MX")
    translator(*tags)

    change(page, note="The summary is clearer.")
    mail.send_waiting()

    (letter,) = mailoutbox
    assert letter.subject == "The source has changed: Chronic pain (5 languages)"
    assert re.findall(r"^- ([\w-]+), ", letter.body, re.MULTILINE) == tags
    assert letter.body.count("http://testserver/admin/translation/conditions.conditionpage/") == 5
    assert letter.body.count("The summary is clearer.") == 1


def test_what_is_withdrawn_stands_before_what_is_outdated(mailoutbox):
    page = page_in("ar", "zh-Hans")
    releases.withdraw(page, "ar", by=factories.approver("ar"))
    translator("ar", "zh-Hans")

    change(page, kind="safety")
    mail.send_waiting()

    (letter,) = mailoutbox
    assert letter.subject == "Withdrawn: Chronic pain (2 languages)"
    assert re.findall(r"^- ([\w-]+), .*: (.*)$", letter.body, re.MULTILINE) == [
        ("zh-Hans", "Withdrawn"),
        ("ar", "The source has changed"),
    ]


def test_each_act_is_a_mail_of_its_own(mailoutbox):
    person = translator("ar")
    page = in_review("ar", person)

    comment(page, "ar", factories.approver("ar"))
    mail.send_waiting()
    releases.approve(page, "ar", by=factories.approver("ar"))
    mail.send_waiting()

    assert [letter.subject.partition(":")[0] for letter in mailoutbox] == ["Commented", "Approved"]
    assert "Comment:\n\nIs this the usual word?\n" in mailoutbox[0].body


def test_a_name_with_a_line_break_or_markup_breaks_no_mail(mailoutbox):
    translator("ar")
    page = page_in("ar")
    page = factories.write(factories.latest(page), "en", name="Pain & <care>\nBcc: someone@example.org")
    factories.publish(page)

    mail.send_waiting()

    assert mailoutbox[0].subject == "The source has changed: Pain & <care> Bcc: someone@example.org (العربيّة)"
    assert mailoutbox[0].recipients() == ["translator@example.org"]


# The server


@pytest.mark.once
@pytest.mark.parametrize(
    ("url", "backend", "address", "is_secure"),
    [
        ("", "dummy", ("", 0, "", ""), (False, False)),
        ("console:", "console", ("", 0, "", ""), (False, False)),
        ("smtp://127.0.0.1:2525", "smtp", ("127.0.0.1", 2525, "", ""), (False, False)),
        ("smtp+tls://ana:p%40ss@mail.example.org", "smtp", ("mail.example.org", 587, "ana", "p@ss"), (True, False)),
        ("smtps://ana%40example.org:x@mail.example.org", "smtp", ("mail.example.org", 465, "ana@example.org", "x"),
         (False, True)),
    ],
)  # fmt: skip
def test_a_mail_server_is_named_by_its_url(monkeypatch, url, backend, address, is_secure):
    monkeypatch.setenv("EMAIL_URL", url)

    found = from_environment(_environment())

    assert found["EMAIL_BACKEND"] == f"django.core.mail.backends.{backend}.EmailBackend"
    assert tuple(found[f"EMAIL_{name}"] for name in ("HOST", "PORT", "HOST_USER", "HOST_PASSWORD")) == address
    assert (found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == is_secure
    assert found["DEFAULT_FROM_EMAIL"] == "no-reply@api.example.org"


@pytest.mark.once
@pytest.mark.parametrize(
    "url",
    ["mail.example.org", "http://mail.example.org", "smtp://", "smtp://host:port", "smtp://host:0", "smtp://host/path"],
)
def test_a_wrong_url_of_a_mail_server_is_named_without_what_is_secret_in_it(monkeypatch, url):
    monkeypatch.setenv("EMAIL_URL", url.replace("://", "://ana:secret@"))

    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL: must be smtp://") as raised:
        _environment()

    assert "secret" not in str(raised.value)


@pytest.mark.once
def test_the_sender_of_mails_can_be_named(monkeypatch):
    monkeypatch.setenv("EMAIL_FROM", "Health content <content@example.org>")

    assert from_environment(_environment())["DEFAULT_FROM_EMAIL"] == "Health content <content@example.org>"


# Who gets one


@pytest.mark.parametrize("preference", sorted(mail.PREFERENCES.values()))
@pytest.mark.parametrize("is_wanted", [True, False])
def test_what_a_person_does_not_want_by_mail_is_only_in_the_admin(mailoutbox, preference, is_wanted):
    kind = next(kind for kind, name in mail.PREFERENCES.items() if name == preference)
    wishes = {preference: is_wanted}
    person, other = translator("ar", **wishes), reviewer("ar", **wishes)
    page = in_review("ar", person)
    if kind == NotificationKind.SENT_BACK:
        handover.send_back(page, "ar", by=other, reason="Write the dose in full.")
    elif kind == NotificationKind.APPROVED:
        releases.approve(page, "ar", by=other)
    elif kind == NotificationKind.COMMENTED:
        comment(page, "ar", other)

    mail.send_waiting()

    assert notifications.unread().filter(kind=kind).exists()
    assert (str(kind.label) in {letter.subject.partition(":")[0] for letter in mailoutbox}) == is_wanted


def test_who_has_no_address_or_is_inactive_gets_no_mail(mailoutbox):
    translator("ar", address="")
    former = translator("ar", address="former@example.org")
    change(page_in("ar"))
    former.is_active = False
    former.save()

    assert mail.send_waiting() == 0
    assert mailoutbox == []


def test_who_lost_the_right_before_the_mail_was_sent_gets_none_and_is_told_nothing_any_more(mailoutbox):
    former, person = translator("ar", address="former@example.org"), translator("ar")
    change(page_in("ar"))
    former.groups.clear()

    mail.send_waiting()

    assert [letter.to for letter in mailoutbox] == [["translator@example.org"]]
    assert list(notifications.unread().values_list("user", flat=True)) == [person.pk]


def test_what_was_read_or_done_before_the_mail_was_sent_is_not_mailed(mailoutbox):
    person, other = translator("ar"), reviewer("ar")
    page = in_review("ar", person)
    handover.send_back(page, "ar", by=other, reason="Write the dose in full.")
    Notification.objects.filter(user=person).update(read_at=timezone.now())

    assert mail.send_waiting() == 0
    assert mailoutbox == []


# Once, and not at the cost of the act


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


def _environment():
    return Environment.read(
        secret_key="x" * 50, allowed_hosts="api.example.org", public_origin="https://api.example.org"
    )


def _send_and_leave():
    mail.send_waiting()
    connection.close()


def _use_server(settings, port):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port


def _with_address(person, address, *, language, **preferences):
    person.email = address
    person.save()
    if language or preferences:
        UserProfile.objects.create(user=person, preferred_language=language, **preferences)
    return person


def _path(page, locale):
    return f"/admin/translation/conditions.conditionpage/{page.pk}/{locale}/workbench/"
