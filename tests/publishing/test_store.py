"""What the store promises: numbers without gaps, editions only for what changed, all or nothing,
also when many publish at once.
"""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, connections, transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.signals import page_published

from cms.publishing import lifecycle, store
from cms.publishing.content import digest_of_body
from cms.publishing.document import Change
from cms.publishing.models import Answer, Counter, Document, Edition, StaleMark
from cms.translation import releases
from cms.translation.current import current_of
from conditions.models import ConditionPage
from tests import factories


def as_stored(page):
    """Every answer with the fields that headers are made of."""
    columns = ("requested_locale", "body", "card", "etag", "last_modified", "updated_at", "sequence", "surrogate_keys")
    rows = Answer.objects.filter(content_id=page.content_id).order_by("requested_locale").values_list(*columns)
    return [tuple(bytes(value) if isinstance(value, memoryview) else value for value in row) for row in rows]


def all_sequences():
    return list(Edition.objects.order_by("sequence").values_list("sequence", flat=True))


# Numbers


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


# What makes an edition


@pytest.mark.django_db
def test_equal_content_makes_no_edition_and_leaves_every_byte_and_header_alone():
    page = factories.page(locales=("en", "es", "ar", "zh-Hans"))
    lifecycle.rebuild_stale()
    before, newest = as_stored(page), store.sequence()

    with time_machine.travel(timezone.now() + timedelta(days=3), tick=True):
        factories.publish(factories.reload(page), kind="safety", note="Published again without a change.")

    assert store.sequence() == newest
    assert as_stored(page) == before


@pytest.mark.django_db
def test_a_rebuild_that_changes_nothing_does_not_raise_the_state_version():
    page = factories.page(locales=("en", "ar"))
    lifecycle.rebuild_stale()
    before = Counter.objects.get().state_version

    outcome = lifecycle.refresh(factories.reload(page))

    assert not outcome.changed_anything
    assert Counter.objects.get().state_version == before


@pytest.mark.django_db
def test_whatever_changes_an_answer_raises_the_state_version():
    page = factories.page()
    before = Counter.objects.get().state_version

    factories.publish(factories.write(page, "en", summary="Pain for three months or more."))

    assert Counter.objects.get().state_version > before


@pytest.mark.django_db
def test_the_state_version_can_be_raised_by_what_no_document_shows():
    factories.page()
    before, sequence = Counter.objects.get().state_version, store.sequence()

    lifecycle.state_version_raised()

    assert Counter.objects.get().state_version == before + 1
    assert store.sequence() == sequence


@pytest.mark.django_db
@pytest.mark.parametrize("locale", ["en", "es", "ar", "zh-Hans"])
def test_versions_count_per_locale_and_the_day_of_first_publishing_stays(locale):
    page = factories.page(locales=dict.fromkeys(("en", locale)))
    first = factories.document(page, locale)

    with time_machine.travel(timezone.now() + timedelta(days=1), tick=True):
        draft = factories.write(factories.latest(page), locale, name=f"{factories.reload(page).name_en} ({locale})")
        draft.save_revision()
        if locale == "en":
            factories.publish(factories.latest(page))
        else:
            factories.release(page, locale)

    now = factories.document(page, locale)
    assert (first.version, now.version) == (1, 2)
    assert now.published_at == first.published_at
    assert now.updated_at > first.updated_at
    assert factories.answer(page, locale)["published_at"] == first.published_at.strftime("%Y-%m-%dT%H:%M:%SZ")


@pytest.mark.django_db
def test_what_is_gone_keeps_its_version_and_what_comes_back_gets_the_next():
    page = factories.page(locales=("en", "ar"))

    page.unpublish()
    while_gone = factories.document(page, "ar")
    factories.publish(factories.reload(page))

    back = factories.document(page, "ar")
    assert (while_gone.version, while_gone.state) == (1, "gone")
    assert (back.version, back.state) == (2, "live")
    assert back.published_at == while_gone.published_at
    assert [edition.event for edition in factories.editions(page, "ar")] == ["published", "gone", "published"]


@pytest.mark.django_db
def test_going_twice_makes_one_edition():
    page = factories.page()
    page.unpublish()
    before = store.sequence()

    lifecycle.refresh(factories.reload(page))
    lifecycle.remove(page.content_id, reason="deleted")

    assert store.sequence() == before


@pytest.mark.django_db
def test_an_edition_says_in_full_what_readers_had():
    page = factories.page(locales=("en", "ar"))
    before = factories.answer(page, "ar")

    draft = factories.write(factories.latest(page), "ar", summary="ألم يدوم ثلاثة أشهر.")
    draft.save_revision()
    factories.release(page, "ar")

    first = factories.editions(page, "ar")[0]
    assert factories.told(first) == before
    assert first.digest == digest_of_body(before)


