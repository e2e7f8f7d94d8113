"""The house: one front door that names what it opens, hooks that need nothing from elsewhere, a clear installation."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[2]
MAKEFILE = (ROOT / "Makefile").read_text()
# What other targets are put together from.
PARTS = {"check-code", "check-project", "product", "tools", "browser", "node"}


def test_help_lists_every_target():
    told = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout

    targets = set(re.findall(r"^([a-z-]+):(?! export)", MAKEFILE, re.MULTILINE))
    assert set(re.findall(r"^  make ([a-z-]+) ", told, re.MULTILINE)) == targets - PARTS


def test_no_target_is_taken_for_a_file():
    phony = re.search(r"^\.PHONY:((?:.*\\\n)*.*)$", MAKEFILE, re.MULTILINE)

    assert phony is not None
    assert set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE)) == set(phony[1].replace("\\", "").split())


def test_ci_runs_what_a_person_runs():
    script = (ROOT / ".ci/run").read_text()

    assert script.startswith("#!/usr/bin/env bash\n")
    assert "set -euo pipefail" in script
    assert script.splitlines()[-1] == "make test"


def test_hooks_come_from_this_repository_and_run_the_tools_that_are_locked():
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())["repos"]
    locked = set(re.findall(r"^([a-z0-9-]+)==", (ROOT / "requirements-dev.txt").read_text(), re.MULTILINE))

    modules = [re.findall(r"-m ([a-z]+)", hook["entry"]) for repo in hooks for hook in repo["hooks"]]
    assert {repo["repo"] for repo in hooks} == {"local"}
    assert {module.removesuffix("lib") for found in modules for module in found} - locked == set()


def test_a_machine_without_python_is_told_what_is_missing(tmp_path):
    result = _install(tmp_path, python="exit 1")

    assert result.returncode == 1
    assert result.stderr.startswith("Python 3.11 or newer is missing.")


def test_a_machine_without_venv_is_told_what_is_missing(tmp_path):
    result = _install(tmp_path, python='case "$2" in *ensurepip*) exit 1;; esac')

    assert result.returncode == 1
    assert result.stderr.startswith("Python's venv module is missing.")


def test_what_is_installed_already_is_left_alone(tmp_path):
    environment = tmp_path / ".venv"
    (environment / "bin").mkdir(parents=True)
    (environment / "bin/python").symlink_to("/bin/true")
    (tmp_path / "requirements.txt").write_text("wanted==1\n")
    (environment / "installed-requirements.txt").write_text("wanted==1\n")

    result = _install(tmp_path, python="exit 1")

    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


def test_an_interrupted_installation_is_begun_anew(tmp_path):
    environment = tmp_path / ".venv"
    (environment / "bin").mkdir(parents=True)
    (environment / "bin/python").symlink_to("/bin/true")
    (environment / "unfinished").touch()
    (environment / "half").touch()

    # This Python makes an environment whose own Python accepts everything.
    _install(tmp_path, python='case "$1 $2" in "-m venv") mkdir -p .venv/bin; ln -s /bin/true .venv/bin/python;; esac')

    assert not (environment / "half").exists()
    assert not (environment / "unfinished").exists()
    assert (environment / "installed-requirements.txt").read_text() == "wanted==1\n"


def _install(folder: Path, *, python: str) -> subprocess.CompletedProcess[str]:
    """Runs the installation in a folder, on a machine whose every Python is this script."""
    programs = folder / "programs"
    programs.mkdir()
    for name in ("sh", "basename", "cmp", "cp", "mkdir", "rm", "touch", "ln"):
        (programs / name).symlink_to(shutil.which(name) or name)
    for name in ("python3", "python3.11", "python3.12", "python3.13"):
        (programs / name).write_text(f"#!/bin/sh\n{python}\n")
        (programs / name).chmod(0o755)
    (folder / "requirements.txt").write_text("wanted==1\n")
    return subprocess.run(
        [ROOT / ".ci/install", "requirements.txt"],
        cwd=folder,
        env={"PATH": str(programs)},
        capture_output=True,
        text=True,
        check=False,
    )
