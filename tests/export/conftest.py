"""The library of the delivery tests, and a folder to export it to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.delivery.conftest import library, nothing_remembered
from tests.export.reading import Export

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["library", "nothing_remembered"]


@pytest.fixture
def exported(tmp_path: Path) -> Export:
    return Export(tmp_path / "out")
