"""Who is noted for which text, what counts as changed since, and figures that agree with the text after every act."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.publishing.models import ChangeKind
from cms.translation import desk, drafts, handover, releases, standing
from cms.translation.desk import Edit
from cms.translation.models import LocaleWork, MemoryEntry, TranslatedItem, WorkState
from tests import factories

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.django_db

LOCALES = ["es", "ar", "zh-Hans"]
OVERVIEW = "sections.overview/blocks/" + factories.block_id("chronic-pain", "overview", 0)
SAFETY = "sections.safety/blocks/" + factories.block_id("chronic-pain", "safety", 0)
FIGURES = ("delivery", "segments", "missing", "outdated")


def work_of(content, locale="ar"):
    return LocaleWork.objects.get(content_id=content.content_id, locale=locale)


def outdated(content, locale="ar"):
    sheet = desk.open_sheet(drafts.latest(content), locale)
    return [segment.path for segment in sheet.segments if segment.is_outdated]


def two_paragraphs(content, locale, first, second):
    raw = content.sections_raw(locale)
    raw[0]["value"]["blocks"][0]["value"] = f"<p>{first}</p><p>{second}</p>"
    return factories.write(content, locale, sections=raw)


@pytest.fixture(scope="module")
def topic_of_all(kept):
    page = factories.draft(locales=("en", *LOCALES))
    for locale in ("en", *LOCALES):
        two_paragraphs(page, locale, f"One in {locale}.", f"Two in {locale}.")
    page = factories.publish(page)
    factories.release(page, *LOCALES)
    return page


@pytest.fixture
def topic(topic_of_all):
    """Out in every language, its overview two paragraphs long."""
    return factories.reload(topic_of_all)


@pytest.fixture
def left_behind(topic):
    """The source has changed both paragraphs and the summary."""
    draft = two_paragraphs(factories.latest(topic), "en", "One, rewritten.", "Two, rewritten.")
    return factories.publish(factories.write(draft, "en", summary="Pain that lasts."))


ALL = ["summary", f"{OVERVIEW}#0", f"{OVERVIEW}#1"]


# What counts as changed


@pytest.mark.parametrize("locale", LOCALES)
def test_a_string_is_outdated_when_the_one_it_was_made_from_has_changed(left_behind, locale):
    assert outdated(left_behind, locale) == ALL


@pytest.mark.parametrize("locale", LOCALES)
def test_writing_one_string_makes_no_other_current(left_behind, locale):
    desk.save(left_behind, locale, [Edit(f"{OVERVIEW}#0", "x")], by=factories.translator(locale))

    assert outdated(left_behind, locale) == ["summary", f"{OVERVIEW}#1"]


def test_taking_a_layout_over_makes_nothing_current(left_behind):
    raw = factories.latest(left_behind).sections_raw("en")
    raw[0]["value"]["blocks"].insert(0, factories.paragraph("New.", block=factories.block_id("new")))
    page = factories.publish(factories.write(factories.latest(left_behind), "en", sections=raw))

    desk.save(page, "ar", [Edit("meta_title", "")], by=None)
    desk.save(page, "ar", [Edit(f"sections.overview/blocks/{factories.block_id('new')}#0", "جديد")], by=None)

    assert outdated(page) == ALL


def test_saving_by_the_form_makes_only_what_was_written_current(left_behind):
    draft = factories.latest(left_behind)
    two_paragraphs(draft, "ar", "One in ar.", "فقرة جديدة")
    draft.save_revision(user=factories.translator("ar"))

    assert outdated(left_behind) == ["summary", f"{OVERVIEW}#0"]


def test_saving_the_form_unchanged_makes_nothing_current(left_behind, client):
    client.force_login(factories.administrator())

    client.post(f"/admin/pages/{left_behind.pk}/edit/", factories.form_of(client, left_behind))

    assert outdated(left_behind) == ALL


def test_writing_in_another_locale_makes_nothing_current(left_behind):
    desk.save(left_behind, "zh-Hans", [Edit("summary", "x")], by=None)
    desk.confirm(left_behind, "es", ALL, by=factories.translator("es"))

    assert outdated(left_behind) == ALL


def test_approving_another_locale_makes_nothing_current(left_behind):
    releases.approve(left_behind, "zh-Hans", by=factories.approver("zh-Hans"))

    assert outdated(left_behind) == ALL
    assert outdated(left_behind, "zh-Hans") == []


def test_confirming_makes_a_string_current_and_no_other(left_behind):
    desk.confirm(left_behind, "ar", [f"{OVERVIEW}#1"], by=factories.translator("ar"))

    assert outdated(left_behind) == ["summary", f"{OVERVIEW}#0"]


def test_writing_the_same_again_for_sure_makes_it_current(left_behind):
    sheet = desk.open_sheet(drafts.latest(left_behind), "ar")
    desk.confirm(left_behind, "ar", ["summary"], by=factories.translator("ar"))

    assert outdated(left_behind) == ALL[1:]
    assert desk.open_sheet(drafts.latest(left_behind), "ar").text == sheet.text


@pytest.mark.parametrize("locale", LOCALES)
def test_through_generations_each_string_is_measured_by_itself(topic, locale):
    page = factories.publish(two_paragraphs(factories.latest(topic), "en", "One, second.", "Two in en."))
    desk.save(page, locale, [Edit(f"{OVERVIEW}#1", "two again")], by=None)
    page = factories.publish(two_paragraphs(factories.latest(page), "en", "One, third.", "Two in en."))
    desk.save(page, locale, [Edit("name", "another name")], by=None)
    page = factories.publish(two_paragraphs(factories.latest(page), "en", "Two in en.", "One in en, again."))
    assert outdated(page, locale) == [f"{OVERVIEW}#1"]

    page = factories.publish(two_paragraphs(factories.latest(page), "en", "One in en.", "Two in en."))

    assert outdated(page, locale) == []


# Layout and the form


def without_first_block(content, locale):
    raw = content.sections_raw(locale)
    raw[0]["value"]["blocks"].pop(0)
    return factories.write(content, locale, sections=raw)


def blocks_of(content, locale="ar"):
    """What would be released, block by block."""
    sections = desk.open_sheet(drafts.latest(content), locale).text["fields"]["sections"]
    return [block["value"] for section in sections for block in section["value"]["blocks"]]


@pytest.mark.parametrize("locale", LOCALES)
def test_a_block_that_the_source_lost_does_not_come_back_by_the_form(topic, locale):
    raw = topic.sections_raw("en")
    raw[0]["value"]["blocks"].append(factories.paragraph("Stays.", block=factories.block_id("stays")))
    page = factories.publish(factories.write(factories.latest(topic), "en", sections=raw))
    page = factories.publish(without_first_block(factories.latest(page), "en"))

    factories.write(factories.latest(page), locale, name="x").save_revision()

    assert f"{OVERVIEW}#0" not in desk.open_sheet(drafts.latest(page), locale).by_path
    assert len(blocks_of(page, locale)) == 1


@pytest.mark.parametrize("locale", LOCALES)
def test_an_urgency_follows_the_source_though_the_form_was_saved_in_between(topic, locale):
    raw = topic.sections_raw("en")
    raw[1]["value"]["blocks"][0]["value"]["urgency"] = "emergency"
    page = factories.publish(factories.write(factories.latest(topic), "en", sections=raw))

    factories.write(factories.latest(page), locale, name="x").save_revision()

    assert blocks_of(page, locale)[1]["urgency"] == "emergency"


def test_paragraphs_that_moved_stay_with_their_source_though_the_form_was_saved_in_between(topic):
    page = factories.publish(two_paragraphs(factories.latest(topic), "en", "Two in en.", "One in en."))

    factories.write(factories.latest(page), "ar", name="اسم").save_revision()

    assert blocks_of(page)[0] == "<p>Two in ar.</p><p>One in ar.</p>"
    assert outdated(page) == []


@pytest.mark.parametrize("locale", LOCALES)
def test_paragraphs_that_somebody_put_in_the_new_order_by_hand_stay_there(topic, locale):
    page = factories.publish(two_paragraphs(factories.latest(topic), "en", "New.", "One in en."))

    two_paragraphs(factories.latest(page), locale, "Brand new.", f"One in {locale}.").save_revision()

    assert blocks_of(page, locale)[0] == f"<p>Brand new.</p><p>One in {locale}.</p>"
    assert outdated(page, locale) == []


@pytest.mark.parametrize("locale", LOCALES)
def test_a_paragraph_that_is_mended_in_the_old_order_goes_where_its_source_went(topic, locale):
    page = factories.publish(two_paragraphs(factories.latest(topic), "en", "Two in en.", "One in en."))

    two_paragraphs(factories.latest(page), locale, f"One in {locale}.", f"Two in {locale}, mended.").save_revision()

    assert blocks_of(page, locale)[0] == f"<p>Two in {locale}, mended.</p><p>One in {locale}.</p>"


@pytest.mark.parametrize("locale", LOCALES)
def test_a_new_block_does_not_take_the_text_of_one_that_the_source_lost(topic, locale):
    draft = factories.latest(topic)
    raw = draft.sections_raw("en")
    raw[0]["value"]["blocks"] = [factories.paragraph("Stop all medicines.", block=factories.block_id("new"))]

    page = factories.publish(factories.write(draft, "en", sections=raw))

    sheet = desk.open_sheet(drafts.latest(page), locale)
    assert sheet.by_path[f"sections.overview/blocks/{factories.block_id('new')}#0"].is_missing


def test_a_block_that_was_written_in_both_languages_at_once_is_one(topic):
    draft = factories.latest(topic)
    for locale, text in (("en", "Call us."), ("ar", "اتصل بنا.")):
        raw = draft.sections_raw(locale)
        raw[0]["value"]["blocks"].append(factories.paragraph(text, block=factories.block_id("new", locale)))
        factories.write(draft, locale, sections=raw)

    page = factories.publish(draft)

    sheet = desk.open_sheet(drafts.latest(page), "ar")
    assert sheet.by_path[f"sections.overview/blocks/{factories.block_id('new', 'en')}#0"].target == "اتصل بنا."


# Who is noted


def test_only_those_who_changed_a_text_are_noted_for_it(topic):
    first, second, author = factories.translator("ar"), factories.translator("zh-Hans"), factories.administrator()

    desk.save(topic, "ar", [Edit("summary", "ملخص")], by=first)
    desk.save(topic, "zh-Hans", [Edit("summary", "摘要")], by=second)
    factories.write(factories.latest(topic), "en", summary="Pain.").save_revision(user=author)

    assert (work_of(topic, "ar").contributors, work_of(topic, "zh-Hans").contributors) == ([first.pk], [second.pk])
    assert (work_of(topic, "ar").state, work_of(topic, "es").state) == (WorkState.IN_PROGRESS, WorkState.DONE)


def test_who_confirms_a_text_answers_for_it(left_behind):
    somebody = factories.translator("ar")

    desk.confirm(left_behind, "ar", ["summary"], by=somebody)

    assert work_of(left_behind).contributors == [somebody.pk]


def test_a_release_names_those_who_wrote_it_and_the_next_work_begins_with_nobody(topic):
    somebody = factories.translator("ar")
    desk.save(topic, "ar", [Edit("name", "ألم طويل")], by=somebody)

    release = releases.approve(topic, "ar", by=factories.approver("ar"))

    assert release.translators == [somebody.pk]
    assert (work_of(topic).contributors, work_of(topic).state) == ([], WorkState.DONE)


def test_a_change_takes_the_text_out_of_review(topic):
    somebody = factories.translator("ar")
    desk.save(topic, "ar", [Edit("name", "ألم")], by=somebody)
    handover.submit(topic, "ar", by=somebody)

    desk.save(topic, "ar", [Edit("name", "ألم طويل")], by=somebody)

    assert (work_of(topic).state, work_of(topic).submitted_at) == (WorkState.IN_PROGRESS, None)


def test_confirming_alone_voids_no_signature(left_behind):
    work = work_of(left_behind)
    work.state = WorkState.IN_PROGRESS
    work.reviser = factories.approver("ar")
    work.save()

    desk.confirm(left_behind, "ar", ["summary"], by=factories.translator("ar"))

    assert work_of(left_behind).reviser == work.reviser


# Figures


def figures(content) -> dict[str, tuple[Any, ...]]:
    works = LocaleWork.objects.filter(content_id=content.content_id)
    return {work.locale: tuple(getattr(work, name) for name in FIGURES) for work in works}


def acts(page: Any) -> Iterator[Any]:
    """A life of a page, an act at a time; each yields the page as it is then."""
    yield page
    desk.save(page, "es", [Edit("summary", "Dolor de más de tres meses."), Edit(f"{SAFETY}/title", "")], by=None)
    yield page
    desk.save(page, "es-MX", [Edit(f"{OVERVIEW}#0", "Uno, pues."), Edit("name", "Dolor, pues")], by=None)
    yield page
    desk.save(page, "es", [Edit(f"{OVERVIEW}#0", "Uno, mejor."), Edit(f"{SAFETY}/title", "Aviso")], by=None)
    yield page
    releases.approve(page, "es", by=factories.approver("es"))
    yield page
    releases.approve(page, "es-MX", by=factories.approver("es-MX"))
    yield page
    page = factories.publish(two_paragraphs(factories.latest(page), "en", "New.", "One in en."))
    yield page
    draft = two_paragraphs(factories.latest(page), "es", "Nuevo.", "Uno, mejor.")
    factories.write(draft, "en", summary="A draft.").save_revision()
    yield page
    desk.confirm(page, "ar", [f"{OVERVIEW}#1"], by=factories.translator("ar"))
    yield page
    page = factories.publish(without_first_block(factories.latest(page), "en"), kind=ChangeKind.SAFETY)
    yield page
    releases.approve(page, "es", by=factories.approver("es"))
    yield page
    releases.withdraw(page, "es", by=factories.approver("es"))
    yield page
    releases.roll_back(page, "es", to=2, by=factories.approver("es"))
    yield page
    page.unpublish()
    yield factories.reload(page)
    page = factories.publish(factories.latest(page))
    yield page


def test_figures_agree_with_the_text_after_every_act(topic):
    for number, page in enumerate(acts(topic)):
        kept = figures(page)
        standing.refresh(factories.reload(page), anew=True)
        assert (number, kept) == (number, figures(page))


def test_the_figures_of_a_copy_are_its_own(topic):
    copied = topic.copy(update_attrs={"slug": "copied", "title": "Copied"}, copy_revisions=False)

    desk.save(copied, "ar", [Edit("summary", "")], by=None)

    assert work_of(copied).missing == work_of(topic).missing + 1
    assert work_of(copied).delivery == "none"


def test_a_deleted_page_leaves_no_work(topic):
    factories.reload(topic).delete()

    assert not TranslatedItem.objects.filter(content_id=topic.content_id).exists()
    assert not LocaleWork.objects.filter(content_id=topic.content_id).exists()


# Costs


def queries_of_a_publish(count: int) -> int:
    page = factories.draft(f"page-{count}", locales=("en", "ar"))
    for locale in ("en", "ar"):
        raw = page.sections_raw(locale)
        raw[0]["value"]["blocks"] = [
            factories.paragraph(f"Paragraph {number}.", block=factories.block_id(page.slug, number))
            for number in range(count)
        ]
        factories.write(page, locale, sections=raw)
    page = factories.publish(page)
    factories.write(page, "en", summary="Changed.")
    factories.write(page, "ar", summary="تغير.")
    with CaptureQueriesContext(connection) as captured:
        page.save_revision().publish()
    return len(captured)


def test_publishing_costs_as_many_queries_with_many_strings_as_with_few():
    factories.index()
    queries_of_a_publish(2)

    assert queries_of_a_publish(50) == queries_of_a_publish(5)


def test_the_memory_holds_what_is_released(topic):
    desk.save(topic, "ar", [Edit("summary", "نص لم يعتمد")], by=None)

    assert not MemoryEntry.objects.filter(target="نص لم يعتمد").exists()
