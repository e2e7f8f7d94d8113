"""The requirement files name what is used, all of it, and nothing else."""

from __future__ import annotations

import ast
import re
import sys
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Mapping

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[2]
OURS = {"cms", "conditions", "home", "search", "tests"}
# Used without being imported: the drivers of PostgreSQL and of a shared cache, by Django.
USED_BY_NAME = {"psycopg", "redis"}


def test_all_that_the_product_imports_is_required():
    missing = {
        name for name in _imported("cms", "conditions", "home", "search") if not _distributions(name) & _required()
    }

    assert missing - {"babel"} == set()  # of `manage.py catalogue`, a command for developers


def test_all_that_is_required_is_used():
    imported = set().union(*(_distributions(name) for name in _imported("cms", "conditions", "home", "search")))
    installed = set().union(*(_distributions(app.split(".")[0]) for app in settings.INSTALLED_APPS))
    middleware = set().union(*(_distributions(path.split(".")[0]) for path in settings.MIDDLEWARE))

    assert _required() - imported - installed - middleware - USED_BY_NAME == set()


@pytest.mark.parametrize("name", ["requirements.in", "requirements-dev.in"])
def test_each_requirement_says_why(name):
    lines = (ROOT / name).read_text().splitlines()

    assert [line for line in lines if line and line[0] not in "#-" and "  # " not in line.replace(" #", "  #")] == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_a_lock_has_hashes_and_no_addresses(name):
    text = (ROOT / name).read_text()
    pins = re.findall(r"^\S+==[^\n]*\\\n    --hash=sha256:", text, re.MULTILINE)

    assert len(pins) == len(re.findall(r"^[A-Za-z0-9]", text, re.MULTILINE))
    assert "://" not in text
    assert "index-url" not in text


def test_the_locks_hold_what_is_asked_for():
    for name in ("requirements", "requirements-dev"):
        pinned = _names((ROOT / f"{name}.txt").read_text())
        assert _names((ROOT / f"{name}.in").read_text()) - pinned == set()


def test_tests_run_with_the_very_versions_that_the_product_runs_with():
    product, tests = (set(re.findall(r"^(\S+==\S+)", (ROOT / name).read_text(), re.MULTILINE)) for name in
                      ("requirements.txt", "requirements-dev.txt"))  # fmt: skip

    assert product - tests == set()


def _required() -> set[str]:
    return _names((ROOT / "requirements.in").read_text())


def _names(requirements: str) -> set[str]:
    return {_normal(name) for name in re.findall(r"^([A-Za-z0-9][A-Za-z0-9._-]*)", requirements, re.MULTILINE)}


def _distributions(module: str) -> set[str]:
    return {_normal(name) for name in _distributions_by_module().get(module, [])}


@cache
def _distributions_by_module() -> Mapping[str, list[str]]:
    return packages_distributions()


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _imported(*roots: str) -> set[str]:
    found = set()
    for root in roots:
        for file in (ROOT / root).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    found |= {alias.name.split(".")[0] for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                    found.add(node.module.split(".")[0])
    return found - OURS - set(sys.stdlib_module_names)