@pytest.mark.django_db
def test_a_derived_rebuild_does_not_push_a_safety_note_out_of_sight():
    topic = factories.page()
    condition = factories.page("crps", under=topic)
    factories.publish(
        factories.write(condition, "en", summary="Strong pain. Never drive after a session."),
        kind="safety",
        note="Driving.",
    )

    factories.publish(factories.write(topic, "en", name="Long-term pain"), kind="editorial")
    lifecycle.rebuild_stale()

    answer = factories.answer(condition)
    assert answer["breadcrumb"][0]["name"] == "Long-term pain"
    assert answer["change"] == {"kind": "safety", "note": "Driving."}
    assert factories.editions(condition, "en")[-1].change_kind == "editorial"


@pytest.mark.django_db
def test_a_note_in_english_is_not_told_of_a_translation_that_was_rebuilt_along_with_it():
    page = factories.page(locales=("en", "ar"))
    factories.add_code(page, "icd-10", "R52.2")

    factories.publish(page, kind="editorial", note="A code was added.")

    assert factories.answer(page)["change"] == {"kind": "editorial", "note": "A code was added."}
    assert factories.answer(page, "ar")["change"] == {"kind": "content", "note": None}


# When an answer last changed


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "withdrawn", "instead"), [("ar", "ar", "en"), ("es-MX", "es", "en"), ("zh-Hans", "zh-Hans", "en")]
)
def test_a_fallback_answer_changed_when_the_nearer_locale_was_withdrawn(asked, withdrawn, instead):
    start = datetime(2026, 3, 1, 9, tzinfo=UTC)
    with time_machine.travel(start):
        page = factories.page(locales=("en", withdrawn))
    source = factories.answer_row(page, "en").last_modified

    with time_machine.travel(start + timedelta(days=7)):
        releases.withdraw(page, withdrawn, by=factories.approver(withdrawn))

    row = factories.answer_row(page, asked)
    assert row.locale == instead
    assert row.last_modified == start + timedelta(days=7)
    assert source <= factories.answer_row(page, "en").last_modified


@pytest.mark.django_db
def test_an_answer_in_a_locale_does_not_change_with_one_that_is_farther_off():
    start = datetime(2026, 3, 1, 9, tzinfo=UTC)
    with time_machine.travel(start):
        page = factories.page(locales=("en", "ar"))
    lifecycle.rebuild_stale()
    before = factories.answer_row(page, "ar")

    with time_machine.travel(start + timedelta(days=7)):
        factories.publish(factories.write(page, "en", path_segment="long-term-pain"))

    after = factories.answer_row(page, "ar")
    assert factories.answer_row(page, "en").last_modified == start + timedelta(days=7)
    assert after.locale == before.locale == "ar"


# All or nothing


def full_disk(*arguments, **named):
    raise OSError("the disk is full")


@pytest.mark.django_db(transaction=True)
def test_a_publish_that_fails_half_way_changes_neither_page_nor_documents():
    page = factories.page(locales=("en", "ar"))
    before, newest = as_stored(page), store.sequence()

    def fail(sender, **kwargs):
        raise RuntimeError("the disk is full")

    page_published.connect(fail)
    try:
        with pytest.raises(RuntimeError, match="the disk is full"):
            factories.publish(factories.write(factories.reload(page), "en", summary="Never to be read."))
    finally:
        page_published.disconnect(fail)

    assert factories.read(factories.reload(page), "summary", "en") == "Pain that lasts longer than three months."
    assert as_stored(page) == before
    assert store.sequence() == newest


@pytest.mark.django_db(transaction=True)
def test_a_build_that_fails_leaves_the_page_as_it_was(monkeypatch):
    page = factories.page()
    newest = store.sequence()
    monkeypatch.setattr(store, "render", full_disk)

    with pytest.raises(OSError, match="full"):
        factories.publish(factories.write(factories.reload(page), "en", summary="Never to be read."))

    assert factories.read(factories.reload(page), "summary", "en") == "Pain that lasts longer than three months."
    assert (store.sequence(), Edition.objects.count()) == (newest, newest)


@pytest.mark.django_db(transaction=True)
def test_an_unpublish_that_fails_leaves_the_page_live(monkeypatch):
    page = factories.page()
    monkeypatch.setattr(store, "render", full_disk)

    with pytest.raises(OSError, match="full"):
        factories.reload(page).unpublish()

    assert factories.reload(page).live
    assert factories.is_out(page)


@pytest.mark.django_db(transaction=True)
def test_a_delete_that_fails_leaves_the_page_and_its_documents(monkeypatch):
    page = factories.page()
    monkeypatch.setattr(store, "render", full_disk)

    with pytest.raises(OSError, match="full"):
        factories.reload(page).delete()

    assert factories.reload(page).live
    assert factories.is_out(page)


