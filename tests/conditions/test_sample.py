"""The sample content: whole and sound as a set of files, and as what readers get from it."""

from __future__ import annotations

import shutil
from collections import Counter
from io import StringIO
from pathlib import Path

import orjson
import pytest
import yaml
from django.core.management import CommandError, call_command
from django.db import transaction
from jsonschema import Draft202012Validator
from wagtail.images import get_image_model

from cms.locales import SOURCE
from cms.publishing import registry, store
from cms.publishing.models import Answer, Document, Edition
from cms.translation.models import Release
from conditions.models import ConditionIndexPage, ConditionPage
from conditions.sample import files
from conditions.sample.files import BrokenSampleFile
from conditions.snippets import GlossaryTerm, Notice, Person, Reference, Therapy
from home.models import SiteProfile
from tests import factories

SCHEMAS = {"condition": "Condition", "therapy": "Therapy", "glossary-term": "GlossaryTerm", "site": "Site"}


@pytest.mark.once
def test_every_sample_file_passes_its_schema_and_every_link_leads_somewhere():
    read = files.read()

    assert len(read.pages) == 12
    assert [page["slug"] for page in read.pages if page["parent"] is None] == [
        "chronic-pain",
        "mental-health",
        "seizure-disorder",
    ]


# A broken folder


