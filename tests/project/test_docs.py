"""What the documents name exists: paths, links, make targets, commands and settings."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from tests.project import documents
from tests.project.documents import Mention

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[2]
FILES = documents.markdown_files(ROOT)
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_each_path_exists(file):
    missing = [mention for mention in documents.paths(file, ROOT) if not documents.exists(mention.what, ROOT)]

    assert missing == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_each_make_target_exists(file):
    assert [mention for mention in documents.make_targets(file, ROOT) if mention.what not in TARGETS] == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_each_command_exists(file):
    assert [mention for mention in documents.commands(file, ROOT) if mention.what not in get_commands()] == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_each_setting_exists(file):
    said_somewhere = _words_of_the_product()

    assert [mention for mention in documents.settings(file, ROOT) if mention.what not in said_somewhere] == []


def test_what_does_not_exist_is_found(tmp_path):
    (tmp_path / "cms").mkdir()
    document = tmp_path / "README.md"
    document.write_text(
        "`cms/nowhere.py`, `cms`, `application/json`, [a link](docs/nowhere.md)\n"
        "`make nothing`, `OLD_SETTING=1`\n"
        "```\npython manage.py nothing\n```\n"
    )

    paths = [mention for mention in documents.paths(document, tmp_path) if not documents.exists(mention.what, tmp_path)]

    assert paths == [Mention("README.md", "cms/nowhere.py"), Mention("README.md", "docs/nowhere.md")]
    assert list(documents.make_targets(document, tmp_path)) == [Mention("README.md", "nothing")]
    assert list(documents.commands(document, tmp_path)) == [Mention("README.md", "nothing")]
    assert list(documents.settings(document, tmp_path)) == [Mention("README.md", "OLD_SETTING")]


def _words_of_the_product() -> set[str]:
    from cms.settings.environment import Environment

    sources = [ROOT / "Makefile", ROOT / "manage.py", *(ROOT / "cms").rglob("*.py"), *(ROOT / "search").rglob("*.py")]
    words = set(re.findall(r"\b[A-Z][A-Z0-9_]+\b", "\n".join(file.read_text() for file in sources)))
    return words | {name.upper() for name in Environment.model_fields}
