"""Who stands behind an edition: whose act put it there, and nobody who happened to be at the page."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from cms.publishing import lifecycle
from tests import factories

pytestmark = pytest.mark.django_db


def newest(client, content):
    return client.get(reverse("history_editions", args=[content.content_id])).context["lines"][0]


def test_who_saves_a_draft_after_the_system_built_an_edition_is_not_named_with_it(admin_client):
    with time_machine.travel(timezone.now() - timedelta(minutes=5), tick=True):
        topic = factories.page()
        below = factories.page("crps", under=topic)
    factories.publish(factories.write(factories.latest(topic), "en", name="Pain that lasts"))
    lifecycle.rebuild_stale()
    factories.latest(below).save_revision(user=factories.administrator(), log_action=True)

    line = newest(admin_client, below)

    assert (line.edition.version, line.by) == (2, "")


def test_who_unpublishes_is_named_also_where_the_second_turns_between_log_and_edition(admin_client):
    person = factories.administrator()
    topic = factories.page()
    topic.unpublish(user=person)
    gone = factories.editions(topic)[-1]
    PageLogEntry.objects.filter(action="wagtail.unpublish").update(
        timestamp=gone.occurred_at - timedelta(milliseconds=20)
    )

    assert newest(admin_client, topic).by == person.username


def test_who_reviews_is_named_with_the_edition_that_says_so(admin_client):
    with time_machine.travel(timezone.now() - timedelta(minutes=5), tick=True):
        topic = factories.page()
    clinician = factories.clinical_reviewer()
    factories.review(topic, by=clinician)

    assert newest(admin_client, topic).by == clinician.get_full_name()
