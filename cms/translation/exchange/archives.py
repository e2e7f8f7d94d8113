"""Many files as one ZIP archive that is sent while it is made, so that a whole language never fills the memory."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class _Outbox:
    """A file that only grows, and forgets what was taken from it."""

    def __init__(self) -> None:
        self._written: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._written.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """There is nothing behind it."""

    def taken(self) -> bytes:
        data, self._written = b"".join(self._written), []
        return data


def zipped(files: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """The archive piece by piece, one for each file by its name, and the end."""
    outbox = _Outbox()
    with zipfile.ZipFile(outbox, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[call-overload]  # all it needs
        for name, data in files:
            archive.writestr(name, data)
            yield outbox.taken()
    yield outbox.taken()
