"""Where what a test run throws away is kept: in memory, where that can hold it, since a disk is waited for."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

_MEMORY = Path("/dev/shm")  # noqa: S108 -- whoever makes a folder in it gives it a name of its own
#: Far more than a run needs; a container often has 64 MiB there.
_ENOUGH_BYTES = 4 * 1024**3


def folder() -> str | None:
    """For `tempfile`: None stands for where temporary files are kept otherwise."""
    if not (_MEMORY.is_dir() and os.access(_MEMORY, os.W_OK)):
        return None
    return str(_MEMORY) if shutil.disk_usage(_MEMORY).free > _ENOUGH_BYTES else None
