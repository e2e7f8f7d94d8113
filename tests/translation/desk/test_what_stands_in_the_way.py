"""Two people lose nothing to each other, and what may not be written is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import GroupPagePermission

from cms.locales import BY_TAG
from cms.translation import desk, groups
from cms.translation.desk import Edit
from cms.translation.errors import ContentLocked, NoRight, WrongState
from tests import factories
from tests.translation.desk.sheets import LOCALES, OVERVIEW, said, save, seen

pytestmark = pytest.mark.django_db


# Two people


def test_two_people_on_different_segments_never_conflict(topic):
    first, second = factories.translator("ar"), factories.translator("ar")
    old = seen(topic, "summary"), seen(topic, f"{OVERVIEW}#0")
    desk.save(topic, "ar", [Edit("summary", "ملخص آخر", old[0])], by=first)

    outcome = desk.save(topic, "ar", [Edit(f"{OVERVIEW}#0", "نص آخر", old[1])], by=second)

    assert not outcome.conflicts
    assert (said(topic, "summary"), said(topic, f"{OVERVIEW}#0")) == ("ملخص آخر", "نص آخر")


@pytest.mark.parametrize("locale", LOCALES)
def test_two_people_on_the_same_segment_lose_nothing(topic, locale):
    old = seen(topic, "summary", locale)
    desk.save(topic, locale, [Edit("summary", "A", old)], by=factories.translator(locale))

    outcome = desk.save(topic, locale, [Edit("summary", "B", old), Edit("name", "C")], by=factories.translator(locale))

    assert outcome.conflicts["summary"].target == "A"
    assert (said(topic, "summary", locale), said(topic, "name", locale)) == ("A", "C")

    again = desk.save(topic, locale, [Edit("summary", "B", outcome.conflicts["summary"].digest)], by=None)

    assert again.saved["summary"].target == "B"


def test_two_people_who_write_the_same_do_not_conflict(topic):
    old = seen(topic, "summary")
    desk.save(topic, "ar", [Edit("summary", "ألم", old)], by=factories.translator("ar"))

    outcome = desk.save(topic, "ar", [Edit("summary", "ألم", old)], by=factories.translator("ar"))

    assert (outcome.equal, outcome.conflicts) == ({"summary"}, {})


def test_the_source_may_change_beneath_a_writer_and_the_paragraph_is_still_found(topic):
    raw = topic.sections_raw("en")
    raw[0]["value"]["blocks"][0]["value"] = "<p>New.</p><p>Chronic pain can stay after an injury has healed.</p>"
    factories.publish(factories.write(factories.latest(topic), "en", sections=raw))

    outcome = desk.save(topic, "ar", [Edit(f"{OVERVIEW}#0", "جديد", seen(topic, f"{OVERVIEW}#0"))], by=None)

    assert outcome.saved[f"{OVERVIEW}#0"].target == "جديد"
    assert said(topic, f"{OVERVIEW}#1") == "قد يستمر الألم المزمن بعد شفاء الإصابة."


# What is refused


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("sections.overview/blocks/nowhere#0", "x"),
        ("", "x"),
        (f"{OVERVIEW}#7", "x"),
        ("meta_title", "م" * 61),
        ("summary", "a\0b"),
        ("summary", "a\ud800b"),
        (f"{OVERVIEW}#0", "a\0b"),
    ],
)
def test_what_can_not_be_kept_is_refused_by_its_path_and_the_rest_is_saved(topic, path, text):
    factories.publish(factories.write(factories.latest(topic), "en", meta_title="Pain"))

    outcome = desk.save(topic, "ar", [Edit(path, text), Edit("name", "ألم")], by=None)

    assert list(outcome.refused) == [path]
    assert outcome.refused[path]
    assert outcome.saved["name"].target == "ألم"


def test_a_limit_counts_characters_and_no_tags(topic):
    factories.publish(factories.write(factories.latest(topic), "en", meta_title="Pain"))

    outcome = save(topic, "zh-Hans", meta_title="痛" * 60)

    assert outcome.saved["meta_title"].target == "痛" * 60


@pytest.mark.parametrize("locale", LOCALES)
def test_who_has_no_right_in_the_locale_writes_nothing(topic, locale):
    other = factories.translator("fr")

    for by in (other, factories.approver(locale), factories.user("author", groups.AUTHORS)):
        with pytest.raises(NoRight):
            save(topic, locale, by=by, summary="x")


def test_who_may_not_edit_the_page_may_not_write_its_translation(topic):
    somebody = factories.translator("ar")
    GroupPagePermission.objects.filter(group__name=groups.translators(BY_TAG["ar"])).delete()

    with pytest.raises(NoRight):
        save(topic, "ar", by=somebody, summary="x")


def test_the_source_is_not_written_here(topic):
    with pytest.raises(NoRight):
        save(topic, "en", by=factories.administrator(), summary="x")


def test_nobody_writes_into_a_page_that_somebody_else_has_locked(topic):
    owner, other = factories.translator("ar"), factories.translator("ar")
    type(topic).objects.filter(pk=topic.pk).update(locked=True, locked_by=owner, locked_at=timezone.now())

    with pytest.raises(ContentLocked):
        save(topic, "ar", by=other, summary="x")
    with pytest.raises(ContentLocked):
        save(topic, "ar", by=None, summary="x")

    assert save(topic, "ar", by=owner, summary="x").saved


def test_nobody_accepts_a_check_on_a_page_that_somebody_else_has_locked(topic):
    owner, other = factories.translator("ar"), factories.translator("ar")
    type(topic).objects.filter(pk=topic.pk).update(locked=True, locked_by=owner, locked_at=timezone.now())

    with pytest.raises(ContentLocked):
        desk.accept(topic, "ar", "summary", code="numbers", reason="A quotation.", by=other)


def test_nobody_writes_into_a_page_that_waits_for_its_hour(topic):
    draft = factories.latest(topic)
    draft.go_live_at = timezone.now() + timedelta(days=1)
    draft.save_revision().publish()

    with pytest.raises(ContentLocked):
        save(topic, "ar", by=factories.translator("ar"), summary="x")


def test_a_text_without_words_is_not_confirmed(topic):
    with pytest.raises(WrongState):
        desk.confirm(topic, "fr", ["summary"], by=factories.translator("fr"))


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_check_is_not_passed_over_without_a_reason(topic, reason):
    with pytest.raises(WrongState):
        desk.accept(topic, "ar", "summary", code="numbers", reason=reason, by=factories.translator("ar"))
