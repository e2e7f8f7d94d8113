"""What released translations said is offered again; what was never released, or was taken back, is not."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.publishing.content import digest_of
from cms.translation import desk, memory, releases
from cms.translation.desk import Edit
from cms.translation.markup import TAG
from cms.translation.memory import Match
from cms.translation.models import MemoryEntry
from tests import factories

pytestmark = pytest.mark.django_db

LOCALES = ["es", "ar", "zh-Hans"]
SUMMARY = "Pain that lasts longer than three months."


def entry(source, target, locale="ar", path="summary"):
    return MemoryEntry.objects.create(
        content_id=uuid4(),
        locale=locale,
        path=path,
        source=source,
        target=target,
        source_digest=digest_of(source),
        source_length=len(TAG.sub("", source)),
    )


def remembered(content, locale):
    return set(
        MemoryEntry.objects.filter(content_id=content.content_id, locale=locale).values_list("target", flat=True)
    )


# What it holds


@pytest.mark.parametrize("locale", LOCALES)
def test_a_release_is_remembered_segment_by_segment(locale):
    topic = factories.page(locales=("en", locale))
    words = factories.PAGES["chronic-pain"][locale]

    assert memory.exact([SUMMARY], locale) == {SUMMARY: [words.summary]}
    assert remembered(topic, locale) >= {words.name, words.summary, words.overview, words.safety}
    assert words.segment not in remembered(topic, locale) - {words.name}


def test_a_draft_is_not_remembered():
    topic = factories.page(locales=("en", "ar"))

    desk.save(topic, "ar", [Edit("summary", "مسودة")], by=None)

    assert "مسودة" not in remembered(topic, "ar")


@pytest.mark.parametrize("locale", LOCALES)
def test_a_new_release_takes_the_place_of_the_last_one(locale):
    topic = factories.page(locales=("en", locale))
    before = remembered(topic, locale)
    name = factories.PAGES["chronic-pain"][locale].name + "!"
    desk.save(topic, locale, [Edit("name", name)], by=None)

    releases.approve(topic, locale, by=factories.approver(locale))

    assert name in remembered(topic, locale)
    assert factories.PAGES["chronic-pain"][locale].name not in remembered(topic, locale)
    assert len(remembered(topic, locale)) == len(before)


@pytest.mark.parametrize("locale", LOCALES)
def test_what_was_withdrawn_is_forgotten_in_that_locale(locale):
    topic = factories.page(locales=("en", *LOCALES))

    releases.withdraw(topic, locale, by=factories.approver(locale))

    assert {tag for tag in LOCALES if remembered(topic, tag)} == set(LOCALES) - {locale}


def test_what_a_safety_change_takes_back_is_forgotten():
    topic = factories.page(locales=("en", *LOCALES))

    factories.publish(factories.write(factories.latest(topic), "en", summary="Do not stop."), kind="safety")

    assert not MemoryEntry.objects.filter(content_id=topic.content_id).exists()


def test_what_is_only_outdated_is_remembered_with_what_it_translates():
    topic = factories.page(locales=("en", "ar"))

    factories.publish(factories.write(factories.latest(topic), "en", summary="Do not stop."))

    assert memory.exact(["Do not stop.", SUMMARY], "ar") == {SUMMARY: [factories.PAGES["chronic-pain"]["ar"].summary]}


def test_rolling_back_forgets_what_is_not_out_any_more():
    topic = factories.page(locales=("en", "ar"))
    desk.save(topic, "ar", [Edit("name", "ألم طويل")], by=None)
    releases.approve(topic, "ar", by=factories.approver("ar"))

    releases.roll_back(topic, "ar", to=1, by=factories.approver("ar"))

    assert "ألم طويل" not in remembered(topic, "ar")
    assert factories.PAGES["chronic-pain"]["ar"].summary in remembered(topic, "ar")


def test_an_overlay_is_remembered_with_its_own_words_only():
    topic = factories.page(locales=("en", "es"))
    desk.save(topic, "es-MX", [Edit("name", "Dolor persistente")], by=None)

    releases.approve(topic, "es-MX", by=factories.approver("es-MX"))

    assert remembered(topic, "es-MX") == {"Dolor persistente"}


# What it offers


@pytest.mark.parametrize(
    ("locale", "target"), [("ar", "استرح."), ("es-MX", "Descanse, pues."), ("zh-Hans", "请休息。")]
)
def test_the_same_source_is_offered_whole_in_its_own_locale_only(locale, target):
    entry("Rest.", target, locale)

    assert memory.matches("Rest.", locale) == [Match("Rest.", target, 100)]
    assert memory.matches("Rest.", "fr") == []


def test_the_translation_that_is_used_most_comes_first():
    for target in ("ارتح", "استرح", "استرح"):
        entry("Rest.", target)

    assert memory.exact(["Rest.", "Rest now."], "ar") == {"Rest.": ["استرح", "ارتح"]}
    assert [match.target for match in memory.matches("Rest.", "ar")] == ["استرح", "ارتح"]


def test_a_like_source_is_offered_with_its_likeness_and_never_as_the_same():
    entry("Do not eat for six hours before the session.", "لا تأكل قبل الجلسة بست ساعات.")
    entry("Call an ambulance.", "اتصل بالإسعاف.")

    found = memory.matches("Do not eat for eight hours before the session.", "ar")

    assert [match.target for match in found] == ["لا تأكل قبل الجلسة بست ساعات."]
    assert memory.LEAST_SCORE <= found[0].score < 100


def test_tags_and_case_make_a_source_like_but_not_the_same():
    entry("Do <b>not</b> drive.", "لا تقد السيارة.")

    assert [(match.score, match.target) for match in memory.matches("do not drive.", "ar")] == [(99, "لا تقد السيارة.")]


def test_a_long_tag_does_not_hide_a_like_source():
    entry("<b>Rest</b> and <a1>drink</a1> <i>water</i>.", "استرح واشرب الماء.")

    assert [match.score for match in memory.matches("Rest and drink water.", "ar")] == [99]


def test_so_many_are_offered_and_the_best_first():
    for number in range(9):
        entry(f"Take {number} mg of it every day.", f"خذ {number} ملغ")

    found = memory.matches("Take 3 mg of it every day.", "ar")

    assert found[0] == Match("Take 3 mg of it every day.", "خذ 3 ملغ", 100)
    assert len(found) == memory.OFFERED
    assert [match.score for match in found] == sorted((match.score for match in found), reverse=True)


def test_nothing_is_offered_for_nothing():
    entry("Rest.", "استرح.")

    assert memory.matches("", "ar") == []
    assert memory.exact([""], "ar") == {}


def test_what_is_offered_costs_the_same_however_much_is_remembered():
    def cost():
        with CaptureQueriesContext(connection) as captured:
            memory.matches("Take 3 mg of it every day.", "ar")
        return len(captured)

    entry("Take 4 mg of it every day.", "خذ 4 ملغ")
    first = cost()
    for number in range(30):
        entry(f"Take {number} mg of it each day.", "خذ")

    assert cost() == first == 2
