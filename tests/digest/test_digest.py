"""The weekly mail: to whom, what it says, once a week, and what happens when it can't be sent."""

from __future__ import annotations

import io
import smtplib
from contextlib import nullcontext
from datetime import UTC, datetime

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core import mail
from django.core.management import CommandError, call_command
from django.urls import reverse
from wagtail.users.models import UserProfile

from cms import locales
from cms.digest import letters, sending, weekly
from cms.digest.models import Digest
from cms.gate import alarms
from cms.gate.models import Alarm
from cms.medical_review.urls import report_url
from cms.scheduling.models import Missed
from cms.translation import groups, mail_server
from cms.translation.models import LocaleWork
from tests import factories

pytestmark = pytest.mark.django_db


def with_address(person, language=""):
    person.email = f"{person.username}@example.org"
    person.save()
    profile = UserProfile.get_for_user(person)
    profile.preferred_language = language
    profile.save()
    return person


def send(*arguments):
    output = io.StringIO()
    call_command("send_digest", *arguments, stdout=output)
    return output.getvalue()


def mails():
    return {letter.to[0].partition("@")[0].partition("-")[0]: letter for letter in mail.outbox}


@pytest.fixture
def overdue():
    page = factories.page("chronic-pain", locales=("en", "es"))
    factories.review(page, days_ago=300, due_in=-2)
    return page


def test_each_person_is_told_what_concerns_them_and_nothing_else(overdue):
    with_address(factories.clinical_reviewer())
    with_address(factories.translator("ar"))
    with_address(factories.approver("ar"))
    with_address(factories.user("nobody"))

    said = send()

    assert "2 sent; 1 with nothing to tell; 0 were told before." in said
    assert sorted(mails()) == ["clinician", "translator"]
    review, translation = mails()["clinician"].body, mails()["translator"].body
    assert "Chronic pain (All languages): Overdue." in review
    assert f"http://testserver{report_url()}" in review
    assert "Translations" not in review
    assert "Chronic pain (ar): " in translation
    assert "review" not in translation.lower()


def test_it_is_in_the_language_of_the_person_s_admin(overdue):
    with_address(factories.translator("ar"), language="es")

    send()

    assert "Traducciones" in mail.outbox[0].body


def test_it_is_sent_once_a_week(overdue):
    with_address(factories.clinical_reviewer())

    first, second = send(), send()

    assert "1 sent" in first
    assert "0 sent; 0 with nothing to tell; 1 were told before." in second
    assert len(mail.outbox) == 1


def test_the_scheduler_sends_it_from_monday_morning_on_and_catches_up(overdue):
    with_address(factories.clinical_reviewer())
    sent = []

    for moment in (
        datetime(2030, 1, 7, 5, 59, tzinfo=UTC),  # a Monday
        datetime(2030, 1, 7, 6, 0, tzinfo=UTC),
        datetime(2030, 1, 13, 23, 0, tzinfo=UTC),
        datetime(2030, 1, 16, 12, 0, tzinfo=UTC),  # after it was down
    ):
        with time_machine.travel(moment):
            sent.append(weekly.send_due())

    assert sent == [0, 1, 0, 1]
    assert list(Digest.objects.order_by("week").values_list("week", flat=True)) == ["2030-W02", "2030-W03"]


def test_a_dry_run_prints_it_and_notes_nothing(overdue):
    with_address(factories.clinical_reviewer())

    said = send("--dry-run")

    assert "Chronic pain" in said
    assert "1 of 1 people would be told. Nothing was sent." in said
    assert not mail.outbox
    assert not Digest.objects.exists()


def test_it_goes_to_those_who_are_named_alone(overdue):
    person = with_address(factories.clinical_reviewer())
    with_address(factories.clinical_reviewer())

    send("--to", person.username)

    assert [letter.to for letter in mail.outbox] == [[person.email]]
    with pytest.raises(CommandError, match="Nobody called somebody can be told"):
        send("--to", "somebody")


def test_who_wants_none_gets_none(client, overdue):
    person = with_address(factories.clinical_reviewer())
    client.force_login(person)
    form = client.get(reverse("wagtailadmin_account"))
    assert 'name="digest-is_wanted"' in form.content.decode()

    client.post(
        reverse("wagtailadmin_account"),
        {"name_email-first_name": "A", "name_email-last_name": "B", "name_email-email": person.email,
         "locale-preferred_language": "en", "theme-theme": "system", "theme-contrast": "system",
         "theme-density": "default", "notifications-submitted_notifications": "on"},
    )  # fmt: skip

    assert not sending.readers().exists()


