"""Who is told of what becomes of a text, and who is not."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission

from cms.locales import BY_TAG
from cms.translation import groups, handover, notifications, releases
from cms.translation.models import Notification, NotificationKind
from tests import factories
from tests.translation.notifications.news import (
    EDITORIAL_CHANGE,
    TRANSLATED,
    change,
    comment,
    in_review,
    names,
    page_in,
    told,
    translate,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("locale", TRANSLATED)
def test_a_changed_source_is_told_to_the_translators_of_the_locale(locale):
    translators = [factories.translator(locale), factories.translator(locale)]
    others = [factories.translator(tag) for tag in (*TRANSLATED, "es-MX") if tag != locale]
    reviewer, author = factories.approver(locale), factories.user("ana", groups.AUTHORS)
    page = page_in(locale)

    change(page, note="The wording of the summary.", by=author)

    assert told() == names(*translators)
    notification = Notification.objects.filter(user=translators[0]).get()
    assert (notification.kind, notification.locale) == (NotificationKind.OUTDATED, locale)
    assert notification.actor_name == "Ana"
    assert notification.text == "The wording of the summary."
    assert not {person.username for person in (*others, reviewer, author)} & set(told())


def test_a_regional_text_is_told_of_when_the_text_below_it_is_released_anew():
    mexican, spanish = factories.translator("es-MX"), factories.translator("es")
    page = factories.overlay(page_in("es"), summary="Dolor de más de tres meses.")
    factories.release(page, "es-MX")
    translate(page, "es", spanish)

    releases.approve(page, "es", by=factories.approver("es"))

    assert told(NotificationKind.OUTDATED) == names(mexican)
    assert told(locale="es-MX") == names(mexican)


@pytest.mark.parametrize("locale", TRANSLATED)
def test_a_text_that_a_clinician_has_to_sign_is_told_to_the_clinicians_of_the_locale_too(locale, settings):
    page = page_in(locale)
    settings.TRANSLATION_POLICY = {locale: {"clinical": True}}
    translator, reviewer = factories.translator(locale), factories.approver(locale)
    doctor = factories.user("doctor", groups.clinicians(BY_TAG[locale]))
    factories.user("another-doctor", groups.clinicians(BY_TAG["fr"]))

    translate(page, locale, translator)
    handover.submit(page, locale, by=translator)

    assert told(NotificationKind.SUBMITTED) == names(doctor, reviewer)
    assert all(notifications.concerns(row.user, row) for row in Notification.objects.filter(read_at=None))


@pytest.mark.parametrize("locale", TRANSLATED)
def test_a_safety_change_tells_translators_that_their_text_is_withdrawn(locale):
    translator = factories.translator(locale)
    page = page_in(locale)

    change(page, kind="safety", note="A new warning.")

    notification = Notification.objects.get(user=translator)
    assert notification.kind == NotificationKind.WITHDRAWN
    reason, falls, note = notifications.explained(notification).splitlines()
    assert (reason, note) == ("A safety change of the source", "A new warning.")
    assert falls.endswith(" falls back to English until it is approved again.")


def test_what_was_withdrawn_before_is_outdated_by_the_next_change_not_withdrawn_again():
    translator = factories.translator("ar")
    page = page_in("ar")
    page = change(page, kind="safety")
    Notification.objects.update(read_at=timezone.now())

    factories.publish(factories.write(factories.latest(page), "en", name="Long-term pain"))

    assert told(NotificationKind.OUTDATED) == names(translator)
    assert told(NotificationKind.WITHDRAWN) == []


@pytest.mark.parametrize("locale", TRANSLATED)
def test_who_withdraws_a_text_tells_its_translators_why(locale):
    translator, reviewer = factories.translator(locale), factories.approver(locale)
    page = page_in(locale)

    releases.withdraw(page, locale, by=reviewer, reason="The dose is wrong.")

    notification = Notification.objects.get()
    assert notification.user == translator
    assert notification.kind == NotificationKind.WITHDRAWN
    assert (notification.actor_name, notification.text) == (reviewer.get_full_name(), "The dose is wrong.")


@pytest.mark.parametrize("locale", TRANSLATED)
def test_a_text_in_review_is_told_to_those_who_may_approve_it(locale):
    translator = factories.translator(locale)
    reviewers = [factories.approver(locale), factories.approver(locale)]
    factories.approver(*(tag for tag in TRANSLATED if tag != locale))

    in_review(locale, translator)

    assert told() == told(NotificationKind.SUBMITTED, locale=locale) == names(*reviewers)


@pytest.mark.parametrize(("approval", "is_told"), [("four_eyes", False), ("single", True)])
def test_who_wrote_the_text_is_asked_to_approve_it_only_where_one_person_is_enough(settings, approval, is_told):
    settings.TRANSLATION_POLICY = {"default": {"approval": approval}}
    translator, other = factories.translator("ar"), factories.approver("ar")
    other.groups.add(Group.objects.get(name=groups.translators(BY_TAG["ar"])))
    page = page_in("ar")
    translate(page, "ar", other)

    handover.submit(page, "ar", by=translator)

    assert told(NotificationKind.SUBMITTED) == (names(other) if is_told else [])


@pytest.mark.parametrize("locale", TRANSLATED)
def test_a_text_that_is_sent_back_is_told_to_those_who_wrote_it_with_the_reason(locale):
    translator, reviewer = factories.translator(locale), factories.approver(locale)
    factories.translator(locale)
    page = in_review(locale, translator)

    handover.send_back(page, locale, by=reviewer, reason=" Please write the dose in full. ")

    notification = Notification.objects.get(read_at=None)
    assert (notification.user, notification.kind) == (translator, NotificationKind.SENT_BACK)
    assert (notification.actor_name, notification.text) == (
        reviewer.get_full_name(),
        "Please write the dose in full.",
    )


@pytest.mark.parametrize("locale", TRANSLATED)
def test_an_approval_is_told_to_those_who_wrote_the_text(locale):
    translator, reviewer = factories.translator(locale), factories.approver(locale)
    page = in_review(locale, translator)

    releases.approve(page, locale, by=reviewer)

    assert told() == told(NotificationKind.APPROVED) == names(translator)


@pytest.mark.parametrize("locale", TRANSLATED)
def test_a_comment_is_told_to_those_who_wrote_the_text_and_those_of_the_thread(locale):
    translator, speaker, reviewer = (
        factories.translator(locale),
        factories.translator(locale),
        factories.approver(locale),
    )
    elsewhere = factories.translator(locale)
    page = page_in(locale)
    translate(page, locale, translator)
    comment(page, locale, speaker)
    comment(page, locale, elsewhere, path="name")
    Notification.objects.update(read_at=timezone.now())

    comment(page, locale, reviewer, "Yes.")

    assert told() == told(NotificationKind.COMMENTED, locale=locale) == names(translator, speaker)
    assert set(Notification.objects.filter(read_at=None).values_list("text", flat=True)) == {"Yes."}


def test_a_comment_in_review_is_told_to_those_who_may_approve():
    translator, reviewer = factories.translator("ar"), factories.approver("ar")
    page = in_review("ar", translator)

    comment(page, "ar", translator)

    assert told(NotificationKind.COMMENTED) == names(reviewer)


def test_a_comment_on_a_text_that_is_out_is_told_to_those_who_wrote_that():
    translator, reviewer = factories.translator("ar"), factories.approver("ar")
    page = in_review("ar", translator)
    releases.approve(page, "ar", by=reviewer)

    comment(page, "ar", reviewer)

    assert told(NotificationKind.COMMENTED) == names(translator)


def test_nobody_is_told_of_their_own_act():
    both = factories.translator("ar")
    both.groups.add(*Group.objects.filter(name__in=[groups.AUTHORS, groups.reviewers(BY_TAG["ar"])]))
    page = page_in("ar")

    change(page, by=both)
    comment(page, "ar", both)
    releases.withdraw(page, "ar", by=both)

    assert told() == []


def test_who_publishes_in_the_admin_is_not_told_whoever_wrote_it(client):
    author, translator, publisher = (
        factories.user("ana", groups.AUTHORS),
        factories.translator("ar"),
        factories.translator("ar"),
    )
    publisher.groups.add(Group.objects.get(name=groups.AUTHORS))
    page = page_in("ar")
    draft = factories.write(factories.latest(page), "en", summary=EDITORIAL_CHANGE)
    draft.save_revision(user=author)
    client.force_login(publisher)
    data = factories.form_of(client, page) | {"action-publish": "action-publish"}

    client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)

    assert told(NotificationKind.OUTDATED) == names(translator)


def test_who_is_inactive_has_lost_the_right_or_may_not_edit_the_page_is_not_told():
    active, inactive, former, elsewhere = (factories.translator("ar") for _ in range(4))
    page = page_in("ar", slug="chronic-pain")
    other_page = factories.page("crps")
    inactive.is_active = False
    inactive.save()
    former.groups.clear()
    _only_below(other_page, elsewhere)

    change(page)

    assert told() == names(active)


def test_who_lost_the_right_hears_nothing_of_the_text_they_wrote():
    translator, reviewer = factories.translator("ar"), factories.approver("ar")
    page = in_review("ar", translator)
    translator.groups.clear()

    handover.send_back(page, "ar", by=reviewer, reason="Please write the dose in full.")

    assert told(NotificationKind.SENT_BACK) == []


def test_an_administrator_hears_of_what_they_wrote_but_not_of_everything():
    admin, reviewer = factories.administrator(), factories.approver("ar")
    page = in_review("ar", admin)

    handover.send_back(page, "ar", by=reviewer, reason="Please write the dose in full.")
    change(page)

    assert told() == told(NotificationKind.SENT_BACK) == names(admin)


def test_shared_content_is_told_of_like_pages():
    translator = factories.translator("ar")
    term = factories.glossary_term(locales=("en", "ar"))

    factories.publish(factories.write(term, "en", definition="Used for what the licence does not name."))

    assert told(NotificationKind.OUTDATED) == names(translator)


def _only_below(page, person):
    """Takes the right to edit all pages, and gives it below this one."""
    group = Group.objects.create(name="A corner of the site")
    group.permissions.set(Group.objects.get(name=groups.translators(BY_TAG["ar"])).permissions.all())
    change_page = GroupPagePermission.objects.filter(permission__codename="change_page").first().permission
    GroupPagePermission.objects.create(group=group, page=page, permission=change_page)
    person.groups.set([group])
