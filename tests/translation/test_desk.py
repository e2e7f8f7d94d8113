"""What happens when segments are written: who may, what stands in the way, and that nothing else changes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import GroupPagePermission, Revision, Task, Workflow, WorkflowTask

from cms.locales import BY_TAG
from cms.publishing.models import Answer, Document
from cms.translation import desk, drafts, groups, releases, snapshots
from cms.translation.desk import Edit
from cms.translation.errors import ContentLocked, NoRight, WrongState
from cms.translation.models import Release
from tests import factories

pytestmark = pytest.mark.django_db

OVERVIEW = "sections.overview/blocks/" + factories.block_id("chronic-pain", "overview", 0)
SAFETY = "sections.safety/blocks/" + factories.block_id("chronic-pain", "safety", 0)
TEXTS = {
    "ar": "ألم يدوم أكثر من ثلاثة أشهر.",
    "es-MX": "Dolor de más de tres meses.",
    "zh-Hans": "疼痛持续三个月以上。",
}
LOCALES = list(TEXTS)


@pytest.fixture(scope="module")
def topic_of_all(kept):
    return factories.page(locales=("en", "es", "ar", "zh-Hans"))


@pytest.fixture
def topic(topic_of_all):
    return factories.reload(topic_of_all)


def sheet(content, locale="ar"):
    return desk.open_sheet(drafts.latest(content), locale)


def seen(content, path, locale="ar"):
    return sheet(content, locale).by_path[path].digest


def said(content, path, locale="ar"):
    return sheet(content, locale).by_path[path].target


def save(content, locale, *, by=None, **texts: str):
    return desk.save(content, locale, [Edit(path, text) for path, text in texts.items()], by=by)


# Writing


@pytest.mark.parametrize("locale", LOCALES)
def test_what_is_saved_is_there_for_the_next_who_opens_it(topic, locale):
    outcome = save(topic, locale, by=factories.translator(locale), summary=TEXTS[locale])

    assert outcome.saved["summary"].target == TEXTS[locale]
    assert said(topic, "summary", locale) == TEXTS[locale]
    assert (outcome.equal, outcome.conflicts, outcome.refused) == (set(), {}, {})


@pytest.mark.parametrize("locale", LOCALES)
def test_saving_changes_no_other_locale_no_page_and_no_document(topic, locale):
    factories.write(factories.latest(topic), "en", name="Long-term pain").save_revision()
    before = {tag: snapshots.take(drafts.latest(topic), tag) for tag in ("en", "es", "es-MX", "fr", "ar", "zh-Hans")}
    row = dict(type(topic).objects.filter(pk=topic.pk).values().get())
    documents = list(Document.objects.order_by("pk").values()), list(Answer.objects.order_by("pk").values())

    save(topic, locale, by=factories.translator(locale), **{"summary": TEXTS[locale], f"{SAFETY}/title": "!"})

    after = {tag: snapshots.take(drafts.latest(topic), tag) for tag in before}
    assert {tag for tag in before if before[tag] != after[tag]} == {locale}
    now = dict(type(topic).objects.filter(pk=topic.pk).values().get())
    changed = {name for name in row if row[name] != now[name]}
    assert changed <= {"latest_revision_id", "latest_revision_created_at", "has_unpublished_changes", "draft_title"}
    assert documents == (list(Document.objects.order_by("pk").values()), list(Answer.objects.order_by("pk").values()))


def test_the_source_s_own_later_draft_stays_byte_for_byte(topic):
    draft = factories.latest(topic)
    raw = draft.sections_raw("en")
    raw[0]["value"]["blocks"][0]["value"] = '<p data-block-key="a1b2c">A later <b>draft</b>, p &lt;0.05.</p>'
    factories.write(draft, "en", sections=raw, name="").save_revision(clean=False)
    before = Revision.objects.order_by("-pk").first().content

    save(topic, "zh-Hans", by=factories.translator("zh-Hans"), summary=TEXTS["zh-Hans"])

    after = Revision.objects.order_by("-pk").first().content
    assert {name for name in before if before[name] != after[name]} <= {
        "summary_zh_hans",
        "latest_revision",
        "has_unpublished_changes",
        "latest_revision_created_at",
    }


def test_a_rich_text_is_saved_paragraph_by_paragraph(topic):
    save(topic, "ar", **{f"{OVERVIEW}#0": "ألم <b>مزمن</b> & p <0.05"})

    assert said(topic, f"{OVERVIEW}#0") == "ألم <b>مزمن</b> & p <0.05"
    raw = drafts.latest(topic).sections_raw("ar")[0]["value"]["blocks"][0]["value"]
    assert raw == "<p>ألم <b>مزمن</b> &amp; p &lt;0.05</p>"


def test_an_empty_text_takes_the_translation_away(topic):
    save(topic, "ar", summary="", **{f"{OVERVIEW}#0": " "})

    assert sheet(topic).by_path["summary"].is_missing
    assert sheet(topic).by_path[f"{OVERVIEW}#0"].is_missing
    assert drafts.latest(topic).summary_ar is None


def test_an_equal_text_saves_nothing(topic):
    revision = drafts.latest(topic).latest_revision_id

    outcome = save(topic, "ar", by=factories.translator("ar"), summary=said(topic, "summary"), meta_title="  ")

    assert outcome.equal == {"summary"}
    assert drafts.latest(topic).latest_revision_id == revision


def test_whatever_a_translator_types_the_edit_form_still_opens(topic, client):
    save(topic, "ar", **{f"{OVERVIEW}#0": "<b>ألم</i> <a1>x</p><li>y", f"{SAFETY}/text#0": "</p></b>"})
    client.force_login(factories.administrator())

    assert client.get(f"/admin/pages/{topic.pk}/edit/").status_code == 200


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


# Revisions


def revisions(content):
    return Revision.objects.for_instance(content).order_by("pk")


def test_saves_of_one_person_stay_in_one_revision(topic):
    somebody = factories.translator("ar")
    save(topic, "ar", by=somebody, summary="واحد")
    count = revisions(topic).count()

    save(topic, "ar", by=somebody, summary="اثنان")
    save(topic, "ar", by=somebody, name="ثلاثة")

    assert revisions(topic).count() == count
    assert (said(topic, "summary"), said(topic, "name")) == ("اثنان", "ثلاثة")


def test_a_revision_of_another_person_stays_as_it_is(topic):
    save(topic, "ar", by=factories.translator("ar"), summary="واحد")
    before = revisions(topic).last()

    save(topic, "ar", by=factories.translator("ar"), summary="اثنان")

    assert revisions(topic).get(pk=before.pk).content == before.content
    assert revisions(topic).last().pk != before.pk


def test_a_revision_that_is_out_stays_as_it_is(topic):
    somebody = factories.user("all", groups.translators(BY_TAG["ar"]), groups.AUTHORS)
    topic = factories.publish(factories.write(factories.latest(topic), "en", name="Long-term pain"), by=somebody)
    before = topic.live_revision

    save(topic, "ar", by=somebody, summary="واحد")

    assert revisions(topic).get(pk=before.pk).content == before.content
    assert drafts.latest(topic).latest_revision_id != before.pk


def test_a_revision_that_was_saved_long_ago_stays_as_it_is(topic):
    somebody = factories.translator("ar")
    save(topic, "ar", by=somebody, summary="واحد")
    before = revisions(topic).last()
    revisions(topic).filter(pk=before.pk).update(created_at=timezone.now() - timedelta(hours=1))

    save(topic, "ar", by=somebody, summary="اثنان")

    assert revisions(topic).last().pk != before.pk


def test_a_revision_in_a_workflow_stays_as_it_is(topic):
    somebody = factories.translator("ar")
    save(topic, "ar", by=somebody, summary="واحد")
    before = revisions(topic).last()
    workflow = Workflow.objects.create(name="Moderation")
    WorkflowTask.objects.create(workflow=workflow, task=Task.objects.create(name="Read"), sort_order=1)
    workflow.start(drafts.latest(topic), somebody).cancel(user=somebody)

    save(topic, "ar", by=somebody, summary="اثنان")

    assert revisions(topic).get(pk=before.pk).content == before.content


# Other content


@pytest.mark.parametrize("locale", LOCALES)
def test_snippets_are_written_like_pages(locale):
    therapy = factories.therapy(locales=("en", "es", "ar", "zh-Hans"))

    save(therapy, locale, by=factories.translator(locale), summary=TEXTS[locale], **{"description#0": "x <b>y</b>"})

    assert (said(therapy, "summary", locale), said(therapy, "description#0", locale)) == (TEXTS[locale], "x <b>y</b>")
    assert factories.answer(therapy, locale)["summary"] != TEXTS[locale]


@pytest.mark.parametrize("locale", LOCALES)
def test_the_site_is_written_without_publishing_anything(locale):
    profile = factories.profile(locales=("en", "es", "ar", "zh-Hans"))
    releases_before = Release.objects.count()
    documents = list(Document.objects.order_by("pk").values())

    save(profile, locale, by=factories.translator(locale), attribution_text="x")

    assert said(factories.reload(profile), "attribution_text", locale) == "x"
    assert factories.reload(profile).attribution_text_en == "Sample content, not medical advice."
    assert Release.objects.count() == releases_before
    assert list(Document.objects.order_by("pk").values()) == documents


def test_statements_of_evidence_are_segments_too(topic):
    draft = factories.latest(topic)
    factories.add_evidence(draft, factories.therapy())
    topic = factories.publish(draft)
    path = next(path for path in sheet(topic).by_path if path.startswith("evidence/"))

    save(topic, "ar", by=factories.translator("ar"), **{path: "كان الألم أقل عند البعض."})
    releases.approve(topic, "ar", by=factories.approver("ar"))

    assert said(topic, path) == "كان الألم أقل عند البعض."
    assert factories.answer(topic, "ar")["evidence"][0]["statement"] == "كان الألم أقل عند البعض."


# A page of any size


def queries_of_a_save(count: int) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    topic = factories.draft(f"page-{count}", locales=("en", "ar"))
    for locale in ("en", "ar"):
        raw = topic.sections_raw(locale)
        raw[0]["value"]["blocks"] = [
            factories.paragraph(f"Paragraph {number}.", block=factories.block_id(topic.slug, number))
            for number in range(count)
        ]
        factories.write(topic, locale, sections=raw)
    topic = factories.publish(topic)
    path = f"sections.overview/blocks/{factories.block_id(topic.slug, 0)}#0"
    somebody: Any = factories.translator("ar")
    with CaptureQueriesContext(connection) as captured:
        desk.save(topic, "ar", [Edit(path, "فقرة")], by=somebody)
    return len(captured)


def test_saving_costs_as_many_queries_on_a_long_page_as_on_a_short_one():
    factories.index()

    assert queries_of_a_save(40) == queries_of_a_save(4)
