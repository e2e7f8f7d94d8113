"""What leaves: every text of the source with what the locale says, its state, and what translators should know."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.translation import desk, drafts
from cms.translation.exchange import exporting
from cms.translation.models import Origin, SegmentComment
from tests import factories
from tests.translation.exchange.agency import LOCALES, OUT, PARAGRAPH, SUMMARY

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    return factories.page(locales=OUT)


def segment(page, locale, path="summary"):
    return next(each for each in exporting.exported(page, locale).segments if each.path == path)


@pytest.mark.parametrize("locale", LOCALES)
def test_every_text_of_the_source_is_there_in_reading_order(page, locale):
    exported = exporting.exported(page, locale)

    assert (exported.source_locale, exported.target_locale) == ("en", locale)
    assert (exported.content_id, exported.kind, exported.name) == (
        str(page.content_id),
        "conditions.conditionpage",
        "Chronic pain",
    )
    assert [each.path.partition("/")[0] for each in exported.segments] == [
        "name", "summary", *["sections.overview"] * 2, *["sections.safety"] * 3
    ]  # fmt: skip
    assert all(each.source for each in exported.segments)


def test_what_each_language_has_for_itself_does_not_leave(page):
    paths = {each.path for each in exporting.exported(page, "es").segments}

    assert "path_segment" not in paths


@pytest.mark.parametrize("locale", ["es", "ar", "zh-Hans"])
def test_the_states_say_what_is_released_what_is_not_and_what_is_missing(page, locale):
    released = segment(page, locale)
    edit = desk.Edit("summary", SUMMARY[locale])
    desk.save(page, locale, [edit, desk.Edit("name", "")], by=None)

    assert released.state == "final"
    assert (segment(page, locale).state, segment(page, locale).target) == ("translated", SUMMARY[locale])
    assert (segment(page, locale, "name").state, segment(page, locale, "name").target) == ("initial", "")


def test_an_outdated_text_leaves_as_one_to_look_at_with_what_it_was_made_from(page):
    factories.publish(factories.write(factories.latest(page), "en", summary="Pain that lasts longer than six months."))

    found = segment(page, "ar")

    assert (found.state, found.target) == ("initial", "ألم يستمر أكثر من ثلاثة أشهر.")
    assert found.note.splitlines() == [
        "Summary",
        "The source has changed. The translation was made from: Pain that lasts longer than three months.",
    ]


def test_a_machine_s_text_that_nobody_has_read_leaves_as_one_to_look_at(page):
    desk.save(page, "zh-Hans", [desk.Edit("summary", "机器文本。", origin=Origin.MACHINE)], by=None)

    assert segment(page, "zh-Hans").state == "initial"


def test_an_overlay_is_told_what_it_says_as_long_as_it_is_left_empty(page):
    found = segment(page, "es-MX")

    assert found.target == ""
    assert found.note.splitlines() == [
        "Summary",
        "Left empty, it is as in Español: Dolor que dura más de tres meses.",
    ]


def test_open_comments_go_along_and_resolved_ones_do_not(page):
    for text, resolved in (("Who is “you”?", False), ("Formal, please.", False), ("Done.", True)):
        comment = SegmentComment.objects.create(
            content_id=page.content_id, locale="es", path="summary", text=text, author_name="Ana"
        )
        if resolved:
            SegmentComment.objects.filter(pk=comment.pk).update(resolved_at=comment.created_at)

    assert segment(page, "es").note.splitlines() == ["Summary", "Ana: Who is “you”?", "Ana: Formal, please."]
    assert segment(page, "ar").note == "Summary"


def test_the_limit_and_the_label_go_along(page):
    assert segment(page, "es").limit == 300
    assert segment(page, "es", f"{PARAGRAPH}#0").note == "Overview"


def test_a_draft_of_the_source_that_is_not_out_is_not_what_is_translated(page):
    factories.write(factories.latest(page), "en", summary="Not yet said.").save_revision()

    assert segment(page, "es").source == "Pain that lasts longer than three months."


def test_twice_as_many_texts_cost_no_further_query():
    counted = []
    for slug, paragraphs in (("chronic-pain", 3), ("epilepsy", 30)):
        text = "".join(f"<p>Paragraph {number}.</p>" for number in range(paragraphs))
        block = factories.paragraph(text, block=factories.block_id(slug, "overview", 0))
        fresh = factories.draft(slug)
        page = factories.publish(factories.write(fresh, "en", sections=[factories.section("overview", block, of=slug)]))
        with CaptureQueriesContext(connection) as asked:
            exporting.exported(page, "ar")
        counted.append(len(asked))

    assert counted[0] == counted[1]


def test_only_what_is_out_is_offered_for_a_whole_language(page):
    factories.draft("epilepsy")
    gone = factories.page("crps")
    gone.unpublish()

    names = {str(content) for content in exporting.all_that_is_out()}

    assert {"Chronic pain", "Conditions"} <= names
    assert all(drafts.is_live(content) for content in exporting.all_that_is_out())
    assert not names & {"Epilepsy", "Complex regional pain syndrome"}


def test_two_contents_never_get_one_name():
    first, second = factories.glossary_term(slug="dose"), factories.glossary_term(slug="dose-2")
    second.slug = "dose"
    names = exporting.FileNames("zh-Hans", format="po")

    given = [names.name(each, exporting.exported(each, "zh-Hans")) for each in (first, second)]

    assert given == ["glossaryterm-dose.zh-Hans.po", f"glossaryterm-dose-{second.content_id}.zh-Hans.po"]


def test_content_without_a_slug_is_named_by_its_id():
    profile = factories.profile()

    name = exporting.FileNames("ar", format="xliff").name(profile, exporting.exported(profile, "ar"))

    assert name == f"siteprofile-{profile.content_id}.ar.xlf"
