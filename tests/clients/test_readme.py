"""The commands of docs/clients/README.md do what it says."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

import pytest

from tests import factories
from tests.clients import node

if TYPE_CHECKING:
    from pathlib import Path

    from tests.clients.between import Between

pytestmark = pytest.mark.once

README = (node.ROOT / "docs/clients/README.md").read_text()


def test_the_commands_of_the_readme_work_one_after_the_other(
    between: Between, javascript: Path, tmp_path: Path
) -> None:
    factories.page("crps", locales=("ar",))
    (tmp_path / "var").mkdir()
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist/clients").symlink_to(javascript)
    (tmp_path / "docs").symlink_to(node.ROOT / "docs")

    first, *others = _commands()
    results = [node.run(*shlex.split(other), "--api", between.origin, folder=tmp_path) for other in others]

    assert first == "make client"
    assert [result.stderr for result in results] == [""] * 4
    overview = factories.PAGES["crps"]["ar"].overview
    assert [overview in result.stdout for result in results] == [False, True, False, True]


def _commands() -> list[str]:
    blocks: list[str] = re.findall(r"^```\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    return [command for block in blocks for command in block.splitlines()]
