"""What a change does to readers of each language is told before it is done, and it is what happens then."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import PageLogEntry

from cms import locales
from cms.locales import TAGS
from cms.publishing.models import ChangeKind
from cms.translation import consequences, groups, notifications, releases
from cms.translation.consequences import Fate
from cms.translation.moments import Moments
from tests import factories

pytestmark = pytest.mark.django_db

NOTE = "The longest time between two doses is corrected."


@pytest.fixture
def topic():
    """Out in all locales but French; Mexican Spanish says its summary itself."""
    fresh = factories.page(locales=("en", "es", "ar", "zh-Hans"))
    factories.overlay(fresh, summary="Un dolor de más de tres meses.")
    factories.release(fresh, "es-MX")
    return factories.reload(fresh)


def changed(content, **fields):
    """The draft that an editor has written and not published."""
    draft = factories.write(factories.latest(content), "en", **fields)
    draft.save_revision()
    return factories.latest(content)


def told(draft, kind):
    return consequences.of_kind(draft, kind)


def fates(draft, kind):
    return {row.locale.tag: row.fate for row in told(draft, kind).rows}


def read_in(content):
    """Which locale readers of each are given."""
    return {tag: factories.answer(content, tag)["locale"] for tag in TAGS}


@pytest.mark.parametrize("kind", ["editorial", "content"])
def test_a_change_of_words_leaves_translations_out_and_marks_those_that_differ(topic, kind):
    foretold = told(changed(topic, summary="Pain of three months or more."), kind)

    assert {row.locale.tag: row.fate for row in foretold.rows} == {
        "en": Fate.SOURCE, "es": Fate.OUTDATED, "es-MX": Fate.OUTDATED, "fr": Fate.NONE, "ar": Fate.OUTDATED,
        "zh-Hans": Fate.OUTDATED,
    }  # fmt: skip
    assert foretold.sentences == [
        "Spanish, Mexican Spanish, Arabic and Simplified Chinese stay out, marked as outdated."
    ]
    assert not any(row.falls for row in foretold.rows)


def test_a_safety_change_says_who_falls_back_to_what_and_how_many_that_are(topic):
    foretold = told(changed(topic, summary="Pain of three months or more."), "safety")

    assert foretold.sentences == [
        "Spanish, Mexican Spanish, Arabic and Simplified Chinese fall back to English until they are approved again.",
        "Readers of 4 of 6 locales are answered in another language than before.",
        "Apps and partner sites are told that no earlier English text may be shown any more.",
    ]
    assert [row.parts for row in foretold.rows if row.locale.tag == "ar"] == ["Summary"]


def test_a_regional_version_that_fits_falls_with_the_language_below_it(topic):
    """What Mexico says itself is up to date; what it takes from Spanish is not."""
    draft = changed(topic, sections=factories.sections_of("chronic-pain", factories.PAGES["crps"]["en"]))
    draft = factories.write(draft, "en", summary="Pain that lasts longer than three months.")

    rows = {row.locale.tag: row for row in told(draft, "safety").rows}

    assert (rows["es"].then.tag, rows["es-MX"].then.tag) == ("en", "en")
    assert rows["es-MX"].now.tag == "es-MX"


def test_a_regional_version_alone_falls_back_to_its_language(topic):
    """Spanish was brought up to date in time; what Mexico says itself was not."""
    factories.publish(changed(topic, summary="Pain of three months or more."))
    factories.release(factories.reload(topic), "es")

    rows = {row.locale.tag: row for row in told(factories.latest(topic), "safety").rows}

    assert (rows["es"].fate, rows["es-MX"].fate) == (Fate.FITS, Fate.TAKEN_BACK)
    assert (rows["es-MX"].then.tag, rows["ar"].then.tag) == ("es", "en")


@pytest.mark.parametrize("kind", ChangeKind.values)
@pytest.mark.parametrize("fields", [{"name": "Lasting pain"}, {"meta_title": "Pain"}, {}])
def test_what_is_foretold_is_what_happens(topic, kind, fields):
    factories.publish(factories.write(topic, "en", summary="Pain of more than three months."))
    factories.release(factories.reload(topic), "ar")
    draft = changed(topic, **fields)
    foretold = {row.locale.tag: row.then.tag for row in told(draft, kind).rows}
    outdated = {tag for tag, fate in fates(draft, kind).items() if fate == Fate.OUTDATED}

    factories.publish(draft, kind=kind, note=NOTE)

    assert read_in(topic) == foretold
    statuses = {item["locale"]: item["status"] for item in factories.answer(topic)["alternates"]}
    assert {tag for tag, status in statuses.items() if status == "outdated"} == outdated


def test_asking_changes_nothing(topic):
    draft = changed(topic, summary="Pain of three months or more.")

    consequences.of(draft)

    assert read_in(topic)["ar"] == "ar"
    assert factories.answer(topic, "ar")["translation"]["status"] == "released"


def test_a_first_publication_takes_nothing_from_anybody():
    draft = factories.draft(locales=("en", "ar"))

    foretold = told(draft, "safety")

    assert [(row.now, row.then.tag) for row in foretold.rows] == [(None, "en")] * len(TAGS)
    assert foretold.sentences[0].startswith("No translation that is out differs")


def test_what_was_taken_back_before_is_told_apart(topic):
    factories.publish(changed(topic, summary="Pain of three months or more."), kind="safety", note=NOTE)

    draft = changed(topic, summary="Pain of more than three months.")

    assert fates(draft, "content")["ar"] == Fate.STAYS_BACK
    assert told(draft, "safety").sentences[-1].endswith("taken back before, and so until approved again.")


def test_a_safety_change_says_what_will_not_go_out_at_its_moment(topic):
    tomorrow = Moments(timezone.now() + timedelta(days=1))
    releases.approve(factories.reload(topic), "ar", by=factories.approver("ar"), moments=tomorrow)

    fits = factories.latest(topic)
    differs = changed(topic, summary="Pain of three months or more.")

    told_of_it = "Arabic: scheduled to go out, but will not until approved again."
    assert told_of_it not in told(fits, "safety").sentences
    assert told_of_it in told(differs, "safety").sentences
    assert told_of_it not in told(differs, "content").sentences


def test_the_log_and_the_translators_are_told_in_the_same_words(topic):
    translator = factories.user("amal", groups.translators(locales.get("ar")))
    draft = changed(topic, summary="Pain of three months or more.")
    foretold = told(draft, "safety").sentences

    factories.publish(draft, kind="safety", note=NOTE, by=factories.administrator())

    entry = PageLogEntry.objects.get(action="translation.change")
    assert entry.message == " ".join(["Safety: readers must not see the old text any more.", *foretold])
    assert entry.comment == NOTE
    [notification] = notifications.unread().filter(user=translator)
    assert notifications.explained(notification).splitlines() == [
        "A safety change of the source",
        "Arabic falls back to English until it is approved again.",
        NOTE,
    ]


def test_a_publish_that_leaves_nothing_behind_is_no_entry_of_its_own(topic):
    factories.publish(topic, kind="content")

    assert not PageLogEntry.objects.filter(action="translation.change").exists()


def test_languages_are_called_by_their_name_in_the_admin_s_language(topic):
    with override("es"):
        assert consequences.names(["ar", "zh-Hans"]).startswith("Árabe")


# The piece of the form that is fetched


def piece(client, content):
    return client.get(reverse("translation_consequences", args=["conditions.conditionpage", content.pk]))


def test_the_saved_draft_s_consequences_are_fetched_by_those_who_author(client, topic):
    changed(topic, summary="Pain of three months or more.")
    client.force_login(factories.administrator())

    answer = piece(client, topic)

    assert answer.status_code == 200
    assert 'data-change-kind="safety"' in answer.content.decode()
    assert "fall back to English" in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_who_may_not_say_the_kind_of_change_is_told_nothing(client, topic):
    client.force_login(factories.translator("ar"))

    assert piece(client, topic).status_code == 302
