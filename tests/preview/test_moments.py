"""The site's answers as of a coming moment: what is scheduled by then, and nothing written."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.utils import timezone

from cms.preview import links, moments, tokens
from cms.preview.moments import Event
from cms.publishing.models import Answer, Edition
from cms.translation import releases
from cms.translation.moments import Moments
from tests import factories
from tests.delivery.test_endpoints import validate

if TYPE_CHECKING:
    from datetime import datetime

    from django.test import Client
    from pytest_django import Settings

pytestmark = pytest.mark.django_db

NOW = timezone.now().replace(microsecond=0)
TOMORROW, LATER = NOW + timedelta(days=1), NOW + timedelta(days=3)


def schedule(content: Any, at: datetime, **fields: Any) -> None:
    """As the editor's schedule does it: an approved revision with a moment to go live."""
    draft = factories.latest(content)
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.go_live_at = at
    draft.save_revision(approved_go_live_at=at)


def site(moment: datetime, below: str) -> str:
    link = links.make_for_site(moment, "en", by=factories.administrator(), days=1)
    return f"/api/v1/preview/{tokens.of(link)}/{below}"


def names(client: Client, moment: datetime, query: str = "") -> list[str]:
    answer = client.get(site(moment, f"conditions/{query}"))
    validate(answer.json(), "ConditionList")
    assert answer.headers["Cache-Control"] == "private, no-store"
    return [card["name"] for card in answer.json()["results"]]


def test_a_page_is_there_from_its_go_live_on(client: Client) -> None:
    topic = factories.page("chronic-pain")
    page = factories.draft("crps", under=topic)
    schedule(page, TOMORROW)

    assert names(client, TOMORROW - timedelta(minutes=1)) == ["Chronic pain"]
    assert names(client, TOMORROW) == ["Chronic pain", "Complex regional pain syndrome"]
    detail = client.get(site(TOMORROW, "conditions/crps/")).json()
    validate(detail, "Condition")
    assert (detail["version"], detail["topic"]["name"]) == (1, "Chronic pain")
    assert detail["published_at"] == f"{TOMORROW:%Y-%m-%dT%H:%M:%SZ}"


def test_a_page_is_gone_from_its_expiry_on(client: Client) -> None:
    page = factories.page("chronic-pain")
    page.expire_at = TOMORROW
    factories.publish(page)

    assert names(client, TOMORROW) == []
    gone = client.get(site(TOMORROW, "conditions/chronic-pain/"))
    assert (gone.status_code, gone.json()["reason"]) == (410, "expired")
    assert client.get(site(TOMORROW - timedelta(minutes=1), "conditions/chronic-pain/")).status_code == 200


def test_a_scheduled_version_that_expires_before_the_moment_is_gone_again(client: Client) -> None:
    page = factories.draft("chronic-pain")
    schedule(page, TOMORROW, expire_at=TOMORROW + timedelta(hours=1))

    assert names(client, TOMORROW) == ["Chronic pain"]
    assert names(client, LATER) == []


def test_what_changes_is_told_in_the_order_of_the_moments() -> None:
    page = factories.page("chronic-pain")
    coming = factories.draft("crps")
    schedule(coming, LATER)
    schedule(page, TOMORROW, summary_en="Pain that lasts longer than twelve weeks.")

    found = moments.site_at(LATER).coming

    assert [(each.at, each.event, each.content.slug) for each in found] == [
        (TOMORROW, Event.CHANGES, "chronic-pain"),
        (LATER, Event.GOES_OUT, "crps"),
    ]


@pytest.mark.parametrize(
    ("kind", "status", "delivered"), [("content", "outdated", "ar"), ("safety", "withdrawn", "en")]
)
def test_translations_are_then_what_the_scheduled_change_will_make_of_them(
    client: Client, kind: str, status: str, delivered: str
) -> None:
    page = factories.page("chronic-pain", locales=("ar", "zh-Hans"))
    schedule(page, TOMORROW, summary_en="Pain that lasts longer than twelve weeks.", change_kind=kind)

    found = client.get(site(LATER, "conditions/chronic-pain/?locale=ar")).json()

    assert (found["locale"], found["requested_locale"]) == (delivered, "ar")
    assert {each["status"] for each in found["alternates"] if each["locale"] in ("ar", "zh-Hans")} == {status}


def test_a_page_is_found_by_its_path_segment_in_the_language(client: Client) -> None:
    factories.page("chronic-pain", locales=("zh-Hans",))

    found = client.get(site(TOMORROW, "conditions/慢性疼痛/?locale=zh-Hans")).json()

    assert (found["name"], found["locale"]) == ("慢性疼痛", "zh-Hans")


@pytest.mark.parametrize("key", ["%00", "crps%00", "x" * 300])
def test_what_is_no_key_at_all_is_not_found(client: Client, key: str) -> None:
    assert client.get(site(TOMORROW, f"conditions/{key}/")).status_code == 404


