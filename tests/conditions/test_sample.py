"""The sample content: whole and sound as a set of files, and as something that can be loaded."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml
from django.core.management import CommandError, call_command
from wagtail.images import get_image_model

from cms.publishing.models import Edition
from conditions.models import ConditionIndexPage, ConditionPage
from conditions.sample import files
from conditions.sample.files import BrokenSampleFile
from conditions.snippets import GlossaryTerm, Notice, Person, Reference, Therapy
from home.models import SiteProfile

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


FAULTS_OF_CONTENT = [
    ("references.yaml", bad_doi, "asra-2018"),
    ("pages/chronic-pain.yaml", bad_code, "nonsense"),
    ("pages/chronic-pain.yaml", link_to_nowhere, "nowhere"),
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
    for model in (
        ConditionPage,
        ConditionIndexPage,
        Reference,
        Person,
        GlossaryTerm,
        Notice,
        Therapy,
        SiteProfile,
        Edition,
    ):
        assert not model.objects.exists(), model
    assert not get_image_model().objects.exists()
