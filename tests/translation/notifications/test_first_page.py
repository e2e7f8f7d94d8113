"""What a person has not read yet, on the first page of the admin."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.locales import BY_TAG
from cms.translation import groups, notification_views
from cms.translation.models import Notification
from tests import factories
from tests.translation.notifications.news import (
    change,
    comment,
    names,
    page_in,
    told,
)

pytestmark = [pytest.mark.django_db, pytest.mark.once]


HOME = "/admin/"
READ = "/admin/translation/notifications/read/"


def panel(answer):
    return next((found for found in answer.context["panels"] if found.order == 200), None)


def shown(answer):
    """What the panel says: the name of each content with its locales and kinds."""
    found = panel(answer)
    lines = notification_views.grouped(found.unread) if found else []
    return [(group.name, [(line.locale.tag, line.notification.kind) for line in group.lines]) for group in lines]


def test_the_first_page_shows_what_is_unread_by_content_newest_first(client, translator):
    first = page_in("ar", slug="chronic-pain")
    second = page_in("ar", "zh-Hans", slug="crps")
    change(second, kind="safety", note="A new <b>warning</b>.", by=factories.user("ana", groups.AUTHORS))
    change(first)
    comment(first, "ar", translator)

    answer = client.get(HOME)

    assert shown(answer) == [
        ("Chronic pain", [("ar", "outdated")]),
        ("Complex regional pain syndrome", [("zh-Hans", "withdrawn"), ("ar", "withdrawn")]),
    ]
    html = answer.content.decode()
    assert "For you" in html
    assert f"conditions.conditionpage/{second.pk}/zh-Hans/" in html
    assert '<bdi lang="ar">العربيّة</bdi>' in html
    assert "A new &lt;b&gt;warning&lt;/b&gt;." in html
    assert "<bdi>Ana</bdi>" in html


def test_who_has_nothing_unread_has_no_panel(client, translator):
    change(page_in("zh-Hans"))
    Notification.objects.update(read_at=timezone.now())
    change(page_in("es", slug="crps"))
    factories.translator("es")

    assert panel(client.get(HOME)) is None


def test_who_lost_the_right_does_not_see_what_they_were_told(client, translator):
    change(page_in("ar", "zh-Hans"))
    translator.groups.remove(Group.objects.get(name=groups.translators(BY_TAG["ar"])))

    assert shown(client.get(HOME)) == [("Chronic pain", [("zh-Hans", "outdated")])]


def test_one_line_is_marked_as_read(client, translator):
    change(page_in("ar", "zh-Hans"))
    seen = panel(client.get(HOME)).unread
    arabic = next(row for row in seen if row.locale == "ar")

    answer = client.post(READ, {"notification": arabic.pk, "seen": seen[0].created_at.isoformat()})

    assert answer.status_code == 302
    assert answer["Location"] == HOME
    assert shown(client.get(HOME)) == [("Chronic pain", [("zh-Hans", "outdated")])]


def test_all_lines_are_marked_as_read_but_not_what_came_after_the_page_was_shown(client, translator):
    change(page_in("ar", "zh-Hans"))
    seen = panel(client.get(HOME)).unread[0].created_at.isoformat()
    change(page_in("ar", slug="crps"))

    client.post(READ, {"seen": seen})

    assert shown(client.get(HOME)) == [("Complex regional pain syndrome", [("ar", "outdated")])]


def test_nobody_marks_what_somebody_else_was_told(client, translator):
    spanish = factories.translator("es")
    change(page_in("es"))
    notification = Notification.objects.get(user=spanish)
    seen = (timezone.now() + timedelta(days=1)).isoformat()

    client.post(READ, {"notification": notification.pk, "seen": seen})
    client.post(READ, {"seen": seen})

    assert told() == names(spanish)


@pytest.mark.parametrize(
    "data",
    [{}, {"seen": "yesterday"}, {"seen": "2026-13-01T00:00:00Z"}, {"seen": "2026-01-01T00:00:00"}],
    ids=["nothing", "no moment", "no such day", "no time zone"],
)
def test_a_form_that_says_no_moment_marks_nothing(client, translator, data):
    change(page_in("ar"))

    assert client.post(READ, data).status_code == 400
    assert told() == names(translator)


def test_a_link_marks_nothing(client, translator):
    change(page_in("ar"))

    assert client.get(READ).status_code == 405
    assert told() == names(translator)


def test_who_is_not_signed_in_is_sent_to_the_form(client):
    answer = client.post(READ, {"seen": timezone.now().isoformat()})

    assert answer.status_code == 302
    assert answer["Location"].startswith("/admin/login/")


def test_the_panel_costs_the_same_however_much_there_is(client, translator):
    change(page_in("ar", slug="chronic-pain"))
    few = _cost_of_home(client)
    Notification.objects.all().delete()
    nothing = _cost_of_home(client)
    for slug in ("crps", "epilepsy"):
        change(factories.page(slug, locales=("en", "ar", "zh-Hans")), kind="safety")

    many = _cost_of_home(client)

    assert many == few
    assert few - nothing <= 2


def test_a_long_list_shows_the_newest(client, translator, monkeypatch):
    monkeypatch.setattr(notification_views, "SHOWN", 1)
    with time_machine.travel(timezone.now() - timedelta(hours=1), tick=True):
        change(page_in("ar", slug="chronic-pain"))
    change(page_in("ar", slug="crps"))

    html = client.get(HOME).content.decode()

    assert "The newest 1 are shown." in html
    assert html.count('name="notification"') == 1


def _cost_of_home(client):
    client.get(HOME)
    with CaptureQueriesContext(connection) as queries:
        client.get(HOME)
    return len([query for query in queries if "translation_notification" in query["sql"]])