def test_a_server_that_fails_is_tried_again_and_the_command_says_so(overdue, monkeypatch):
    with_address(factories.clinical_reviewer())
    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", _fails(OSError("down")))

    with pytest.raises(CommandError, match="1 could not be sent"):
        send()

    monkeypatch.undo()
    assert "1 sent" in send()


@pytest.mark.parametrize(("code", "sent_later"), [(550, 0), (450, 1)])
def test_an_address_that_is_refused_holds_nobody_up(overdue, monkeypatch, code, sent_later):
    refused = with_address(factories.clinical_reviewer())
    with_address(factories.clinical_reviewer())
    error = smtplib.SMTPRecipientsRefused({refused.email: (code, b"unknown")})
    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", _fails(error, first_only=True))

    with pytest.raises(CommandError, match="1 could not be sent"):
        send()

    assert Digest.objects.filter(was_mailed=True).count() == 1
    assert weekly.send_due() == sent_later


def test_without_a_mail_server_the_command_says_so(overdue, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    with_address(factories.clinical_reviewer())

    with pytest.raises(CommandError, match="Set EMAIL_URL"):
        send()

    assert not Digest.objects.exists()


def test_two_processes_never_send_it_twice(overdue, monkeypatch):
    with_address(factories.clinical_reviewer())
    monkeypatch.setattr(mail_server, "alone", _occupied)

    with pytest.raises(CommandError, match="Another process is sending mail"):
        send()

    assert weekly.send_due() == 0


def _fails(error, *, first_only=False):
    attempts = []

    def send_messages(self, messages):
        attempts.append(messages)
        if not first_only or len(attempts) == 1:
            raise error
        return len(messages)

    return send_messages


def _occupied():
    return nullcontext(False)


def test_it_names_what_was_scheduled_and_did_not_happen(overdue):
    person = with_address(factories.user("author", "Authors"))
    Missed.objects.create(
        act="publish",
        content_type=ContentType.objects.get_for_model(overdue),
        object_id=str(overdue.pk),
        moment=datetime(2026, 11, 1, 8, 0, tzinfo=UTC),
        reason="The disk was full.",
    )

    letter = letters.compose(person, week="2026-W48")

    assert letter is not None
    assert "Scheduled, but it did not happen" in letter.body
    assert "Chronic pain: Publish" in letter.body
    assert f"http://testserver/admin/pages/{overdue.pk}/edit/" in letter.body


def test_it_names_what_is_out_without_its_signature():
    page = factories.page()
    alarms.raise_one(page, by=factories.administrator(), missing=[], reason="A medicine was recalled.")

    told = letters.compose(with_address(factories.clinical_reviewer()), week="2026-W48")
    untold = letters.compose(with_address(factories.approver("ar")), week="2026-W48")

    assert told is not None
    assert "Chronic pain: Published by break-glass" in told.body
    assert untold is None


@pytest.mark.parametrize(("zone", "day"), [("", "Nov. 1, 2026"), ("Pacific/Auckland", "Nov. 2, 2026")])
def test_days_are_those_of_the_person(zone, day):
    in_the_evening = datetime(2026, 11, 1, 22, 0, tzinfo=UTC)
    page = factories.page(locales=("en", "ar"))
    alarms.raise_one(page, by=factories.administrator(), missing=[], reason="A medicine was recalled.")
    Alarm.objects.update(raised_at=in_the_evening)
    factories.publish(factories.write(page, "en", summary="Pain for a long time."))
    LocaleWork.objects.filter(locale="ar").update(waiting_since=in_the_evening)
    person = with_address(factories.clinical_reviewer())
    person.groups.add(Group.objects.get(name=groups.translators(locales.get("ar"))))
    UserProfile.objects.filter(user=person).update(current_time_zone=zone)

    letter = letters.compose(get_user_model().objects.get(pk=person.pk), week="2026-W48")

    assert letter is not None
    assert f"Chronic pain: Published by break-glass, {day}" in letter.body
    assert f"since {day}" in letter.body
