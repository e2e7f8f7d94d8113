"""The library of the delivery tests, and a folder to export it to."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests import memory
from tests.delivery.conftest import library
from tests.export.reading import Export

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["library"]


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """An export waits for the disk with each file."""
    with tempfile.TemporaryDirectory(prefix="exported-", dir=memory.folder()) as folder:
        yield Path(folder)


@pytest.fixture(autouse=True)
def no_wait_for_other_disks(monkeypatch: pytest.MonkeyPatch) -> None:
    """`sync` waits for all that the machine is writing, not for the export alone."""
    monkeypatch.setattr(os, "sync", lambda: None)


@pytest.fixture
def exported(tmp_path: Path) -> Export:
    return Export(tmp_path / "out")
