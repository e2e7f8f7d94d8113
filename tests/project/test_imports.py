"""Who may import whom: the contracts in pyproject.toml."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[2]


def test_no_part_imports_what_it_must_not_know():
    linter = Path(sys.executable).with_name("lint-imports")

    result = subprocess.run([linter, "--no-logo"], cwd=ROOT, capture_output=True, text=True, check=False)

    assert result.returncode == 0, result.stdout


def test_each_contract_is_named_by_what_it_says():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]

    assert [contract["name"] for contract in contracts if not contract["name"].endswith(".")] == []
