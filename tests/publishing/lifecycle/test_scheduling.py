"""What is scheduled, caches know of beforehand: of a page, and of the lists that it will stand in."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from cms.delivery import coming, state
from cms.publishing import lifecycle
from cms.publishing.models import Counter
from tests import factories

pytestmark = pytest.mark.django_db

SOON = timedelta(seconds=100)
LOCALES = ("en", "ar", "es-MX", "zh-Hans")


@pytest.fixture(autouse=True)
def nothing_remembered():
    coming.moments.forget()
    state.known.forget()


def lifetime(client, address):
    state.known.forget()
    return client.get(f"/api/v1/{address}").headers["Cache-Control"].partition(", stale")[0]


def lists(client):
    return {lifetime(client, f"conditions/?locale={locale}") for locale in LOCALES}


def test_lists_are_kept_no_longer_than_until_a_new_page_joins_them(client):
    factories.page("epilepsy", locales=("en", "ar"))
    draft = factories.draft("chronic-pain")
    assert lists(client) == {"public, max-age=60, s-maxage=300"}

    with time_machine.travel(timezone.now().replace(microsecond=0), tick=False):
        draft.go_live_at = timezone.now() + SOON
        factories.publish(draft)

        assert lists(client) == {"public, max-age=60, s-maxage=100"}
        assert lifetime(client, "conditions/?locale=ar&topic=epilepsy") == "public, max-age=60, s-maxage=100"
        assert lifetime(client, "conditions/epilepsy/?locale=ar") == "public, max-age=60, s-maxage=300"
        assert lifetime(client, "therapies/") == "public, max-age=60, s-maxage=300"


def test_a_page_beyond_the_first_of_a_list_shortens_it_too(client):
    factories.page("acne")
    expiring = factories.draft("zoster")
    with time_machine.travel(timezone.now().replace(microsecond=0), tick=False):
        expiring.expire_at = timezone.now() + SOON
        factories.publish(expiring)

        first = client.get("/api/v1/conditions/?limit=1&order=name").json()
        assert first["results"][0]["slug"] == "acne"
        assert lifetime(client, "conditions/?limit=1&order=name") == "public, max-age=60, s-maxage=100"


def test_who_takes_a_schedule_back_gives_lists_their_time_again(client):
    factories.page("epilepsy")
    draft = factories.draft("chronic-pain")
    draft.go_live_at = timezone.now() + SOON
    factories.publish(draft)
    raised = Counter.objects.get().state_version

    revision = draft.revisions.get(approved_go_live_at__isnull=False)
    revision.approved_go_live_at = None
    revision.save(update_fields=["approved_go_live_at"])

    assert Counter.objects.get().state_version > raised
    assert lists(client) == {"public, max-age=60, s-maxage=300"}


def test_after_the_moment_the_page_is_there_and_nothing_is_cut_short(client):
    factories.page("epilepsy")
    draft = factories.draft("chronic-pain")
    draft.go_live_at = timezone.now() + SOON
    factories.publish(draft)

    with time_machine.travel(timezone.now() + 2 * SOON, tick=True):
        call_command("publish_scheduled", verbosity=0)
        lifecycle.mark_due(timezone.now())
        lifecycle.rebuild_stale()

        names = [card["slug"] for card in client.get("/api/v1/conditions/").json()["results"]]
        assert "chronic-pain" in names
        assert lists(client) == {"public, max-age=60, s-maxage=300"}
