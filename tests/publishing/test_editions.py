"""An edition is made only of what changed, counts up per locale, and says in full what readers had."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from cms.publishing import lifecycle, store
from cms.publishing.content import digest_of_body
from cms.publishing.document import Change
from cms.publishing.models import Counter, StaleMark
from cms.translation import releases
from tests import factories
from tests.publishing.stored import as_stored

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


# What waits, and what it costs


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
