"""How an approver schedules a locale in the admin: in their own time zone, with what is wrong beside the field."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from wagtail.models import PageLogEntry
from wagtail.users.models import UserProfile

from cms.scheduling import clock
from cms.translation.edit_urls import release_url, work_url
from cms.translation.models import Release
from tests import factories
from tests.scheduling import plans

pytestmark = pytest.mark.django_db

#: Half a year before summer time: Berlin is an hour ahead of UTC.
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def in_november():
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def berlin(client):
    """An administrator who works in Berlin."""
    person = factories.administrator()
    UserProfile.objects.create(user=person, current_time_zone="Europe/Berlin")
    client.force_login(person)
    return person


def sent(client, page, locale, **fields):
    url = release_url(page, locale)
    seen = client.get(url).context["seen"]
    return client.post(url, {"action": "approve", "seen": seen, **fields}, follow=True)


def release_of(page):
    return Release.objects.get(content_id=page.content_id)


@pytest.mark.parametrize("locale", factories.WHOLE)
def test_moments_are_read_and_shown_in_the_time_zone_of_the_approver(client, berlin, locale):
    page = plans.page_with(locale)

    answer = sent(client, page, locale, goes_out_at="2026-11-24T09:00", expires_at="2026-12-01T09:00")

    release = release_of(page)
    assert release.goes_out_at == datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
    assert release.expires_at == datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
    shown = answer.content.decode()
    assert "Release 1 goes out at Nov. 24, 2026, 9 a.m. (Europe/Berlin)" in shown
    assert 'value="2026-11-24T09:00"' in shown
    assert "Time zone: Europe/Berlin." in shown


@pytest.mark.parametrize(
    ("field", "given", "message"),
    [
        ("goes_out_at", {"goes_out_at": "2026-11-23T12:59"}, "This moment has passed."),
        ("expires_at", {"expires_at": "2026-11-23T12:59"}, "This moment has passed."),
        (
            "expires_at",
            {"goes_out_at": "2026-11-25T09:00", "expires_at": "2026-11-25T09:00"},
            "It has to be later than the moment when it goes out.",
        ),
        ("goes_out_at", {"goes_out_at": "9999-12-31T23:59"}, "Check the year."),
        ("expires_at", {"expires_at": "2206-11-25T09:00"}, "Check the year."),
        ("goes_out_at", {"goes_out_at": "tomorrow"}, "Enter a valid date/time."),
        ("goes_out_at", {"goes_out_at": "2027-03-28T02:30"}, "it may be ambiguous or it may not exist"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_lost(client, berlin, field, given, message):
    page = plans.page_with("ar")

    answer = sent(client, page, "ar", **given)

    shown = answer.content.decode()
    errors = answer.context["approval"].errors
    assert list(errors) == [field]
    assert message in errors[field][0]
    assert escape(errors[field][0]) in shown
    assert all(f'value="{value}"' in shown for value in given.values())
    assert re.search(r"<details[^>]* open>", shown)
    assert not Release.objects.filter(content_id=page.content_id).exists()


def test_a_refusal_keeps_the_moments_that_were_typed(client, berlin):
    page = plans.page_with("ar")
    factories.write(factories.latest(page), "ar", name="").save_revision()

    answer = sent(client, page, "ar", goes_out_at="2026-11-24T09:00")

    assert 'value="2026-11-24T09:00"' in answer.content.decode()
    assert not Release.objects.filter(content_id=page.content_id).exists()


def test_one_that_waits_is_shown_changed_and_cancelled(client, berlin):
    page = plans.page_with("zh-Hans")
    sent(client, page, "zh-Hans", goes_out_at="2026-11-24T09:00")
    url = release_url(page, "zh-Hans")

    changed = client.post(
        url, {"action": "reschedule", "goes_out_at": "2026-11-26T10:00", "expires_at": ""}, follow=True
    )
    refused = client.post(url, {"action": "reschedule", "goes_out_at": "2026-11-20T10:00", "expires_at": ""})
    moved_to = release_of(page).goes_out_at
    cancelled = client.post(url, {"action": "cancel"}, follow=True)

    assert "is replaced by this approval" in changed.content.decode()
    assert "This moment has passed." in refused.content.decode()
    assert moved_to == datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
    assert "Its text waits for approval again." in cancelled.content.decode()
    assert release_of(page).state == "cancelled"


def test_what_is_out_is_given_an_end(client, berlin):
    page = factories.page(locales=("en", "es"))
    url = release_url(page, "es")

    refused = client.post(url, {"action": "set_expiry", "expires_at": "2026-11-20T10:00"})
    kept = release_of(page).expires_at
    client.post(url, {"action": "set_expiry", "expires_at": "2026-11-26T10:00"})

    assert "This moment has passed." in refused.content.decode()
    assert kept is None
    assert release_of(page).expires_at == datetime(2026, 11, 26, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize("action", ["approve", "reschedule", "cancel", "set_expiry"])
def test_a_translator_can_do_none_of_it(client, action):
    page = plans.page_with("ar")
    plans.approve(page, "ar", out=1)
    client.force_login(factories.translator("ar"))

    answer = client.post(release_url(page, "ar"), {"action": action, "goes_out_at": "2026-11-26T10:00"})

    assert answer.status_code in {302, 403}
    assert plans.states(page, "ar") == ["waiting"]


def test_everybody_who_looks_sees_when_it_goes_out(client, berlin):
    page = plans.page_with("ar")
    plans.approve(page, "ar", out=1, back=30)
    moment = "Nov. 23, 2026, 2 p.m. (Europe/Berlin)"

    places = [
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        work_url(page, "ar"),
        f"{reverse('translation_dashboard')}?situation=scheduled",
    ]

    assert [moment in client.get(url).content.decode() for url in places] == [True] * 3


def test_the_log_of_the_page_says_who_scheduled_it_and_for_when(client, berlin):
    page = plans.page_with("ar")

    sent(client, page, "ar", goes_out_at="2026-11-24T09:00")
    plans.come_round(24)

    entries = PageLogEntry.objects.filter(page=page.pk, action__startswith="translation.").order_by("timestamp")
    assert [(entry.user, entry.message) for entry in entries] == [
        (berlin, "Approved العربيّة, release 1, to go out at Nov. 24, 2026, 8 a.m. (UTC)"),
        (None, "Sent out العربيّة as scheduled, release 1"),
    ]


def test_a_refused_one_says_why_until_it_is_approved_again(client, berlin):
    page = plans.page_with("ar")
    plans.approve(page, "ar", out=1, by=berlin)
    plans.change_source(page, kind="safety")
    url = release_url(page, "ar")
    foretold = client.get(url).content.decode()

    plans.come_round(1)

    shown = client.get(url).content.decode()
    assert "It will not go out" in foretold
    assert "Release 1 did not go out at its moment." in shown
    assert "safety change" in client.get(reverse("wagtailadmin_home")).content.decode()
    summary = factories.PAGES["chronic-pain"]["ar"].summary
    factories.write(factories.latest(page), "ar", summary=f"{summary} نعم.").save_revision()
    client.post(url, {"action": "approve", "confirm_outdated": "on"})
    assert "did not go out at its moment" not in client.get(url).content.decode()


def test_a_page_that_is_scheduled_says_the_time_zone_beside_its_fields(client, berlin):
    page = factories.page()

    shown = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()

    assert shown.count("Time zone: Europe/Berlin") == 2


def form_with(client, page, **fields):
    """What a browser in Berlin sends back."""
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    with timezone.override("Europe/Berlin"):
        return client.post(url, {**factories.form_of(client, page), **fields})


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("go_live_at", {"go_live_at": "2026-11-23 12:30"}),
        ("expire_at", {"expire_at": "2026-11-23 12:30"}),
        ("expire_at", {"expire_at": "9999-12-31 23:59"}),
        ("expire_at", {"go_live_at": "2026-11-25 09:00", "expire_at": "2026-11-24 09:00"}),
    ],
)
@pytest.mark.parametrize("act", [{}, {"action-publish": "1"}])
def test_a_page_is_not_scheduled_for_what_has_passed_or_what_never_comes(client, berlin, field, given, act):
    page = factories.page()

    answer = form_with(client, page, summary_en=plans.CHANGED, **given, **act)

    form = answer.context["form"]
    assert field in form.errors
    assert form["summary_en"].value() == plans.CHANGED
    assert all(form[name].value() == value for name, value in given.items())


def test_a_page_that_went_live_by_the_clock_can_be_saved_and_published_again(client, berlin):
    page = plans.schedule_publish(factories.draft("crps"), out=1)
    with plans.after(1):
        clock.do_due()
        client.force_login(berlin)

        answer = form_with(client, page, summary_en=plans.CHANGED, **{"action-publish": "1"})

    assert answer.status_code == 302
    assert factories.answer(page)["summary"] == plans.CHANGED


def test_a_draft_of_an_expired_page_can_be_saved_but_it_is_not_published_to_expire_at_once(client, berlin):
    page = plans.schedule_publish(factories.latest(factories.page()), back=1)
    with time_machine.travel(NOW + timedelta(hours=2), tick=True):
        clock.do_due()
        client.force_login(berlin)

        saved = form_with(client, page, summary_en=plans.CHANGED)
        refused = form_with(client, page, **{"action-publish": "1"})

    assert saved.status_code == 302
    assert factories.read(factories.latest(page), "summary", "en") == plans.CHANGED
    assert "expire_at" in refused.context["form"].errors
