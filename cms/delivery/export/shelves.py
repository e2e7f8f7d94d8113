"""Folders of links from keys to what they lead to. A shelf is never changed: a new one takes its place in a release.

So a release of thousands of documents consists of a few links to shelves, most of them those of the release before.
"""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from cms.publishing import content

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

FOLDER = "shelves"
UNFINISHED = ".new-"

#: From a shelf to the folder of the export, and from a shelf's place in a release.
_UP = "../../"
_UP_FROM_RELEASE = "../../../../../"


def read(root: Path, name: str | None) -> dict[str, str]:
    """What the keys of a shelf lead to, below the folder of the export."""
    if name is None:
        return {}
    with os.scandir(root / FOLDER / name) as entries:
        return {entry.name: os.readlink(entry.path).removeprefix(_UP) for entry in entries}  # noqa: PTH115 -- likewise many


def write(root: Path, targets: Mapping[str, str]) -> str:
    """The name of a shelf that holds just these."""
    name = content.digest_of_bytes(repr(sorted(targets.items())).encode())
    shelf = root / FOLDER / name
    if not shelf.exists():
        new = shelf.with_name(f"{UNFINISHED}{name}")
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(parents=True)
        for key, target in targets.items():
            os.symlink(f"{_UP}{target}", f"{new}/{key}")  # noqa: PTH211 -- a Path for each of so many is what takes the time
        new.rename(shelf)
    return name


def place(release: Path, where: str, name: str) -> None:
    """Puts a shelf at a place of a release, such as `es/conditions/ps`."""
    at = release / "files" / where
    at.parent.mkdir(parents=True, exist_ok=True)
    at.symlink_to(f"{_UP_FROM_RELEASE}{FOLDER}/{name}")


def placed(release: Path) -> Iterator[tuple[str, str]]:
    """All places of a release with the names of their shelves."""
    for collection in (release / "files").glob("*/*"):
        if collection.parent.name == "any" or not collection.is_dir():
            continue
        with os.scandir(collection) as entries:
            for entry in entries:
                if entry.is_symlink():
                    where = f"{collection.parent.name}/{collection.name}/{entry.name}"
                    yield where, os.readlink(entry.path).rpartition("/")[2]  # noqa: PTH115 -- likewise many


def at(release: Path, where: str) -> str | None:
    """The name of the shelf at a place; None where there is none."""
    link = release / "files" / where
    return link.readlink().name if link.is_symlink() else None


def sweep(root: Path, *, kept: set[str]) -> int:
    """Removes every shelf that is not among those kept; returns how many there were."""
    found = [shelf for shelf in (root / FOLDER).glob("*") if shelf.name not in kept]
    for shelf in found:
        shutil.rmtree(shelf, ignore_errors=True)
    return len(found)
