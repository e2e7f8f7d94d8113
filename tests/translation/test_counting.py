"""Where each language of each content stands can be counted again, whatever left the rows behind."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.locales import translations
from cms.operations import preparation
from cms.operations.models import Milestone
from cms.translation import counting, releases
from cms.translation.models import Delivery, LocaleWork, Release, SegmentMark, TranslatedItem
from conditions.models import ConditionPage
from tests import factories

pytestmark = pytest.mark.django_db

EVERYTHING = ("en", "es", "ar", "zh-Hans")


def count():
    out = StringIO()
    call_command("count_translations", stdout=out, stderr=StringIO())
    return out.getvalue()


def rows():
    """All that is shown, without the time since when it has waited."""
    works = LocaleWork.objects.order_by("content_id", "locale").values_list(
        "content_id", "locale", "delivery", "state", "segments", "missing", "outdated"
    )
    items = TranslatedItem.objects.order_by("pk").values_list()
    return list(works), list(items)


def work(content, tag):
    return LocaleWork.objects.get(content_id=content.content_id, locale=tag)


@pytest.fixture(scope="module")
def site_of_all(kept):
    page = factories.page("chronic-pain", locales=EVERYTHING)
    factories.overlay(page, summary="Dolor que dura más de tres meses, todos los días.")
    factories.release(factories.reload(page), "es-MX")
    behind = factories.page("crps", locales=EVERYTHING)
    factories.publish(factories.write(factories.latest(behind), "en", summary="Pain that nobody can explain."))
    taken_back = factories.page("epilepsy", locales=EVERYTHING)
    releases.withdraw(taken_back, "ar", by=factories.approver("ar"))
    releases.withdraw(factories.reload(page), "es", by=factories.approver("es"))
    factories.draft("never-published", locales=("en", "ar"))
    factories.page("unpublished", locales=("en", "zh-Hans")).unpublish()
    factories.therapy(locales=EVERYTHING)
    factories.glossary_term(locales=("en", "ar"))
    factories.notice()
    factories.profile(locales=EVERYTHING)
    return page


@pytest.fixture
def site(site_of_all):
    """One of each kind and state."""
    return factories.reload(site_of_all)


def test_what_acts_have_counted_is_right(site):
    before = rows()

    said = count()

    assert "All rows were right." in said
    assert rows() == before


def test_a_second_time_changes_nothing(site):
    TranslatedItem.objects.all().delete()
    count()
    before = rows()

    with CaptureQueriesContext(connection) as queries:
        said = count()

    assert "All rows were right." in said
    assert rows() == before
    written = [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "DELETE"))]
    assert written == []


def test_rows_that_were_deleted_are_made_as_they_were(site):
    before = rows()
    kept = {work.pk: work for work in LocaleWork.objects.all()}
    TranslatedItem.objects.all()._raw_delete(TranslatedItem.objects.db)

    said = count()

    assert rows() == before
    assert f"{len(before[1])} rows changed." in said
    assert {work.pk for work in LocaleWork.objects.all()} == set(kept)


def test_the_works_that_were_deleted_too_are_made_with_what_is_out_and_missing(site):
    TranslatedItem.objects.all().delete()
    assert not LocaleWork.objects.exists()

    count()

    assert [work(site, tag).delivery for tag in ("es", "es-MX", "fr", "ar", "zh-Hans")] == [
        Delivery.WITHDRAWN,
        Delivery.WITHDRAWN,
        Delivery.NONE,
        Delivery.RELEASED,
        Delivery.RELEASED,
    ]
    assert work(site, "ar").missing == work(site, "es-MX").missing == work(site, "zh-Hans").missing == 0
    assert work(site, "fr").missing == work(site, "fr").segments == work(site, "ar").segments > 1


def test_what_a_script_has_changed_past_everybody_is_counted(site):
    ConditionPage.objects.filter(pk=site.pk).update(summary_ar="", latest_revision=None, live_revision=None)
    Release.objects.filter(content_id=site.content_id, locale="zh-Hans").update(outdated_parts=["summary"])
    LocaleWork.objects.filter(content_id=site.content_id, locale="fr").update(missing=0, waiting_since=None)

    said = count()

    assert "3 rows changed." in said
    assert work(site, "ar").missing == 1
    assert work(site, "zh-Hans").delivery == Delivery.OUTDATED
    assert work(site, "fr").missing == work(site, "fr").segments
    assert work(site, "fr").waiting_since is not None


def test_a_name_that_a_script_has_changed_is_taken_over(site):
    ConditionPage.objects.filter(pk=site.pk).update(name_en="Persistent pain", live=False)

    count()

    item = TranslatedItem.objects.get(pk=site.content_id)
    assert (item.name, item.is_live) == ("Persistent pain", False)


def test_rows_of_content_that_is_no_more_are_taken_away(site):
    SegmentMark.objects.create(
        content_id=site.content_id, locale="ar", unit="summary", digest="0", changed_at="2026-01-01T00:00Z"
    )
    without_item = factories.page("gone-too", locales=("en", "ar"))
    TranslatedItem.objects.filter(pk=without_item.content_id)._raw_delete(TranslatedItem.objects.db)
    gone = {site.content_id, without_item.content_id}
    for page in (site, without_item):
        ConditionPage.objects.filter(pk=page.pk)._raw_delete(ConditionPage.objects.db)

    said = count()

    assert "Took away the rows of 2 that are no more." in said
    for model in (TranslatedItem, LocaleWork, SegmentMark):
        assert not model.objects.filter(content_id__in=gone).exists()
    assert Release.objects.filter(content_id=site.content_id).exists()


def test_a_draft_is_counted_as_out_when_it_is_published_and_not_before():
    page = factories.draft("new-page", locales=("en", "ar"))
    before = {tag: work(page, tag).missing for tag in ("ar", "es-MX", "zh-Hans")}

    count()

    assert {tag: work(page, tag).missing for tag in before} == before
    factories.publish(factories.latest(page))
    assert work(page, "zh-Hans").missing == work(page, "zh-Hans").segments > 1


def test_a_draft_is_counted_against_its_own_source_again_once_the_content_is_not_out_any_more():
    page = factories.page("another-page", locales=("en", "ar"))
    factories.write(factories.latest(page), "en", summary="Pain that nobody can explain.").save_revision()
    page = factories.reload(page)
    assert work(page, "ar").outdated == 0

    page.unpublish()
    count()

    assert work(page, "ar").outdated == 1


def test_a_database_from_before_there_were_items_is_counted_when_it_is_prepared(site):
    Milestone.objects.create(name=preparation.SAMPLE_LOADED)
    TranslatedItem.objects.all()._raw_delete(TranslatedItem.objects.db)
    LocaleWork.objects.exclude(locale="ar").delete()
    LocaleWork.objects.update(segments=0, missing=0, outdated=0, delivery=Delivery.NONE, waiting_since=None)
    said: list[str] = []

    preparation.prepare(say=said.append)

    assert "Counting where each language of each content stands." in said
    assert not counting.is_lacking()
    assert work(site, "ar").delivery == Delivery.RELEASED
    assert work(site, "zh-Hans").segments == work(site, "ar").segments > 1
    said.clear()
    preparation.prepare(say=said.append)
    assert "Counting where each language of each content stands." not in said


def test_a_language_that_has_no_rows_yet_gets_them_at_the_end_of_a_migration(site):
    LocaleWork.objects.filter(locale="zh-Hans").delete()
    out = StringIO()

    call_command("migrate", stdout=out, interactive=False)

    assert "Counting where each language of each content stands." in out.getvalue()
    assert LocaleWork.objects.filter(locale="zh-Hans").count() == TranslatedItem.objects.count()
    assert work(site, "zh-Hans").delivery == Delivery.RELEASED


def test_nothing_lacks_when_all_content_has_a_row_for_each_translation(site):
    assert not counting.is_lacking()
    assert LocaleWork.objects.count() == TranslatedItem.objects.count() * len(translations())

    work(site, "es-MX").delete()

    assert counting.is_lacking()
