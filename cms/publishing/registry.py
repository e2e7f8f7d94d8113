"""Which builder speaks for which type of content. Apps register from above, so publishing never looks up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from cms.publishing.errors import AlreadyRegistered, NoBuilder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from django.db import models

    from cms.publishing.document import Publication
    from cms.publishing.models import Answer


ModelClass: TypeAlias = "type[models.Model]"


class Build(Protocol):
    """Reads a content object and all that its documents need; changes nothing."""

    def __call__(self, content: Any, /, *, now: datetime) -> Publication: ...


@dataclass(frozen=True)
class Kind:
    """A type of content that is published: its name in the API, its builder and the objects that there are.

    `find` gives the object of a content id as it is published now, or None. `heal` sets right what a script or a crash
    may have left beside the content. `schemas` are JSON Schemas for OpenAPI, by name.
    """

    type: str
    model: ModelClass
    build: Build
    all_content_ids: Callable[[], Iterable[Any]]
    find: Callable[[Any], Any | None]
    heal: Callable[[Any], object]
    schemas: Mapping[str, Mapping[str, Any]]


class Follow(Protocol):
    """Keeps rows beside the answers of a publication, in the transaction that publishes them.

    Returns how many it changed. `answers` are all that there are of the content id, those that stayed as they were
    among them. With `heal` nothing that is kept is trusted.
    """

    def __call__(self, publication: Publication, answers: Sequence[Answer], *, heal: bool) -> int: ...


_kinds: dict[type[models.Model], Kind] = {}
_followers: list[Follow] = []


def register(kind: Kind) -> None:
    """Raises AlreadyRegistered for a second registration of a model."""
    if kind.model in _kinds:
        raise AlreadyRegistered(kind.model)
    _kinds[kind.model] = kind


def follow(follower: Follow) -> None:
    """From now on the follower is told of everything that is published. Once is enough for each."""
    if follower not in _followers:
        _followers.append(follower)


def tell_followers(publication: Publication, answers: Sequence[Answer], *, heal: bool) -> int:
    """Returns how many rows they changed."""
    return sum(follower(publication, answers, heal=heal) for follower in _followers)


def kind_of(content: models.Model) -> Kind:
    """Raises NoBuilder."""
    try:
        return _kinds[type(content)]
    except KeyError:
        raise NoBuilder(type(content)) from None


def kinds() -> tuple[Kind, ...]:
    return tuple(_kinds.values())


def is_published(model: type[models.Model]) -> bool:
    return model in _kinds


def schemas() -> dict[str, Mapping[str, Any]]:
    """Every registered JSON Schema, by its name in OpenAPI's components."""
    return {name: schema for kind in _kinds.values() for name, schema in kind.schemas.items()}
