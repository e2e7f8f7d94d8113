"""A locale that is approved to go out later, and to be taken back: what readers get, when, and when it is refused."""

from __future__ import annotations

import pytest

from cms.translation import memory, releases, schedule
from cms.translation.errors import LocaleBelowNotOut, NoRight, NoSuchRelease, WrongMoment
from cms.translation.models import LocaleWork, Notification, NotificationKind, Release, WorkState
from cms.translation.moments import Moments
from tests import factories
from tests.scheduling import plans

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("locale", factories.WHOLE)
def test_what_is_scheduled_goes_out_at_its_moment_and_is_taken_back_at_its_end(locale):
    page = plans.page_with(locale)
    plans.approve(page, locale, out=1, back=3)

    plans.come_round(0)
    before = factories.locales_out(page)
    plans.come_round(1)
    during = factories.locales_out(page)
    plans.come_round(3)

    assert (before, during, factories.locales_out(page)) == (["en"], ["en", locale], ["en"])
    newest = factories.editions(page, locale)[-1]
    assert (newest.event, newest.gone_reason) == ("gone", "expired")
    assert factories.answer(page, locale)["locale"] == "en"


def test_an_untranslated_locale_follows_what_it_falls_back_to():
    page = plans.page_with("es")
    plans.approve(page, "es", out=1, back=3)

    plans.come_round(1)
    during = factories.answer(page, "es-MX")["locale"], factories.answer(page, "fr")["locale"]
    plans.come_round(3)

    assert during == ("es", "en")
    assert factories.answer(page, "es-MX")["locale"] == "en"


def test_what_was_approved_goes_out_whatever_has_become_of_the_draft():
    page = plans.page_with("ar")
    approved = plans.approve(page, "ar", out=1)
    draft = factories.write(factories.latest(page), "ar", summary="ألم طويل.")
    draft.save_revision()

    plans.come_round(1)

    assert factories.answer(page, "ar")["summary"] == factories.PAGES["chronic-pain"]["ar"].summary
    assert factories.read(factories.latest(page), "summary", "ar") == "ألم طويل."
    assert LocaleWork.objects.get(content_id=page.content_id, locale="ar").state == WorkState.IN_PROGRESS
    assert factories.editions(page, "ar")[-1].release_number == approved.number


def test_the_answer_says_when_the_text_went_out_not_when_it_was_approved():
    page = plans.page_with("ar")
    release = plans.approve(page, "ar", out=1)

    plans.come_round(1)

    release.refresh_from_db()
    assert release.released_at >= release.goes_out_at > release.approved_at
    told = release.released_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert factories.answer(page, "ar")["translation"]["released_at"] == told


def test_a_later_approval_takes_the_place_of_one_that_waits():
    page = plans.page_with("ar")
    plans.approve(page, "ar", out=1)
    plans.approve(page, "ar", out=2)

    plans.approve(page, "ar")
    plans.come_round(3)

    assert plans.states(page, "ar") == ["replaced", "replaced", "out"]
    assert factories.editions(page, "ar")[-1].release_number == 3


def test_a_roll_back_takes_the_place_of_one_that_waits_too():
    page = plans.page_with("ar")
    plans.approve(page, "ar")
    plans.approve(page, "ar", out=1)

    releases.roll_back(page, "ar", to=1, by=factories.approver("ar"))
    plans.come_round(1)

    assert plans.states(page, "ar") == ["out", "replaced", "out"]


def test_nobody_rolls_back_to_what_never_went_out():
    page = plans.page_with("ar")
    plans.approve(page, "ar", out=1)

    with pytest.raises(NoSuchRelease):
        releases.roll_back(page, "ar", to=1, by=factories.approver("ar"))


def test_one_that_waits_can_be_given_another_moment():
    page = plans.page_with("zh-Hans")
    plans.approve(page, "zh-Hans", out=1)

    schedule.change(
        page, "zh-Hans", moments=Moments(plans.in_hours(2), plans.in_hours(4)), by=factories.approver("zh-Hans")
    )
    plans.come_round(1)
    early = factories.locales_out(page)
    plans.come_round(2)

    assert early == ["en"]
    assert factories.locales_out(page) == ["en", "zh-Hans"]


def test_a_cancelled_one_does_not_go_out_and_waits_for_an_approver_with_its_signatures(settings):
    settings.TRANSLATION_POLICY = {"default": {"approval": "four_eyes", "reviser": True}}
    page, reviser = plans.page_with("ar"), factories.approver("ar")
    work = LocaleWork.objects.get(content_id=page.content_id, locale="ar")
    work.reviser = reviser
    work.save()
    plans.approve(page, "ar", out=1)

    schedule.cancel(page, "ar", by=factories.approver("ar"))
    plans.come_round(1)

    work.refresh_from_db()
    assert factories.locales_out(page) == ["en"]
    assert (work.state, work.reviser, work.goes_out_at) == (WorkState.IN_REVIEW, reviser, None)


def test_the_release_that_is_out_can_be_given_an_end_and_freed_of_it():
    page = factories.page(locales=("en", "ar"))
    approver = factories.approver("ar")
    schedule.set_expiry(page, "ar", expires_at=plans.in_hours(1), by=approver)
    schedule.set_expiry(page, "ar", expires_at=None, by=approver)

    plans.come_round(1)
    kept = factories.locales_out(page)
    schedule.set_expiry(page, "ar", expires_at=plans.in_hours(1), by=approver)
    plans.come_round(1)

    assert kept == ["en", "ar"]
    assert factories.locales_out(page) == ["en"]


