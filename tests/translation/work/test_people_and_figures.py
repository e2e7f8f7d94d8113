"""Who is noted for which text, and figures that agree with the text after every act."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.publishing.models import ChangeKind
from cms.translation import desk, handover, releases, standing
from cms.translation.desk import Edit
from cms.translation.models import LocaleWork, MemoryEntry, TranslatedItem, WorkState
from tests import factories
from tests.translation.work.strings import OVERVIEW, two_paragraphs, without_first_block

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.django_db

SAFETY = "sections.safety/blocks/" + factories.block_id("chronic-pain", "safety", 0)
FIGURES = ("delivery", "segments", "missing", "outdated")


def work_of(content, locale="ar"):
    return LocaleWork.objects.get(content_id=content.content_id, locale=locale)


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
