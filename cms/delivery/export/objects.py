"""Keeps what is delivered of documents: folders that are written once, found by their content's digest."""

from __future__ import annotations

import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import BoundedSemaphore
from typing import TYPE_CHECKING

from cms.delivery.export import twins

if TYPE_CHECKING:
    from concurrent.futures import Future
    from types import TracebackType
    from typing import Self
    from uuid import UUID

    from cms.delivery.export.documents import Item

FOLDER = "objects"

#: Begins the name of what is being written.
UNFINISHED = ".new-"

#: Items that wait to be compressed at once: some 60 KB each.
_WAITING = 64


#: Waiting for the disk file by file takes longer than for everything at once, from about here on.
_FEW_FILES = 2_000


@dataclass
class Written:
    """`paths` are some of the files, all of them only where they are few."""

    items: int = 0
    paths: list[str] = field(default_factory=list)

    def add(self, paths: list[str]) -> None:
        if len(self.paths) <= _FEW_FILES:
            self.paths += paths


@dataclass
class Objects:
    """Writes on a few threads: compressing and writing leave Python's lock, and are most of the work."""

    root: Path
    now: float
    written: Written = field(default_factory=Written)

    def __enter__(self) -> Self:
        self._room = BoundedSemaphore(_WAITING)
        self._pool = ThreadPoolExecutor(max_workers=max(2, os.cpu_count() or 1), thread_name_prefix="export")
        self._running: set[Future[None]] = set()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(cancel_futures=kind is not None)

    def put(self, item: Item, *, of: UUID, before: str | None) -> str:
        """Where links to the item lead, below the root. `before` is the same of what it takes the place of."""
        owner = str(of)
        place = f"{FOLDER}/{owner[:2]}/{owner}/{item.name}"
        if not (self.root / place).exists():
            self.written.items += 1
            self._room.acquire()
            future = self._pool.submit(self._write, item, place, before)
            future.add_done_callback(lambda _: self._room.release())
            self._running.add(future)
            self._finish_some()
        return f"{place}/{item.inside}" if item.inside else place

    def finish(self) -> None:
        """Everything is on the disk after it. Raises OSError for anything that could not be written."""
        for future in self._running:
            future.result()
        self._running.clear()
        if len(self.written.paths) > _FEW_FILES:
            os.sync()
        else:
            folders = {os.path.dirname(path) for path in self.written.paths}  # noqa: PTH120 -- they are text here
            list(self._pool.map(sync, [*self.written.paths, *folders]))

    def _finish_some(self) -> None:
        for future in [future for future in self._running if future.done()]:
            self._running.discard(future)
            future.result()

    def _write(self, item: Item, place: str, before: str | None) -> None:
        """Under another name first, so that what is there is whole."""
        final = self.root / place
        new = final.with_name(f"{UNFINISHED}{item.name}")
        inner = new / item.inside
        shutil.rmtree(new, ignore_errors=True)
        inner.mkdir(parents=True)
        written: list[str] = []
        for file in item.files:
            written += twins.write(inner, file, before=self.root / before if before else None, now=self.now)
        twins.write_headers(inner, item.files)
        new.rename(final)
        self.written.add([path.replace(str(new), str(final), 1) for path in [*written, str(inner / twins.HEADERS)]])


def sync(path: str) -> None:
    """Waits until a file or a folder is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def root_of(target: str) -> str:
    """The item that a link leads into."""
    return "/".join(target.split("/")[:4])


def remove(root: Path, target: str) -> None:
    place = root / root_of(target)
    shutil.rmtree(place, ignore_errors=True)
    if place.parent.exists() and not any(place.parent.iterdir()):
        place.parent.rmdir()


def sweep(root: Path, *, kept: set[str]) -> int:
    """Removes every item that is not among those kept; returns how many there were."""
    removed = 0
    for owner in (root / FOLDER).glob("*/*"):
        for found in list(owner.iterdir()):
            if str(found.relative_to(root)) not in kept:
                shutil.rmtree(found, ignore_errors=True)
                removed += 1
        if not any(owner.iterdir()):
            owner.rmdir()
    return removed
