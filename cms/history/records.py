"""What other apps know of a content id and an auditor should read: reviews, sign-offs. They register when ready."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias
from uuid import UUID

#: Gives what is known of a content id, oldest first, each as JSON: times as `content.timestamp` writes them, people by
#: name, nothing by a primary key. `at`, `by` and `what` are shown as the log shows its own; the rest as it stands.
Records: TypeAlias = Callable[[UUID], Iterable[Mapping[str, Any]]]


class AlreadyRegistered(Exception):
    """Records of this name are there already."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There are records {name!r} already.")
        self.name = name


_records: dict[str, Records] = {}


def register(name: str, records: Records) -> None:
    """`name` is the key in the export: `reviews`. Raises AlreadyRegistered."""
    if name in _records:
        raise AlreadyRegistered(name)
    _records[name] = records


def names() -> list[str]:
    return sorted(_records)


def of(name: str, content_id: UUID) -> Iterable[Mapping[str, Any]]:
    return _records[name](content_id)
