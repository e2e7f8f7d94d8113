"""Publishing one page costs that page, however many others there are."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.publishing import lifecycle
from cms.publishing.document import Change
from cms.translation import authoring
from tests import factories

pytestmark = pytest.mark.django_db

LOCALES = ("en", "es", "fr", "ar", "zh-Hans")


@pytest.fixture
def condition():
    topic = factories.page("chronic-pain", locales=LOCALES)
    condition = factories.page("crps", under=topic, locales=LOCALES)
    factories.overlay(condition, name="Síndrome doloroso regional complejo")
    factories.release(condition, "es-MX")
    lifecycle.rebuild_stale()
    return condition


def asked_in(captured):
    """Savepoints stand there because a test is in a transaction already."""
    return sum("SAVEPOINT" not in query["sql"] for query in captured.captured_queries)


def queries_of_a_text_edit(condition, summary):
    row = factories.write(factories.reload(condition), "en", summary=summary)
    with CaptureQueriesContext(connection) as captured:
        outcome = lifecycle.refresh(row, change=Change("content"))
    assert len(outcome.editions) >= 1
    return asked_in(captured)


def test_publishing_a_page_in_six_locales_costs_few_queries(condition, monkeypatch):
    factories.publish(factories.write(factories.latest(condition), "en", summary="Strong pain."))
    lifecycle.rebuild_stale()
    counts, published = [], authoring.published

    def counted(content):
        with CaptureQueriesContext(connection) as captured:
            published(content)
        counts.append(asked_in(captured))

    monkeypatch.setattr(authoring, "published", counted)
    factories.publish(factories.latest(condition))
    factories.publish(factories.write(factories.latest(condition), "en", summary="Strong pain that lasts."))

    assert factories.locales_out(condition) == ["en", "es", "es-MX", "fr", "ar", "zh-Hans"]
    nothing_changed, words_changed = counts
    assert nothing_changed <= 11
    assert words_changed <= 22


def test_publishing_a_page_costs_no_more_with_ten_times_the_pages_around_it(condition):
    alone = queries_of_a_text_edit(condition, "Strong pain that lasts.")
    for number in range(9):
        factories.page(f"pain-{number}", under=condition.get_parent().specific, locales=("en", "ar"))
        factories.page(f"topic-{number}", locales=("en",))
    lifecycle.rebuild_stale()

    crowded = queries_of_a_text_edit(condition, "Strong pain that lasts for months.")

    assert crowded == alone


def test_rebuilding_a_topic_costs_no_more_with_more_pages_below_it(condition):
    topic = condition.get_parent().specific
    few = queries_of_a_text_edit(topic, "Pain for three months or more.")
    for number in range(9):
        factories.page(f"pain-{number}", under=topic, locales=("en", "ar"))
    lifecycle.rebuild_stale()

    many = queries_of_a_text_edit(topic, "Pain that has lasted for more than three months.")

    assert many == few


def test_a_refresh_that_changes_nothing_writes_nothing(condition):
    row = factories.reload(condition)

    with CaptureQueriesContext(connection) as captured:
        lifecycle.refresh(row)

    written = [query["sql"] for query in captured if query["sql"].startswith(("INSERT", "UPDATE"))]
    assert written == []
