"""The TypeScript example: its types are those of OpenAPI, its compiler is strict, its packages are locked."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from docs.clients import generate
from tests.clients import node

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.once

STRICT = ("strict", "noUncheckedIndexedAccess", "exactOptionalPropertyTypes")

#: Programs that a client of the API must not be able to write.
MISTAKES = """\
import type { Asked, Condition } from "@client";

const parameter: Asked<"/api/v1/conditions/"> = { query: { language: "ar" } };
const locale: Asked<"/api/v1/conditions/"> = { query: { locale: "tlh" } };
const missing: Asked<"/api/v1/conditions/{key}/"> = { query: {} };
const text = (condition: Condition): string => condition.sections[0].plain_text;
const nullable = (condition: Condition): string => condition.web_url;
"""


def test_the_types_are_those_of_openapi() -> None:
    assert generate.TYPES.read_text() == generate.types(), "`make client` writes the types anew."


def test_the_example_compiles_under_the_strictest_settings(javascript: Path) -> None:
    settings = json.loads((node.EXAMPLE / "tsconfig.json").read_text())["compilerOptions"]

    assert [settings[name] for name in STRICT] == [True, True, True]
    assert (javascript / "main.js").exists()


def test_what_the_api_does_not_have_does_not_compile(tmp_path: Path) -> None:
    program = tmp_path / "mistakes.ts"
    program.write_text(MISTAKES.replace("@client", str(node.EXAMPLE / "src/client.js")))
    flags = [flag for name in STRICT for flag in (f"--{name}",)]

    result = node.run(
        node.TSC, "--noEmit", *flags, "--skipLibCheck", "--module", "nodenext", "--target", "es2023",
        "--typeRoots", node.ROOT / "node_modules/@types", program,
    )  # fmt: skip

    wrong = {int(line) for line in re.findall(r"mistakes\.ts\((\d+),", result.stdout)}
    assert wrong == {3, 4, 5, 6, 7}


def test_each_package_is_locked_and_no_registry_is_named() -> None:
    wanted = json.loads((node.ROOT / "package.json").read_text())
    lock = json.loads((node.ROOT / "package-lock.json").read_text())["packages"]

    assert "dependencies" not in wanted
    assert all(re.fullmatch(r"[\d.]+", version) for version in wanted["devDependencies"].values())
    assert {name: lock[f"node_modules/{name}"]["version"] for name in wanted["devDependencies"]} == wanted[
        "devDependencies"
    ]
    assert [name for name, package in lock.items() if "resolved" in package] == []
    assert [name for name, package in lock.items() if name and "integrity" not in package] == []


@pytest.mark.parametrize("program", ["exit 127", "exit 1"], ids=["no Node", "an old Node"])
def test_a_machine_without_node_is_told_what_is_missing(tmp_path: Path, program: str) -> None:
    result = _install(tmp_path, node=program, npm="exit 0")

    assert result.returncode == 1
    assert result.stderr.startswith("Node 20 or newer is missing.")


def test_a_machine_without_npm_is_told_what_is_missing(tmp_path: Path) -> None:
    result = _install(tmp_path, node="exit 0", npm="exit 127")

    assert result.returncode == 1
    assert result.stderr.startswith("npm is missing.")


def test_packages_are_installed_once(tmp_path: Path) -> None:
    first = _install(tmp_path, node="exit 0", npm='[ "$1" != ci ] || mkdir node_modules')
    second = _install(tmp_path, node="exit 0", npm="exit 127")

    assert (first.returncode, first.stderr) == (0, "")
    assert (second.returncode, second.stdout, second.stderr) == (0, "", "")


def test_an_installation_that_fails_says_how_to_see_why(tmp_path: Path) -> None:
    result = _install(tmp_path, node="exit 0", npm='[ "$1" != ci ]')

    assert result.returncode == 1
    assert "run `npm ci` to see why" in result.stderr


def _install(folder: Path, **scripts: str) -> subprocess.CompletedProcess[str]:
    """Runs the installation in a folder, on a machine with these programs."""
    programs = folder / "programs"
    programs.mkdir(exist_ok=True)
    for name in ("sh", "cmp", "cp", "mkdir"):
        if not (programs / name).exists():
            (programs / name).symlink_to(shutil.which(name) or name)
    for name, script in scripts.items():
        (programs / name).write_text(f"#!/bin/sh\n{script}\n")
        (programs / name).chmod(0o755)
    (folder / "package-lock.json").write_text("{}\n")
    return subprocess.run(
        [node.ROOT / ".ci/install-node"],
        cwd=folder,
        env={"PATH": str(programs)},
        capture_output=True,
        text=True,
        check=False,
    )
