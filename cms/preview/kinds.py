"""Which content can be previewed, and how. Apps register from above, so that preview knows no page type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from cms.publishing import registry

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from django.db import models

    from cms.publishing.document import Document
    from cms.translation.outlook import Outlook


class BuildOne(Protocol):
    """Builds what readers of one locale would be given; None where nothing of the content would be out."""

    def __call__(self, content: Any, locale: str, /, *, now: datetime, outlook: Outlook) -> Document | None: ...


class BuildList(Protocol):
    """The cards that readers of one locale would be given in the list of the type, in its usual order."""

    def __call__(self, locale: str, /, *, now: datetime, outlook: Outlook) -> list[dict[str, Any]]: ...


@dataclass(frozen=True)
class PreviewKind:
    """`build_list` is None for a type that is previewed piece by piece only."""

    model: type[models.Model]
    build_one: BuildOne
    build_list: BuildList | None = None

    @property
    def type(self) -> str:
        """Its name in the API."""
        return next(kind.type for kind in registry.kinds() if kind.model is self.model)


_kinds: dict[type[models.Model], PreviewKind] = {}
_labels: dict[str, Mapping[str, Any]] = {}


def register(kind: PreviewKind) -> None:
    _kinds[kind.model] = kind


def register_labels(labels: Mapping[str, Mapping[str, Any]]) -> None:
    """What a person reads for the enumerated values of documents: by key, `{"level": {"very_low": "Very low"}}`."""
    _labels.update(labels)


def labels() -> Mapping[str, Mapping[str, Any]]:
    return _labels


def kind_of(content: models.Model) -> PreviewKind | None:
    """None for content that has no document of its own, such as the page above all topics."""
    return _kinds.get(type(content))


def of_type(type_: str) -> PreviewKind | None:
    return next((kind for kind in _kinds.values() if kind.type == type_), None)


def all_kinds() -> tuple[PreviewKind, ...]:
    return tuple(_kinds.values())
