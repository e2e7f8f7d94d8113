"""`republish` rebuilds anything, heals what a crash or a script left behind, and changes nothing when run twice."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.utils.translation import override

from cms.publishing import lifecycle, store
from cms.publishing.models import (
    Answer,
    AnswerFacet,
    Counter,
    Dependency,
    Document,
    Edition,
    Publication,
    StaleMark,
)
from cms.translation import releases
from cms.translation.models import Release
from conditions.models import ConditionPage
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def library_of_all(kept):
    factories.profile(locales=("en", "es"))
    factories.index()
    factories.notice(locales=("en", "es"))
    therapy = factories.therapy(locales=("en", "es", "ar"))
    factories.glossary_term(locales=("en", "zh-Hans"))
    topic = factories.page("chronic-pain", locales=("en", "es", "ar", "zh-Hans"))
    condition = factories.draft("crps", under=topic, locales=("en", "es", "ar"))
    factories.add_code(condition, "icd-10", "G90.5")
    factories.add_evidence(
        condition, therapy, factories.reference(), statements={"en": "Less pain.", "es": "Menos dolor."}
    )
    condition = factories.publish(condition)
    factories.release(condition, "es")
    outdated = factories.page("epilepsy", locales=("en", "ar"))
    factories.publish(factories.write(outdated, "en", summary="Two or more seizures without a cause."))
    releases.withdraw(topic, "zh-Hans", by=factories.approver("zh-Hans"))
    lifecycle.rebuild_stale()
    return topic


@pytest.fixture
def library(library_of_all):
    """A bit of everything that is published, in several states."""
    return factories.reload(library_of_all)


def republish(*options):
    output = StringIO()
    call_command("republish", *options, stdout=output)
    return output.getvalue()


def everything():
    """All that readers and headers get."""
    columns = [field.attname for field in Answer._meta.concrete_fields if field.name != "id"]
    rows = Answer.objects.order_by("content_id", "requested_locale").values_list(*columns)
    answers = [tuple(bytes(value) if isinstance(value, memoryview) else value for value in row) for row in rows]
    facets = AnswerFacet.objects.order_by("answer__content_id", "answer__requested_locale", "kind", "value")
    documents = Document.objects.order_by("content_id", "locale").values_list(
        "content_id",
        "locale",
        "state",
        "edition_id",
        "version",
        "slug",
        "segment",
        "path",
        "published_at",
        "updated_at",
    )
    return {
        "answers": answers,
        "facets": list(facets.values_list("answer__content_id", "answer__requested_locale", "kind", "value")),
        "documents": list(documents),
        "reads": list(Dependency.objects.order_by("content_id", "key").values_list("content_id", "key")),
        "publications": list(Publication.objects.order_by("content_id").values_list("content_id", "type", "announces")),
    }


def test_after_a_normal_life_nothing_is_stale(library):
    condition = ConditionPage.objects.get(slug="crps")
    factories.publish(factories.write(condition, "en", summary="Strong pain that lasts."), kind="safety")
    factories.reload(condition).move(factories.reload(ConditionPage.objects.get(slug="epilepsy")), pos="last-child")
    ConditionPage.objects.get(slug="chronic-pain").unpublish()
    lifecycle.rebuild_stale()

    output = republish("--dry-run")

    assert "Nothing is stale." in output
    assert f"Looked at {Publication.objects.count()} contents." in output


def test_a_drill_brings_back_every_answer_byte_for_byte(library):
    before, newest = everything(), store.sequence()
    for model in (AnswerFacet, Answer, Document, Dependency, Publication):
        model.objects.all().delete()

    republish()

    assert everything() == before
    assert store.sequence() == newest == Edition.objects.count()


def test_a_drill_works_when_the_counter_is_lost_too(library):
    before, newest = everything(), store.sequence()
    for model in (AnswerFacet, Answer, Document, Dependency, Publication, StaleMark, Counter):
        model.objects.all().delete()

    republish()

    assert everything() == before
    assert store.sequence() == newest


@pytest.mark.parametrize("language", ["es", "ar", "zh-hans"])
def test_the_interface_s_language_changes_nothing_that_is_rebuilt(library, language):
    before = everything()
    Answer.objects.all().delete()

    with override(language):
        republish()

    assert everything() == before


def test_running_it_twice_changes_nothing(library):
    Answer.objects.filter(requested_locale="ar").delete()
    republish()
    before, newest = everything(), store.sequence()

    output = republish()

    assert "Nothing is stale." in output
    assert (everything(), store.sequence()) == (before, newest)


def test_a_dry_run_says_what_it_would_do_and_does_nothing(library):
    Answer.objects.filter(requested_locale="ar", type="condition").delete()
    before, newest = everything(), store.sequence()

    output = republish("--dry-run")

    assert (
        "3 would change: 0 new editions, 3 answers written, 0 answers taken away, 3 entries of search written."
        in output
    )
    assert (everything(), store.sequence()) == (before, newest)


def test_it_says_what_it_did(library):
    Answer.objects.filter(requested_locale="ar", type="condition").delete()

    output = republish()

    assert "3 changed: 0 new editions, 3 answers written, 0 answers taken away, 3 entries of search written." in output


def test_it_brings_back_an_answer_that_was_deleted(library):
    before = everything()
    factories.answer_row(library, "es").delete()

    republish()

    assert everything() == before


def test_it_mends_an_answer_that_was_altered(library):
    before = everything()
    Answer.objects.filter(content_id=library.content_id, requested_locale="ar").update(body=b"{}", etag="x")

    republish()

    assert everything() == before


@pytest.mark.parametrize(
    "wrong",
    [{"state": "gone"}, {"path": "/somewhere/else"}, {"version": 99}, {"slug": "another"}, {"segment": "another"}],
)
def test_it_mends_a_document_that_was_altered(library, wrong):
    before = everything()
    Document.objects.filter(content_id=library.content_id, locale="es").update(**wrong)

    republish()

    assert everything() == before


def test_it_publishes_what_was_saved_behind_wagtail_s_back(library):
    factories.write(factories.reload(library), "en", summary="Written by a script.").save()
    assert factories.answer(library)["summary"] != "Written by a script."

    output = republish()

    assert "1 changed: 3 new editions" in output
    assert factories.answer(library)["summary"] == "Written by a script."
    assert factories.answer(library, "ar")["summary"] == "ألم يستمر أكثر من ثلاثة أشهر."
    assert factories.answer(library, "ar")["translation"]["status"] == "outdated"


def test_it_publishes_what_was_changed_by_a_query(library):
    ConditionPage.objects.filter(pk=library.pk).update(summary_en="Changed by a query.", live=True)

    republish()

    assert factories.answer(library)["summary"] == "Changed by a query."


def test_it_takes_away_what_was_unpublished_by_a_query(library):
    ConditionPage.objects.filter(pk=library.pk).update(live=False)

    republish()

    assert factories.locales_out(library) == []
    assert not Answer.objects.filter(content_id=library.content_id).exists()


def test_it_takes_away_documents_whose_page_is_no_more(library):
    page = factories.page("crps-2", locales=("en",))
    ConditionPage.objects.filter(pk=page.pk)._raw_delete("default")

    republish()

    newest = factories.editions(page)[-1]
    assert (newest.event, newest.gone_reason) == ("gone", "deleted")
    assert not Answer.objects.filter(content_id=page.content_id).exists()


def test_it_takes_away_what_is_left_of_a_page_that_publishing_has_forgotten(library):
    page = factories.page("crps-2", locales=("en",))
    ConditionPage.objects.filter(pk=page.pk)._raw_delete("default")
    Publication.objects.filter(content_id=page.content_id).delete()

    republish()

    assert factories.locales_out(page) == []


def test_it_measures_releases_again(library):
    Release.objects.filter(content_id=library.content_id, locale="es").update(outdated_parts=["summary"])
    republish()

    assert factories.answer(library, "es")["translation"]["status"] == "released"


def test_it_never_withdraws_a_release_by_itself(library):
    row = factories.reload(library)
    row.change_kind = "safety"
    factories.write(row, "en", summary="Saved behind the back of publishing.").save()

    republish()

    assert factories.locales_out(library) == ["en", "es", "ar"]


def test_only_what_waits_is_looked_at_when_that_is_asked_for(library):
    lifecycle.touched({f"content:{library.content_id}"})
    waiting = StaleMark.objects.count()

    output = republish("--stale")

    assert waiting > 0
    assert f"Looked at {waiting} contents." in output
    assert not StaleMark.objects.exists()


def test_an_empty_installation_has_nothing_that_is_stale():
    assert "Nothing is stale." in republish()
