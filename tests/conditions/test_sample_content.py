"""The sample content as readers get it: loaded once, then looked at from many sides."""

from __future__ import annotations

from collections import Counter
from io import StringIO

import orjson
import pytest
from django.core.management import call_command
from jsonschema import Draft202012Validator

from cms.locales import SOURCE
from cms.publishing import registry, store
from cms.publishing.models import Answer, Document
from cms.translation.models import Release
from conditions.models import ConditionPage
from conditions.sample import files
from tests import factories

pytestmark = pytest.mark.xdist_group("sample")

SCHEMAS = {"condition": "Condition", "therapy": "Therapy", "glossary-term": "GlossaryTerm", "site": "Site"}


@pytest.fixture
def loaded(sample, db):
    return sample


def test_loading_tells_what_was_made(loaded):
    assert "12 × condition" in loaded
    assert "crps" in loaded


def test_loading_it_again_changes_nothing(loaded):
    before, output = store.sequence(), StringIO()
    releases = Release.objects.count()

    call_command("load_sample", stdout=output)

    assert "there already" in output.getvalue()
    assert (store.sequence(), Release.objects.count()) == (before, releases)


def test_what_an_editor_has_changed_stays_when_it_is_loaded_again(loaded):
    page = ConditionPage.objects.get(slug="crps")
    factories.publish(factories.write(page, "en", summary="Written by an editor."))

    call_command("load_sample", stdout=StringIO())

    assert factories.answer(page)["summary"] == "Written by an editor."


def test_nothing_of_it_is_stale(loaded):
    output = StringIO()

    call_command("republish", "--dry-run", stdout=output)

    assert "Nothing is stale." in output.getvalue()


@pytest.mark.parametrize("type_", SCHEMAS)
def test_every_document_is_what_its_schema_says(loaded, type_):
    reference = {
        "$ref": f"#/components/schemas/{SCHEMAS[type_]}",
        "components": {"schemas": dict(registry.schemas())},
    }
    validator = Draft202012Validator(reference)
    answers = Answer.objects.filter(type=type_)

    faults = [
        (answer.slug, answer.requested_locale, fault.json_path, fault.message[:200])
        for answer in answers
        for fault in validator.iter_errors(orjson.loads(bytes(answer.body)))
    ]

    assert answers.exists()
    assert faults == []


def test_no_two_live_documents_share_a_path(loaded):
    live = Document.objects.filter(state="live", type="condition").values_list("locale", "path")

    repeated = [key for key, count in Counter(live).items() if count > 1]

    assert len(live) >= 12 * 3
    assert repeated == []


@pytest.mark.parametrize("locale", ["ar", "zh-Hans"])
def test_one_page_is_outdated_and_one_is_withdrawn(loaded, locale):
    states = files.read().states
    [outdated] = [row["page"] for row in states["outdated"] if row["locale"] == locale]
    [withdrawn] = [row["page"] for row in states["withdrawn"] if row["locale"] == locale]

    outdated_answer = factories.answer(ConditionPage.objects.get(slug=outdated), locale)
    withdrawn_answer = factories.answer(ConditionPage.objects.get(slug=withdrawn), locale)

    assert outdated_answer["locale"] == locale
    assert outdated_answer["translation"]["status"] == "outdated"
    assert outdated_answer["translation"]["outdated_parts"] == ["summary"]
    assert withdrawn_answer["locale"] == SOURCE
    statuses = {alternate["locale"]: alternate["status"] for alternate in withdrawn_answer["alternates"]}
    assert statuses[locale] == "withdrawn"


@pytest.mark.parametrize("locale", ["es", "fr"])
def test_every_page_is_complete_in_spanish_and_french(loaded, locale):
    for page in ConditionPage.objects.all():
        answer = factories.answer(page, locale)
        assert (page.slug, answer["locale"], answer["translation"]["status"]) == (page.slug, locale, "released")
        assert answer["translation"]["method"] == "machine_sample"
        assert len(answer["sections"]) == 7


def test_mexico_gets_its_own_numbers(loaded):
    released = Document.objects.filter(locale="es-MX", type="condition", state="live")

    assert released.exists()
    for row in released:
        page = ConditionPage.objects.get(content_id=row.content_id)
        assert factories.answer(page, "es-MX")["fallbacks"] == []


def test_every_page_says_that_it_is_a_sample(loaded):
    for page in ConditionPage.objects.all():
        last = factories.answer(page)["sections"][0]["blocks"][-1]
        assert last["value"]["title"] == "Sample content"