@pytest.mark.parametrize(
    ("out", "back", "field"), [(-1, None, "goes_out_at"), (None, -1, "expires_at"), (2, 1, "expires_at")]
)
def test_moments_that_can_not_be_are_refused(out, back, field):
    page = plans.page_with("ar")

    with pytest.raises(WrongMoment) as refusal:
        plans.approve(page, "ar", out=out, back=back)

    assert refusal.value.field == field
    assert not Release.objects.filter(content_id=page.content_id).exists()


def test_only_approvers_of_the_locale_may_change_or_cancel():
    page = plans.page_with("ar")
    plans.approve(page, "ar", out=1)
    other = factories.approver("es")

    for act in (
        lambda: schedule.cancel(page, "ar", by=other),
        lambda: schedule.change(page, "ar", moments=Moments(plans.in_hours(2)), by=other),
        lambda: schedule.set_expiry(page, "ar", expires_at=plans.in_hours(2), by=other),
    ):
        with pytest.raises(NoRight):
            act()


# What has come in the way since


@pytest.mark.parametrize("locale", factories.WHOLE)
def test_a_text_that_does_not_follow_a_safety_change_does_not_go_out(locale):
    page, approver = plans.page_with(locale), factories.approver(locale)
    plans.approve(page, locale, out=2, by=approver)
    plans.change_source(page, kind="safety")

    tally = plans.come_round(2)

    assert tally.missed == 1
    assert factories.locales_out(page) == ["en"]
    release = Release.objects.get(content_id=page.content_id, locale=locale)
    assert release.is_refused
    assert "safety change" in release.refusal
    told = Notification.objects.get(user=approver, kind=NotificationKind.REFUSED)
    assert (told.locale, told.text) == (locale, release.refusal)
    assert LocaleWork.objects.get(content_id=page.content_id, locale=locale).state == WorkState.IN_REVIEW


def test_a_safety_change_that_was_taken_back_in_time_stops_nothing():
    page = plans.page_with("ar")
    former = factories.read(page, "summary", "en")
    plans.approve(page, "ar", out=2)
    plans.change_source(page, kind="safety")
    factories.publish(factories.write(factories.latest(page), "en", summary=former), kind="editorial")

    plans.come_round(2)

    assert factories.locales_out(page) == ["en", "ar"]


def test_another_change_of_the_source_lets_it_go_out_outdated_and_teaches_memory_nothing_wrong():
    page = plans.page_with("ar")
    plans.approve(page, "ar", out=2)
    plans.change_source(page, kind="content")

    plans.come_round(2)

    assert factories.answer(page, "ar")["translation"]["status"] == "outdated"
    assert factories.answer(page, "ar")["translation"]["outdated_parts"] == ["summary"]
    assert memory.exact([plans.CHANGED], "ar") == {}
    assert memory.exact(["Chronic pain"], "ar") == {"Chronic pain": ["الألم المزمن"]}


def test_an_overlay_may_wait_for_the_same_moment_as_the_locale_below():
    page = factories.overlay(plans.page_with("es"), name="Dolor crónico o persistente")
    plans.approve(page, "es", out=1)
    plans.approve(page, "es-MX", out=1)

    plans.come_round(1)

    assert factories.locales_out(page) == ["en", "es", "es-MX"]
    assert factories.answer(page, "es-MX")["translation"]["status"] == "released"


def test_an_overlay_is_not_scheduled_before_the_locale_below():
    page = factories.overlay(plans.page_with("es"), name="Dolor crónico o persistente")
    plans.approve(page, "es", out=2)

    with pytest.raises(LocaleBelowNotOut):
        plans.approve(page, "es-MX", out=1)
    plans.approve(page, "es-MX", out=3)
    with pytest.raises(LocaleBelowNotOut):
        schedule.change(page, "es-MX", moments=Moments(plans.in_hours(1)), by=factories.approver("es-MX"))
    schedule.change(page, "es-MX", moments=Moments(plans.in_hours(2.5)), by=factories.approver("es-MX"))


def test_an_overlay_does_not_go_out_without_the_locale_below():
    page = factories.overlay(plans.page_with("es"), name="Dolor crónico o persistente")
    plans.approve(page, "es", out=1)
    plans.approve(page, "es-MX", out=1)
    schedule.cancel(page, "es", by=factories.approver("es"))

    plans.come_round(1)

    assert factories.locales_out(page) == ["en"]
    assert (
        Release.objects.get(content_id=page.content_id, locale="es-MX").refusal == "Español has to be released first."
    )


def test_a_path_that_another_page_has_taken_since_is_said():
    page, other = plans.page_with("es"), plans.page_with("es", slug="crps")
    plans.approve(page, "es", out=1)
    factories.publish(factories.write(factories.latest(page), "es", path_segment="dolor-persistente"))
    factories.publish(factories.write(factories.latest(other), "es", path_segment="dolor-cronico"))
    plans.approve(other, "es")

    plans.come_round(1)

    assert factories.locales_out(page) == ["en"]
    assert "“dolor-cronico” leads to another page" in Release.objects.get(content_id=page.content_id).refusal


def test_why_is_told_in_the_language_of_who_approved_it():
    from wagtail.users.models import UserProfile

    page, approver = plans.page_with("ar"), factories.approver("ar")
    UserProfile.objects.create(user=approver, preferred_language="es")
    plans.approve(page, "ar", out=1, by=approver)
    factories.publish(factories.write(factories.latest(page), "en", name="Lasting pain"), kind="safety")

    plans.come_round(1)

    assert "nombre" in Release.objects.get(content_id=page.content_id).refusal.lower()


def test_a_deleted_page_has_nothing_left_to_go_out():
    page = plans.page_with("ar")
    plans.approve(page, "ar", out=1)
    page.delete()

    tally = plans.come_round(1)

    assert (tally.done, tally.missed) == (0, 0)
