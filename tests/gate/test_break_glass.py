"""A safety change that can't wait goes out in spite of the gate, and nobody can overlook that it did."""

from __future__ import annotations

import smtplib
from contextlib import nullcontext

import pytest
from django.core import mail
from django.core.mail.backends import locmem
from django.urls import reverse
from wagtail.models import GroupPagePermission, PageLogEntry

from cms.gate import alarms, break_glass, groups as gate_groups, mail as gate_mail, sign_offs
from cms.gate.errors import BreakGlassRefused
from cms.gate.models import Alarm, AlarmLetter
from cms.translation import groups, mail_server, releases
from tests import factories
from tests.gate.acting import changed, lacks, translated

pytestmark = pytest.mark.django_db

REASON = "The dose was ten times too high."
UNSIGNED = "No clinician has signed this text."


def break_it(page, person, reason=REASON, note="The dose is corrected."):
    return break_glass.publish(page, by=person, reason=reason, note=note)


@pytest.fixture
def out(signed):
    """Out in English, Spanish, Mexican Spanish and Arabic."""
    factories.publish(factories.latest(signed))
    translated(signed, "es", "ar")
    factories.release(signed, "es", "ar")
    factories.overlay(signed, summary="Dolor de más de tres meses.")
    factories.release(signed, "es-MX")
    return signed


def test_it_is_out_as_a_safety_change_and_stale_languages_fall_back(out, publisher):
    changed(out, summary="Do not take more than 5 mg.")
    assert factories.locales_out(out) == ["en", "es", "es-MX", "ar"]

    break_it(out, publisher)

    assert factories.answer(out)["summary"] == "Do not take more than 5 mg."
    assert factories.answer(out)["change"] == {"kind": "safety", "note": "The dose is corrected."}
    assert factories.locales_out(out) == ["en"]
    assert factories.answer(out, "ar")["locale"] == "en"
    assert factories.answer(out, "zh-Hans")["locale"] == "en"


def test_the_log_holds_the_reason_and_what_was_missing(topic, publisher):
    break_it(topic, publisher)

    entry = PageLogEntry.objects.get(action="gate.break_glass")
    assert entry.data == {"reason": REASON, "missing": [UNSIGNED]}
    assert entry.user == publisher
    assert entry.message == f"Published by break-glass: {REASON} Missing: {UNSIGNED}"


def test_clinical_reviewers_are_told_by_mail_once_in_their_language(topic, publisher, clinician):
    from wagtail.users.models import UserProfile

    clinician.email = "clara@example.org"
    clinician.save()
    UserProfile.objects.create(user=clinician, preferred_language="es")

    break_it(topic, publisher)

    assert gate_mail.send_waiting() == 1
    assert gate_mail.send_waiting() == 0
    (letter,) = mail.outbox
    assert letter.to == ["clara@example.org"]
    assert REASON in letter.body
    assert f"http://testserver/admin/pages/{topic.pk}/edit/" in letter.body


def test_a_mail_that_is_refused_holds_nobody_up(topic, publisher, clinician, monkeypatch):
    for person in (clinician, factories.user("carl", gate_groups.CLINICAL_REVIEWERS)):
        person.email = f"{person.username}@example.org"
        person.save()
    take, asked = locmem.EmailBackend.send_messages, []

    def refuse_the_first(backend, letters):
        asked.append(letters)
        if len(asked) == 1:
            raise smtplib.SMTPDataError(554, b"no room")
        return take(backend, letters)

    monkeypatch.setattr(locmem.EmailBackend, "send_messages", refuse_the_first)
    break_it(topic, publisher)

    assert gate_mail.send_waiting() == 1
    assert gate_mail.send_waiting() == 0
    assert [letter.to for letter in mail.outbox] == [["carl@example.org"]]


def test_two_processes_never_tell_of_it_twice(topic, publisher, clinician, monkeypatch):
    clinician.email = "clara@example.org"
    clinician.save()
    break_it(topic, publisher)
    monkeypatch.setattr(mail_server, "alone", lambda: nullcontext(False))

    assert gate_mail.send_waiting() == 0


def test_those_who_can_sign_see_it_on_the_first_page_until_it_is_signed(client, topic, publisher, clinician):
    client.force_login(clinician)
    break_it(topic, publisher)
    assert REASON in client.get("/admin/").content.decode()

    sign_offs.sign(topic, by=clinician, credentials="MD")

    assert REASON not in client.get("/admin/").content.decode()
    assert Alarm.objects.get(settled_by__signer=clinician).settled_at is not None


def test_those_who_may_sign_other_pages_only_are_told_nothing(topic, publisher):
    elsewhere = factories.user("elsa", gate_groups.CLINICAL_REVIEWERS)
    GroupPagePermission.objects.filter(group__name=gate_groups.CLINICAL_REVIEWERS).delete()

    break_it(topic, publisher)

    assert not AlarmLetter.objects.exists()
    assert alarms.shown_to(elsewhere) == []


def test_the_alarm_ends_when_the_page_is_taken_off(client, topic, publisher):
    break_it(topic, publisher)

    factories.reload(topic).unpublish()

    client.force_login(publisher)
    assert REASON not in client.get(reverse("gate_report"), {"standing": "open"}).content.decode()
    assert Alarm.objects.get().settled_at is not None