def copy_of_sample(folder: Path) -> Path:
    target = folder / "sample"
    shutil.copytree(files.HERE, target, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return target


def alter(file: Path, change) -> None:
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    change(content)
    file.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")


def without_audience(page):
    del page["audience"]


def unknown_block(page):
    page["locales"]["en"]["sections"]["overview"]["blocks"].append({"video_wall": "x"})


def unknown_related(page):
    page["related"] = ["nowhere"]


def unknown_therapy(page):
    page["evidence"][0]["therapy"] = "nothing"


def unknown_reference(page):
    page["evidence"][0]["references"] = ["nobody-2018"]


def unknown_parent(page):
    page["parent"] = "nowhere"


def another_slug(page):
    page["slug"] = "something-else"


FAULTS_OF_FILES = [
    (without_audience, "", "audience"),
    (unknown_block, "locales.en.sections.overview.blocks", "video_wall"),
    (unknown_related, "related.0", "nowhere"),
    (unknown_therapy, "evidence.0.therapy", "nothing"),
    (unknown_reference, "evidence.0.references", "nobody-2018"),
    (unknown_parent, "parent", "nowhere"),
    (another_slug, "slug", "crps"),
]


@pytest.mark.once
@pytest.mark.parametrize(("change", "key", "named"), FAULTS_OF_FILES)
def test_a_fault_in_a_file_is_told_with_the_file_and_the_key(tmp_path, change, key, named):
    folder = copy_of_sample(tmp_path)
    alter(folder / "pages" / "crps.yaml", change)

    with pytest.raises(BrokenSampleFile) as refused:
        files.read(folder)

    assert refused.value.file == "pages/crps.yaml"
    assert refused.value.key.startswith(key)
    assert named in str(refused.value)


@pytest.mark.once
def test_a_file_that_is_no_yaml_or_is_missing_is_told_by_its_name(tmp_path):
    folder = copy_of_sample(tmp_path)
    (folder / "site.yaml").write_text("a: [b", encoding="utf-8")
    with pytest.raises(BrokenSampleFile, match=r"^site\.yaml: "):
        files.read(folder)

    (folder / "site.yaml").unlink()
    with pytest.raises(BrokenSampleFile, match=r"^site\.yaml: "):
        files.read(folder)


@pytest.mark.once
def test_pages_that_stand_below_each_other_in_a_ring_are_told(tmp_path):
    folder = copy_of_sample(tmp_path)
    alter(folder / "pages" / "chronic-pain.yaml", lambda page: page.update(parent="neuropathic-pain"))

    with pytest.raises(BrokenSampleFile, match="below itself"):
        files.read(folder)


def bad_doi(references):
    references[0]["doi"] = "doi:10.1097"


def bad_code(page):
    page["codes"][0]["value"] = "nonsense"


def link_to_nowhere(page):
    page["locales"]["en"]["sections"]["overview"]["blocks"][0] = {"paragraph": '<a page="nowhere">Words</a>'}


def no_spanish_summary(page):
    del page["locales"]["es"]["summary"]


FAULTS_OF_CONTENT = [
    ("references.yaml", bad_doi, "asra-2018"),
    ("pages/chronic-pain.yaml", bad_code, "nonsense"),
    ("pages/chronic-pain.yaml", link_to_nowhere, "nowhere"),
    ("pages/chronic-pain.yaml", no_spanish_summary, "locales.es"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("file", "change", "named"), FAULTS_OF_CONTENT)
def test_a_fault_in_the_content_names_its_file_and_loads_nothing(tmp_path, file, change, named):
    folder = copy_of_sample(tmp_path)
    alter(folder / file, change)

    with pytest.raises(CommandError) as refused:
        call_command("load_sample", "--from", str(folder), verbosity=0)

    assert str(refused.value).startswith(f"Nothing was loaded. {file}: ")
    assert named in str(refused.value)
    for model in (ConditionPage, ConditionIndexPage, Reference, Person, GlossaryTerm, Notice, Therapy, SiteProfile, Edition):
        assert not model.objects.exists(), model
    assert not get_image_model().objects.exists()


# What readers get. It is loaded once for all of these, inside one transaction that is taken back at the end.


@pytest.fixture(scope="module")
def sample(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        output = StringIO()
        call_command("load_sample", stdout=output)
        yield output.getvalue()
        transaction.set_rollback(True)


@pytest.fixture
def loaded(sample, django_db_blocker):
    """Whatever a test does to the sample is taken back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield sample
        transaction.set_rollback(True)


@pytest.mark.xdist_group("sample")
class TestSample:
    def test_loading_tells_what_was_made(self, loaded):
        assert "12 × condition" in loaded
        assert "crps" in loaded

    def test_loading_it_again_changes_nothing(self, loaded):
        before, output = store.sequence(), StringIO()
        releases = Release.objects.count()

        call_command("load_sample", stdout=output)

        assert "there already" in output.getvalue()
        assert (store.sequence(), Release.objects.count()) == (before, releases)

    def test_what_an_editor_has_changed_stays_when_it_is_loaded_again(self, loaded):
        page = ConditionPage.objects.get(slug="crps")
        factories.publish(factories.write(page, "en", summary="Written by an editor."))

        call_command("load_sample", stdout=StringIO())

        assert factories.answer(page)["summary"] == "Written by an editor."

    def test_nothing_of_it_is_stale(self, loaded):
        output = StringIO()

        call_command("republish", "--dry-run", stdout=output)

        assert "Nothing is stale." in output.getvalue()

    @pytest.mark.parametrize("type_", SCHEMAS)
    def test_every_document_is_what_its_schema_says(self, loaded, type_):
        reference = {"$ref": f"#/components/schemas/{SCHEMAS[type_]}", "components": {"schemas": dict(registry.schemas())}}
        validator = Draft202012Validator(reference)
        answers = Answer.objects.filter(type=type_)

        faults = [
            (answer.slug, answer.requested_locale, fault.json_path, fault.message[:200])
            for answer in answers
            for fault in validator.iter_errors(orjson.loads(bytes(answer.body)))
        ]

        assert answers.exists()
        assert faults == []

    def test_no_two_live_documents_share_a_path(self, loaded):
        live = Document.objects.filter(state="live", type="condition").values_list("locale", "path")

        repeated = [key for key, count in Counter(live).items() if count > 1]

        assert len(live) >= 12 * 3
        assert repeated == []

    @pytest.mark.parametrize("locale", ["ar", "zh-Hans"])
    def test_one_page_is_outdated_and_one_is_withdrawn(self, loaded, locale):
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
    def test_every_page_is_complete_in_spanish_and_french(self, loaded, locale):
        for page in ConditionPage.objects.all():
            answer = factories.answer(page, locale)
            assert (page.slug, answer["locale"], answer["translation"]["status"]) == (page.slug, locale, "released")
            assert answer["translation"]["method"] == "machine_sample"
            assert len(answer["sections"]) == 7

    def test_mexico_gets_its_own_numbers(self, loaded):
        released = Document.objects.filter(locale="es-MX", type="condition", state="live")

        assert released.exists()
        for row in released:
            page = ConditionPage.objects.get(content_id=row.content_id)
            assert factories.answer(page, "es-MX")["fallbacks"] == []

    def test_every_page_says_that_it_is_a_sample(self, loaded):
        for page in ConditionPage.objects.all():
            last = factories.answer(page)["sections"][0]["blocks"][-1]
            assert last["value"]["title"] == "Sample content"