@pytest.mark.django_db(transaction=True)
def test_a_move_that_fails_leaves_the_page_where_it_was(monkeypatch):
    topic = factories.page("epilepsy")
    page = factories.page()
    monkeypatch.setattr(store, "render", full_disk)

    with pytest.raises(OSError, match="full"):
        factories.reload(page).move(factories.reload(topic), pos="last-child")

    assert factories.reload(page).depth == 4
    assert factories.document(page).path == "/conditions/chronic-pain"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", ["unpublish", "move", "copy", "delete", "edit"])
def test_what_fails_half_way_in_the_admin_changes_neither_page_nor_documents(client, monkeypatch, act):
    topic, page = factories.page("epilepsy"), factories.page()
    client.force_login(factories.administrator())
    client.raise_request_exception = False
    address, form = {
        "unpublish": (("unpublish", page.pk), {}),
        "move": (("move_confirm", page.pk, topic.pk), {}),
        "copy": (
            ("copy", page.pk),
            {"new_title": "Copy", "new_slug": "copy", "new_parent_page": topic.pk, "publish_copies": "on"},
        ),
        "delete": (("delete", page.pk), {}),
        "edit": (
            ("edit", page.pk),
            {**factories.form_of(client, page), "summary_en": "Never.", "action-publish": "action-publish"},
        ),
    }[act]
    newest = store.sequence()
    monkeypatch.setattr(store, "render", full_disk)

    answer = client.post(reverse(f"wagtailadmin_pages:{address[0]}", args=address[1:]), form)

    assert answer.status_code == 500
    fresh = factories.reload(page)
    assert (fresh.live, fresh.depth, factories.read(fresh, "summary", "en")) == (
        True,
        4,
        factories.read(page, "summary", "en"),
    )
    assert factories.document(page).path == "/conditions/chronic-pain"
    assert ConditionPage.objects.count() == 2
    assert store.sequence() == newest


@pytest.mark.django_db(transaction=True)
def test_an_approval_that_fails_leaves_no_release(monkeypatch):
    page = factories.draft(locales=("en", "ar"))
    page = factories.publish(page)
    monkeypatch.setattr(store, "render", full_disk)

    with pytest.raises(OSError, match="full"):
        factories.release(page, "ar")

    assert current_of(page) == {}
    assert factories.locales_out(page) == ["en"]


@pytest.mark.django_db(transaction=True)
def test_a_scheduled_publish_that_fails_stays_scheduled(monkeypatch):
    from django.core.management import call_command

    page = factories.page()
    page.go_live_at = timezone.now() + timedelta(hours=1)
    factories.publish(factories.write(page, "en", summary="Pain that lasts longer than twelve weeks."))

    with time_machine.travel(timezone.now() + timedelta(hours=2), tick=True):
        with monkeypatch.context() as patch:
            patch.setattr(store, "render", full_disk)
            with pytest.raises(OSError, match="full"):
                call_command("publish_scheduled")
        assert factories.answer(page)["summary"] == "Pain that lasts longer than three months."

        call_command("publish_scheduled")

    assert factories.answer(page)["summary"] == "Pain that lasts longer than twelve weeks."


@pytest.mark.django_db
def test_no_two_live_documents_may_share_a_path():
    first, second = factories.page("chronic-pain"), factories.page("epilepsy")

    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(content_id=second.content_id, locale="en").update(path=factories.document(first).path)


@pytest.mark.django_db
def test_a_page_takes_the_path_that_another_page_has_left():
    page = factories.page("chronic-pain", locales=("en", "ar"))
    page.unpublish()
    factories.reload(page).delete()

    successor = factories.page("chronic-pain", locales=("en", "ar"))

    assert factories.document(successor, "ar").path == factories.document(page, "ar").path
    assert factories.locales_out(successor) == ["en", "ar"]


@pytest.mark.django_db
def test_a_publication_costs_no_more_queries_the_more_locales_it_has(django_assert_max_num_queries):
    one = factories.page("chronic-pain", locales=("en",))
    many = factories.page("epilepsy", locales=("en", "es", "fr", "ar", "zh-Hans"))
    lifecycle.rebuild_stale()

    with django_assert_max_num_queries(50) as of_one:
        lifecycle.refresh(
            factories.write(one, "en", summary="Pain for three months or more."), change=Change("content")
        )
    with django_assert_max_num_queries(50) as of_many:
        lifecycle.refresh(factories.write(many, "en", summary="Two or more seizures."), change=Change("content"))

    assert len(of_many) <= len(of_one) + 2


@pytest.mark.django_db
def test_a_mark_made_twice_waits_once():
    page = factories.page()
    other = factories.page("crps", under=page)
    StaleMark.objects.all().delete()

    lifecycle.touched({f"content:{page.content_id}"})
    lifecycle.touched({f"content:{page.content_id}"})

    assert list(StaleMark.objects.values_list("content_id", flat=True)) == [other.content_id]
    assert lifecycle.rebuild_stale(limit=1) == 1
    assert lifecycle.rebuild_stale() == 0


def test_the_databases_of_the_tests_are_those_that_are_supported():
    assert connection.vendor in ("sqlite", "postgresql")
