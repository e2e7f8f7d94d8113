"""Folders of links from keys to what they lead to. A shelf is never changed: a new one takes its place.

The shelves of a collection stand on a shelf of their own, a rack. So a release of thousands of documents holds a link
to a rack for each collection and locale, and racks share those shelves that nothing happened to.
"""

from __future__ import annotations

import os
import shutil
from collections import defaultdict
from typing import TYPE_CHECKING

from cms.publishing import content

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FOLDER = "shelves"
UNFINISHED = ".new-"

#: From a shelf to the folder of the export, and from a rack's place in a release.
_UP = "../../"
_UP_FROM_RELEASE = "../../../../"


def read(root: Path, name: str | None) -> dict[str, str]:
    """What the keys of a shelf lead to, below the folder of the export."""
    if name is None:
        return {}
    with os.scandir(root / FOLDER / name) as entries:
        return {entry.name: os.readlink(entry.path).removeprefix(_UP) for entry in entries}  # noqa: PTH115 -- likewise many


def write(root: Path, targets: Mapping[str, str], *, like: str | None) -> str:
    """The name of a shelf that holds just these. `like` is one that holds most of them already."""
    name = content.digest_of_bytes(repr(sorted(targets.items())).encode())
    shelf = root / FOLDER / name
    if not shelf.exists():
        new = shelf.with_name(f"{UNFINISHED}{name}")
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(parents=True)
        before = read(root, like)
        for key, target in targets.items():
            if before.get(key) == target:
                # A second name for a link costs a fifth of a new one.
                os.link(f"{root}/{FOLDER}/{like}/{key}", f"{new}/{key}", follow_symlinks=False)
            else:
                os.symlink(f"{_UP}{target}", f"{new}/{key}")  # noqa: PTH211 -- a Path for each of so many is what takes the time
        new.rename(shelf)
    return name


def place(root: Path, release: Path, placed: Mapping[str, str], *, before: Mapping[str, str]) -> dict[str, str]:
    """Puts shelves, named by their places such as `es/conditions/ps`, into a release. `before` are the racks of the
    release before; returned are those of this one.
    """
    shards_of: dict[str, dict[str, str]] = defaultdict(dict)
    for where, name in placed.items():
        collection, _, shard = where.rpartition("/")
        shards_of[collection][shard] = f"{FOLDER}/{name}"
    found: dict[str, str] = {}
    for collection, shards in shards_of.items():
        found[collection] = write(root, shards, like=before.get(collection))
        at = release / "files" / collection
        at.parent.mkdir(parents=True, exist_ok=True)
        at.symlink_to(f"{_UP_FROM_RELEASE}{FOLDER}/{found[collection]}")
    return found


def racks(release: Path) -> dict[str, str]:
    """The names of the racks of a release by their places, such as `es/conditions`."""
    found = (link for link in (release / "files").glob("*/*") if link.is_symlink())
    return {f"{link.parent.name}/{link.name}": link.readlink().name for link in found}


def placed(root: Path, release: Path) -> dict[str, str]:
    """The names of all shelves of a release by their places."""
    return {
        f"{collection}/{shard}": target.removeprefix(f"{FOLDER}/")
        for collection, rack in racks(release).items()
        for shard, target in read(root, rack).items()
    }


def at(release: Path, where: str) -> str | None:
    """The name of the shelf or rack at a place; None where there is none."""
    link = release / "files" / where
    return link.readlink().name if link.is_symlink() else None


def sweep(root: Path, *, kept: set[str]) -> int:
    """Removes every shelf that is not among those kept; returns how many there were."""
    found = [shelf for shelf in (root / FOLDER).glob("*") if shelf.name not in kept]
    for shelf in found:
        shutil.rmtree(shelf, ignore_errors=True)
    return len(found)
