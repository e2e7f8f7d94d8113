"""Editions are numbered without a gap or a repeat, also while many publish at once."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, connections

from cms.publishing import lifecycle, store
from cms.publishing.models import Counter, Edition
from tests import factories


def all_sequences():
    return list(Edition.objects.order_by("sequence").values_list("sequence", flat=True))


@pytest.mark.django_db
def test_sequence_numbers_have_no_gap_and_no_repeat():
    topic = factories.page(locales=("en", "es", "ar", "zh-Hans"))
    factories.page("crps", under=topic, locales=("en", "ar"))
    lifecycle.rebuild_stale()
    factories.reload(topic).unpublish()

    assert all_sequences() == list(range(1, len(all_sequences()) + 1))
    assert store.sequence() == all_sequences()[-1]


@pytest.mark.django_db
def test_the_counter_goes_on_from_the_log_when_it_is_lost():
    page = factories.page()
    newest = store.sequence()
    Counter.objects.all().delete()

    factories.publish(factories.write(page, "en", summary="Pain for three months or more."))

    assert factories.editions(page)[-1].sequence == newest + 1


def publish_in_threads(pages, rounds):
    failures = []
    ready = threading.Barrier(len(pages))

    def publish(page):
        try:
            ready.wait(timeout=30)
            for number in range(rounds):
                fresh = factories.reload(page)
                factories.publish(factories.write(fresh, "en", summary=f"Pain, as told in round {number}."))
        except Exception as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=publish, args=(page,)) for page in pages]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return failures


@pytest.mark.django_db(transaction=True)
def test_sequence_numbers_have_no_gap_and_no_repeat_while_many_publish_at_once():
    pages = [factories.page(slug) for slug in ("chronic-pain", "epilepsy", "crps")]

    failures = publish_in_threads(pages, rounds=4)

    assert failures == []
    assert all_sequences() == list(range(1, len(all_sequences()) + 1))
    assert [factories.document(page).version for page in pages] == [5, 5, 5]
    for page in pages:
        assert factories.answer(page)["summary"] == "Pain, as told in round 3."


@pytest.mark.django_db(transaction=True)
def test_of_two_publishes_of_one_page_the_last_to_commit_is_what_readers_get():
    page = factories.page()

    failures = publish_in_threads([page, page, page], rounds=3)

    assert failures == []
    row = factories.reload(page)
    assert factories.answer(page)["summary"] == factories.read(row, "summary", "en")
    assert all_sequences() == list(range(1, len(all_sequences()) + 1))


@pytest.mark.django_db(transaction=True)
def test_a_reader_of_the_feed_never_skips_an_edition_that_commits_later():
    pages = [factories.page(slug) for slug in ("chronic-pain", "epilepsy")]
    seen = list(all_sequences())
    done = threading.Event()

    def follow():
        try:
            while not done.is_set():
                seen.extend(
                    Edition.objects.filter(sequence__gt=seen[-1])
                    .order_by("sequence")
                    .values_list("sequence", flat=True)
                )
        finally:
            connections.close_all()

    follower = threading.Thread(target=follow)
    follower.start()
    failures = publish_in_threads(pages, rounds=4)
    done.set()
    follower.join(timeout=30)

    assert failures == []
    newest = Edition.objects.filter(sequence__gt=seen[-1]).order_by("sequence").values_list("sequence", flat=True)
    assert [*seen, *newest] == all_sequences()


def test_the_databases_of_the_tests_are_those_that_are_supported():
    assert connection.vendor in ("sqlite", "postgresql")