def test_shared_content_that_goes_out_is_in_the_pages_then(client: Client) -> None:
    factories.page("chronic-pain")
    notice = factories.notice()
    notice.unpublish()
    schedule(notice, TOMORROW)

    before = client.get(site(TOMORROW - timedelta(minutes=1), "conditions/chronic-pain/")).json()
    then = client.get(site(TOMORROW, "conditions/chronic-pain/")).json()

    assert before["notices"] == []
    assert [found["text"] for found in then["notices"]] == ["In an emergency, call 911."]


def test_a_review_falls_due_on_the_way(client: Client) -> None:
    page = factories.page("chronic-pain")
    factories.review(page, days_ago=300, due_in=1)

    found = client.get(site(LATER, "conditions/chronic-pain/")).json()

    assert found["review"]["status"] == "overdue"


def test_what_will_not_be_out_says_why_and_what_never_was_is_not_known(client: Client, settings: Settings) -> None:
    settings.REVIEW_OVERDUE_POLICY = "withdraw"
    factories.review(factories.page("chronic-pain"), days_ago=300, due_in=1)
    factories.page("epilepsy").unpublish()
    factories.draft("crps")
    moment = NOW + timedelta(days=60)

    found = {slug: client.get(site(moment, f"conditions/{slug}/")) for slug in ("chronic-pain", "epilepsy", "crps")}

    assert {slug: answer.json().get("reason") for slug, answer in found.items()} == {
        "chronic-pain": "review-overdue", "epilepsy": "unpublished", "crps": None,
    }  # fmt: skip
    assert found["epilepsy"].json()["gone_at"] == client.get("/api/v1/conditions/epilepsy/").json()["gone_at"]
    assert found["crps"].status_code == client.get("/api/v1/conditions/crps/").status_code == 404


def test_the_list_is_paged_by_its_limit(client: Client) -> None:
    for slug in ("chronic-pain", "crps", "epilepsy"):
        factories.page(slug)

    first = client.get(site(TOMORROW, "conditions/?limit=2")).json()
    second = client.get(first["next"].removeprefix("http://testserver")).json()

    assert [card["slug"] for card in [*first["results"], *second["results"]]] == ["chronic-pain", "crps", "epilepsy"]
    assert (first["count"], first["previous"], second["next"]) == (3, None, None)
    assert client.get(second["previous"].removeprefix("http://testserver")).json()["results"] == first["results"]


def test_nobody_is_shown_the_site_as_of_a_moment_that_has_passed(client: Client) -> None:
    page = factories.page("chronic-pain")
    path = site(NOW + timedelta(hours=1), "conditions/chronic-pain/")

    with time_machine.travel(NOW + timedelta(hours=2)):
        factories.publish(factories.write(page, "en", summary="Written after that moment."))
        answer = client.get(path)

    assert (answer.status_code, answer.json()["reason"]) == (403, "expired")


def test_looking_ahead_writes_nothing(client: Client) -> None:
    page = factories.page("chronic-pain", locales=("ar",))
    schedule(page, TOMORROW, summary_en="Pain that lasts longer than twelve weeks.", change_kind="safety")
    path = site(LATER, "conditions/chronic-pain/?locale=ar")
    before = [*Answer.objects.values_list("pk", "etag")], Edition.objects.count()

    client.get(path)

    assert ([*Answer.objects.values_list("pk", "etag")], Edition.objects.count()) == before
    assert client.get("/api/v1/conditions/chronic-pain/?locale=ar").json()["locale"] == "ar"


def test_more_pages_cost_no_more_queries(client: Client, django_assert_max_num_queries: Any) -> None:
    for slug in ("chronic-pain", "crps", "epilepsy", "migraine", "sciatica"):
        factories.page(slug)
    path = site(TOMORROW, "conditions/")

    with django_assert_max_num_queries(16):
        client.get(path)


def test_a_language_that_waits_for_its_moment_is_out_then_and_taken_back_by_its_expiry(client: Client) -> None:
    page = factories.page("chronic-pain")
    draft = factories.latest(page)
    arabic = factories.PAGES["chronic-pain"]["ar"]
    factories.write(draft, "ar", name=arabic.name, summary=arabic.summary)
    factories.write(draft, "ar", sections=factories.sections_of("chronic-pain", arabic))
    draft.save_revision()
    releases.approve(page, "ar", by=factories.approver("ar"), moments=Moments(TOMORROW, LATER))

    def locale_at(moment: datetime) -> str:
        return str(client.get(site(moment, "conditions/chronic-pain/?locale=ar")).json()["locale"])

    found = [locale_at(moment) for moment in (TOMORROW - timedelta(minutes=1), TOMORROW, LATER)]
    on_the_way = client.get(site(LATER - timedelta(days=1), "conditions/chronic-pain/?locale=ar")).json()

    assert found == ["en", "ar", "en"]
    assert on_the_way["published_at"] == f"{TOMORROW:%Y-%m-%dT%H:%M:%SZ}"
    assert [(each.event, each.locale) for each in moments.site_at(LATER).coming] == [
        (Event.RELEASED, "ar"),
        (Event.TAKEN_BACK, "ar"),
    ]
