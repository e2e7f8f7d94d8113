"""Puts a new tree in place of the one that is served, in one step; tidies up after runs that were killed."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from cms.delivery.export import layout, objects, shelves
from cms.delivery.export.errors import ExportFailed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Self

    from cms.delivery.export.listings import Made

FOLDER = "releases"
CURRENT = "current"
STATE = "state.json"
FILES = "files"
UNFINISHED = ".new-"

#: There while a run writes: what it leaves behind when it is killed is found by this.
_WRITING = "writing"
_LOCK = "lock"


@dataclass
class State:
    """What a release was made from, kept in it, so that both always change together.

    `heads` has a digest of the stored answers for each content id. `replaced` are the links of the release before that
    lead elsewhere now: their place in a release, and what they led to; `replaced_shelves` the same of shelves and
    racks. `lists` tells by folder how the pages of lists were made.
    """

    name: str = ""
    number: int = 0
    format: int = layout.FORMAT
    is_full: bool = True
    sequence: int = 0
    state_version: int = 0
    cursor: str = ""
    settings: str = ""
    heads: dict[str, str] = field(default_factory=dict)
    feed: dict[str, Any] = field(default_factory=dict)
    lists: dict[str, Made] = field(default_factory=dict)
    replaced: list[tuple[str, str]] = field(default_factory=list)
    replaced_shelves: list[tuple[str, str]] = field(default_factory=list)
    previous: str = ""
    made_at: str = ""

    @classmethod
    def read(cls, release: Path) -> Self | None:
        """None for a tree that another version of this program made, or nobody."""
        try:
            kept = json.loads((release / STATE).read_text())
        except (OSError, ValueError):
            return None
        return cls(**kept) if kept.get("format") == layout.FORMAT else None

    def write(self, release: Path) -> None:
        (release / STATE).write_text(json.dumps(asdict(self)))


class Tree:
    """The folder of an export."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Raises ExportFailed where another run is at it."""
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / _LOCK).open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise ExportFailed(f"Another export into {self.root} is running. Wait until it has ended.") from None
            yield

    @property
    def current(self) -> Path | None:
        """The release that is served; None before the first."""
        link = self.root / CURRENT
        return self.root / link.readlink() if link.exists() else None

    def tidy(self) -> None:
        """Removes what a killed run has left: everything that the kept releases do not lead to."""
        if (self.root / _WRITING).exists():
            self._keep_two()
            self.sweep()
            (self.root / _WRITING).unlink()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """What is written inside is removed by the next `tidy`, unless `drop_old` comes to its end before."""
        (self.root / _WRITING).touch()
        for folder in (FOLDER, objects.FOLDER, shelves.FOLDER):
            (self.root / folder).mkdir(exist_ok=True)
        try:
            yield
        except BaseException:
            with suppress(OSError):
                self.tidy()
            raise

    def begin(self) -> Path:
        """An empty release."""
        new = self.root / FOLDER / f"{UNFINISHED}{os.getpid()}"
        shutil.rmtree(new, ignore_errors=True)
        (new / FILES).mkdir(parents=True)
        return new

    def switch(self, new: Path, state: State) -> None:
        """From here on the new release is served. Everything is on the disk before it is."""
        state.write(new)
        final = new.with_name(state.name)
        new.rename(final)
        objects.sync(str(final / STATE))
        objects.sync(str(final))
        link = self.root / f"{UNFINISHED}{CURRENT}"
        link.unlink(missing_ok=True)
        link.symlink_to(f"{FOLDER}/{state.name}")
        link.rename(self.root / CURRENT)
        for folder in (self.root, self.root / FOLDER):
            objects.sync(str(folder))

    def drop_old(self) -> None:
        """Keeps the release that is served and the one before, and what they lead to.

        What goes is what the older of the two has replaced, unless the newer one leads there again.
        """
        kept = self._keep_two()
        before = State.read(kept[-1])
        if before is None or before.is_full:
            self.sweep()
        else:
            self._drop_replaced(before, kept)
        (self.root / _WRITING).unlink(missing_ok=True)

    def _drop_replaced(self, before: State, kept: list[Path]) -> None:
        for where, name in before.replaced_shelves:
            if all(shelves.at(release, where) != name for release in kept):
                shutil.rmtree(self.root / shelves.FOLDER / name, ignore_errors=True)
        for link, target in before.replaced:
            if all(target_of(release, link) != target for release in kept):
                objects.remove(self.root, target)

    def sweep(self) -> None:
        """Reads all links of the kept releases, and removes what none leads to."""
        kept = self._kept()
        racks = {name for release in kept for name in shelves.racks(release).values()}
        names = {name for release in kept for name in shelves.placed(self.root, release).values()}
        shelves.sweep(self.root, kept=racks | names)
        targets = {objects.root_of(target) for name in names for target in shelves.read(self.root, name).values()}
        objects.sweep(self.root, kept=targets)

    def _kept(self) -> list[Path]:
        """The release that is served, and the one before."""
        current = self.current
        if current is None:
            return []
        state = State.read(current)
        previous = self.root / FOLDER / state.previous if state and state.previous else None
        return [current, previous] if previous and previous.exists() else [current]

    def _keep_two(self) -> list[Path]:
        kept = self._kept()
        for release in (self.root / FOLDER).glob("*"):
            if release not in kept:
                shutil.rmtree(release, ignore_errors=True)
        for left in self.root.glob(f"{UNFINISHED}*"):
            left.unlink(missing_ok=True)
        return kept


def target_of(release: Path | None, link: str) -> str | None:
    """What a key of a release leads to, below the folder of the export; None where the key is not there."""
    if release is None:
        return None
    try:
        return str((release / FILES / link).readlink()).removeprefix("../../")
    except OSError:
        return None


def copy_files(old: Path, new: Path, folder: str) -> None:
    """Takes over a folder of files, its header map included, as second names of the same files."""
    source = old / FILES / folder
    if source.is_dir():
        (new / FILES / folder).mkdir(parents=True, exist_ok=True)
        with os.scandir(source) as entries:
            for entry in entries:
                if entry.is_file(follow_symlinks=False):
                    os.link(entry.path, new / FILES / folder / entry.name)
