"""The totals of the dashboard are those of the API, and cost the same however much there is."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from cms.locales import BY_TAG, SOURCE
from cms.translation import groups, releases
from cms.translation.dashboard import overview
from cms.translation.dashboard.filters import content_types, translated
from cms.translation.dashboard.situations import Situation
from cms.translation.models import TranslatedItem
from tests import factories
from tests.translation.dashboard.looking import URL, change, csv_lines, make_rows, panel_of

pytestmark = pytest.mark.django_db


def dashboard_totals():
    kind = content_types()["conditions.conditionpage"].pk
    wanted = {s.value: s for s in (Situation.RELEASED, Situation.OUTDATED, Situation.WITHDRAWN, Situation.NONE)}
    return {
        tag: {status: total.number(situation) for status, situation in wanted.items()}
        for tag, total in overview.totals(translated(), kind=kind).items()
    }


def api_totals(client):
    told = client.get("/api/v1/locales/").json()
    locales = told["locales"] if isinstance(told, dict) and "locales" in told else told.get("results", told)
    return {
        locale["tag"]: {status: number for status, number in locale["documents"].items() if status != "source"}
        for locale in locales
        if locale["tag"] != SOURCE
    }


# The same figures as the API's


def test_the_totals_are_those_of_the_api_whatever_happened(client):
    first = factories.page("chronic-pain", locales=("en", "es", "ar", "zh-Hans"))
    second = factories.page("crps", locales=("en", "ar", "zh-Hans"))
    third = factories.page("epilepsy", locales=("en", "es", "ar"))
    factories.draft("never-published", locales=("en", "ar"))
    factories.overlay(first, summary="Dolor que dura más de tres meses, todos los días.")
    factories.release(factories.reload(first), "es-MX")
    approver = factories.approver()

    def agree():
        assert dashboard_totals() == api_totals(client)

    agree()
    assert dashboard_totals()["ar"] == {"released": 3, "outdated": 0, "withdrawn": 0, "none": 0}
    assert dashboard_totals()["fr"] == {"released": 0, "outdated": 0, "withdrawn": 0, "none": 3}

    change(first)
    agree()
    assert dashboard_totals()["es-MX"]["outdated"] == 1
    assert dashboard_totals()["zh-Hans"]["outdated"] == 1

    releases.withdraw(factories.reload(second), "ar", by=approver)
    agree()
    assert dashboard_totals()["ar"]["withdrawn"] == 1

    change(third, kind="safety", text="Call an ambulance at once.")
    agree()
    assert dashboard_totals()["es"]["withdrawn"] == 1

    releases.withdraw(factories.reload(first), "es", by=approver)
    agree()
    assert dashboard_totals()["es-MX"] == {"released": 0, "outdated": 0, "withdrawn": 1, "none": 2}

    releases.approve(factories.reload(first), "es", by=approver)
    agree()
    assert dashboard_totals()["es-MX"]["withdrawn"] == 0

    factories.reload(second).unpublish()
    agree()
    assert sum(dashboard_totals()["fr"].values()) == 2

    factories.publish(factories.latest(second))
    agree()

    factories.reload(third).delete()
    agree()
    assert sum(dashboard_totals()["fr"].values()) == 2


@pytest.mark.parametrize("locale", ["ar", "es-MX", "zh-Hans"])
def test_a_text_that_was_withdrawn_before_its_page_was_out_is_told_as_withdrawn_everywhere(client, locale):
    page = factories.draft("chronic-pain", locales=("en", "es", "ar", "zh-Hans"))
    if locale == "es-MX":
        factories.release(page, "es")
        page = factories.overlay(page, summary="Dolor que dura más de tres meses, todos los días.")
    factories.release(page, locale)
    releases.withdraw(page, locale, by=factories.approver(locale))

    factories.publish(factories.latest(page))

    statuses = {alternate["locale"]: alternate["status"] for alternate in factories.answer(page)["alternates"]}
    assert statuses[locale] == "withdrawn"
    assert dashboard_totals()[locale] == {"released": 0, "outdated": 0, "withdrawn": 1, "none": 0}
    assert dashboard_totals() == api_totals(client)


def test_a_page_that_is_out_of_everybodys_reach_counts_as_little_as_in_the_api(client):
    factories.page("chronic-pain", locales=("en", "ar"))
    page = factories.page("crps", locales=("en", "ar"))

    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)

    assert dashboard_totals() == api_totals(client)
    assert dashboard_totals()["ar"]["released"] == 1


# What it costs


def test_the_view_costs_ten_queries_at_most_however_much_there_is(admin):
    make_rows(2)
    admin.get(URL)  # content types are remembered

    few = queries(lambda: admin.get(f"{URL}?situation=missing&order=waiting&locale=ar"))
    make_rows(200, first=2)
    many = queries(lambda: admin.get(f"{URL}?situation=missing&order=waiting&locale=ar"))

    assert few == many
    assert many <= 10


def test_four_queries_are_the_views_own_whoever_looks(client, person):
    person(groups.translators(BY_TAG["ar"]), groups.reviewers(BY_TAG["es-MX"]))
    make_rows(60)
    client.get(URL)  # content types are remembered

    with CaptureQueriesContext(connection) as captured:
        client.get(f"{URL}?mine=on")

    assert sum('FROM "translation_' in query["sql"] for query in captured) == 4


def test_the_file_costs_as_many_queries_however_much_there_is(admin):
    make_rows(2)
    csv_lines(admin.get(f"{URL}?export=csv"))

    few = queries(lambda: csv_lines(admin.get(f"{URL}?export=csv")))
    make_rows(300, first=2)
    many = queries(lambda: csv_lines(admin.get(f"{URL}?export=csv")))

    assert many <= few + 4  # PostgreSQL fetches in parts


def test_the_panel_costs_three_queries_at_most_however_much_there_is(rf):
    people = [factories.administrator(), factories.translator("ar"), factories.user("author", groups.AUTHORS)]
    for account in people:
        panel_of(account, rf)  # rights are remembered

        few = queries(lambda account=account: panel_of(account, rf))
        make_rows(50, first=TranslatedItem.objects.count() + 1)
        many = queries(lambda account=account: panel_of(account, rf))

        assert few == many <= 3


def queries(act):
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)
