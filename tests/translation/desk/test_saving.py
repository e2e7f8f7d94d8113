"""Segments that are written are there for the next person, and nothing else changes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import Revision, Task, Workflow, WorkflowTask

from cms.locales import BY_TAG
from cms.publishing.models import Answer, Document
from cms.translation import desk, drafts, groups, releases, snapshots
from cms.translation.desk import Edit
from cms.translation.models import Release
from tests import factories
from tests.translation.desk.sheets import LOCALES, OVERVIEW, SAFETY, TEXTS, said, save, sheet

pytestmark = pytest.mark.django_db


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
