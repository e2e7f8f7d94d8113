"""What a mail says, in whose language, and who gets one."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.utils import timezone

from cms.locales import BY_TAG, translations
from cms.translation import handover, mail, notifications, releases
from cms.translation.models import Notification, NotificationKind
from tests import factories
from tests.translation.mail.people import REASON, in_review, page_in, reviewer, translator
from tests.translation.notifications.news import change, comment

pytestmark = pytest.mark.django_db


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


def _path(page, locale):
    return f"/admin/translation/conditions.conditionpage/{page.pk}/{locale}/workbench/"
