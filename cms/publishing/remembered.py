"""What a process remembers of costly figures, as long as nothing was published since."""

from __future__ import annotations

from threading import Lock
from typing import Generic, TypeVar

Figure = TypeVar("Figure")

_MOST = 2_000


class Remembered(Generic[Figure]):
    """Figures by a key, each true for one state version; holds 2,000 at most, the oldest go first."""

    def __init__(self) -> None:
        self._figures: dict[bytes, tuple[int, Figure]] = {}
        self._lock = Lock()

    def get(self, key: bytes, *, state_version: int) -> Figure | None:
        found = self._figures.get(key)
        return found[1] if found is not None and found[0] == state_version else None

    def put(self, key: bytes, figure: Figure, *, state_version: int) -> None:
        with self._lock:
            self._figures.pop(key, None)
            self._figures[key] = (state_version, figure)
            if len(self._figures) > _MOST:
                del self._figures[next(iter(self._figures))]

    def forget(self) -> None:
        with self._lock:
            self._figures.clear()