def test_the_page_and_the_report_say_so_until_it_is_signed(client, topic, publisher, clinician):
    break_it(topic, publisher)
    client.force_login(publisher)
    edit = reverse("wagtailadmin_pages:edit", args=[topic.pk])
    assert "Published by break-glass" in client.get(edit).content.decode()
    assert REASON in client.get(reverse("gate_report"), {"standing": "open"}).content.decode()

    sign_offs.sign(topic, by=clinician, credentials="MD")

    assert "Published by break-glass" not in client.get(edit).content.decode()
    assert REASON not in client.get(reverse("gate_report"), {"standing": "open"}).content.decode()
    assert REASON in client.get(reverse("gate_report"), {"standing": "settled"}).content.decode()


def test_a_reason_that_a_spreadsheet_would_calculate_is_marked_as_text(client, topic, publisher):
    alarms.raise_one(topic, by=publisher, missing=[], reason="=1+1 readers were harmed.")
    client.force_login(publisher)

    answer = client.get(reverse("gate_report"), {"export": "csv"})

    assert "'=1+1 readers were harmed." in b"".join(answer.streaming_content).decode()


def test_signing_a_later_draft_settles_nothing_until_it_is_out(topic, publisher, clinician):
    break_it(topic, publisher)
    changed(topic, by=publisher, summary="A later draft.")

    sign_offs.sign(topic, by=clinician, credentials="MD")
    assert Alarm.objects.get().settled_at is None

    factories.latest(topic).get_latest_revision().publish()
    assert Alarm.objects.get().settled_at is not None


def test_an_editorial_change_does_not_hide_that_a_text_is_out_unsigned(signed, publisher):
    changed(signed, summary="Unsigned and urgent.")
    break_it(signed, publisher)

    changed(signed, kind="editorial", summary="Unsigned, urgent, and tidied up.")

    assert lacks(signed) == ["clinical_sign_off"]


def test_the_form_says_which_languages_fall_back_and_none_that_is_not_out(client, out, publisher):
    releases.withdraw(factories.reload(out), "es", by=factories.administrator(), reason="A mistake.")
    changed(out, summary="Do not take more than 5 mg.")
    client.force_login(publisher)

    html = client.get(reverse("gate_break_glass", args=[out.pk])).content.decode()

    assert "Arabic falls back to English until it is approved again." in html
    assert "Spanish: taken back before" in html
    assert "Readers of 1 of 6 locales" in html


@pytest.mark.parametrize("reason", ["", "urgent", "   urgent    "])
def test_a_reason_is_needed(topic, publisher, reason):
    with pytest.raises(BreakGlassRefused):
        break_it(topic, publisher, reason=reason)


@pytest.mark.parametrize("group", [groups.AUTHORS, gate_groups.CLINICAL_REVIEWERS])
def test_it_takes_the_right_to_break_the_glass_and_to_publish(client, topic, group):
    person = factories.user("other", group)
    client.force_login(person)

    with pytest.raises(BreakGlassRefused):
        break_it(topic, person)
    assert client.get(reverse("gate_break_glass", args=[topic.pk])).status_code in {302, 403}
    assert not factories.is_out(topic)


def test_where_nothing_is_missing_the_glass_stays_whole(signed, publisher):
    with pytest.raises(BreakGlassRefused):
        break_it(signed, publisher)


def test_the_form_wants_a_reason_a_note_and_a_word_that_it_is_about_safety(client, topic, publisher):
    client.force_login(publisher)
    address = reverse("gate_break_glass", args=[topic.pk])
    page = client.get(address)
    assert UNSIGNED in page.content.decode()
    seen = page.context["form"]["seen"].value()

    refused = client.post(address, {"seen": seen, "reason": "soon", "note": " "})
    assert set(refused.context["form"].errors) == {"reason", "note", "is_safety"}
    assert not factories.is_out(topic)

    client.post(address, {"seen": seen, "reason": REASON, "note": "Corrected.", "is_safety": "on"})
    assert factories.answer(topic)["change"] == {"kind": "safety", "note": "Corrected."}


def test_what_a_colleague_changed_meanwhile_does_not_go_out_unread(client, topic, publisher):
    client.force_login(publisher)
    address = reverse("gate_break_glass", args=[topic.pk])
    given = {"reason": REASON, "note": "Corrected.", "is_safety": "on"}
    seen = client.get(address).context["form"]["seen"].value()
    changed(topic, summary="Half a sent")

    refused = client.post(address, {**given, "seen": seen})
    assert "Read it again first." in refused.content.decode()
    assert not factories.is_out(topic)
    client.post(address, {**given, "seen": refused.context["form"]["seen"].value()})

    assert factories.is_out(topic)


def test_a_draft_with_errors_is_sent_back_to_the_form(topic, publisher):
    draft = factories.latest(topic)
    draft.slug = "not a slug"
    draft.save_revision(clean=False)

    with pytest.raises(BreakGlassRefused, match="errors"):
        break_it(topic, publisher)
