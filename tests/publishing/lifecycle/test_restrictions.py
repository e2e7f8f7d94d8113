"""What restrictions and the clock mean for what is out."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.publishing import lifecycle
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "restriction", [PageViewRestriction.LOGIN, PageViewRestriction.PASSWORD, PageViewRestriction.GROUPS]
)
def test_restricting_a_page_takes_it_and_all_below_away_at_once(restriction):
    topic = factories.page(locales=("en", "ar"))
    condition = factories.page("crps", under=topic, locales=("en", "es"))

    PageViewRestriction.objects.create(page=topic, restriction_type=restriction, password="a secret")

    assert factories.locales_out(topic) == factories.locales_out(condition) == []


def test_lifting_a_restriction_brings_the_page_and_those_below_back():
    topic = factories.page(locales=("en", "ar"))
    condition = factories.page("crps", under=topic, locales=("en", "es"))
    restriction = PageViewRestriction.objects.create(page=topic, restriction_type=PageViewRestriction.LOGIN)

    restriction.delete()

    assert factories.locales_out(topic) == ["en", "ar"]
    assert factories.locales_out(condition) == ["en", "es"]


def test_restricting_the_home_page_takes_everything_away():
    page = factories.page()

    PageViewRestriction.objects.create(page=factories.home(), restriction_type=PageViewRestriction.LOGIN)

    assert factories.locales_out(page) == []


def test_moving_below_a_restricted_page_takes_the_page_and_those_below_away():
    topic = factories.page("chronic-pain")
    condition = factories.page("crps", under=topic)
    members_only = factories.page("epilepsy")
    PageViewRestriction.objects.create(page=members_only, restriction_type=PageViewRestriction.LOGIN)

    factories.reload(topic).move(factories.reload(members_only), pos="last-child")
    lifecycle.rebuild_stale()

    assert factories.locales_out(topic) == factories.locales_out(condition) == []


def test_an_expired_page_is_gone_and_says_why():
    page = factories.draft()
    page.expire_at = timezone.now() + timedelta(hours=1)
    page = factories.publish(page)

    with time_machine.travel(timezone.now() + timedelta(hours=2), tick=True):
        call_command("publish_scheduled")

    newest = factories.editions(page, "en")[-1]
    assert (newest.event, newest.gone_reason) == ("gone", "expired")
    assert factories.locales_out(page) == []


def test_an_answer_knows_when_the_clock_will_change_it():
    page = factories.draft()
    page.expire_at = (timezone.now() + timedelta(hours=1)).replace(microsecond=0)
    page = factories.publish(page)

    assert factories.answer_row(page).next_change_at == page.expire_at


def test_a_scheduled_page_goes_live_with_its_kind_of_change_and_note():
    page = factories.page(locales=("en", "ar"))
    page.go_live_at = timezone.now() + timedelta(hours=1)
    factories.write(page, "en", summary="Pain that lasts longer than twelve weeks.")
    factories.publish(page, kind="safety", note="The old text gave the wrong time.")
    assert factories.answer(page)["summary"] == "Pain that lasts longer than three months."

    with time_machine.travel(timezone.now() + timedelta(hours=2), tick=True):
        call_command("publish_scheduled")

    assert factories.answer(page)["summary"] == "Pain that lasts longer than twelve weeks."
    assert factories.answer(page)["change"] == {"kind": "safety", "note": "The old text gave the wrong time."}
    assert factories.locales_out(page) == ["en"]


def test_a_page_that_is_scheduled_for_the_first_time_is_not_out_before():
    page = factories.draft()
    page.go_live_at = timezone.now() + timedelta(hours=1)

    page = factories.publish(page)

    assert factories.locales_out(page) == []
