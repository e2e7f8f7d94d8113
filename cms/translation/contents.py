"""Finds translated content by what people and files call it: a content id, or a page's slug."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.apps import apps

from cms.translation.models import TranslatedContent

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: So many ids are asked for at a time: a file may name more than a query has room for.
_BATCH = 500
#: A page holds the text of all its languages.
_AT_ONCE = 20


@dataclass(frozen=True)
class Place:
    """Where a content object is kept, to be read when its turn comes: all pages of a site at once fill the memory."""

    model: Any
    key: str

    def content(self) -> Any | None:
        """None for what was deleted meanwhile. One query."""
        return self.model._default_manager.filter(pk=self.key).first()


def models() -> list[Any]:
    """All types of translated content."""
    return [model for model in apps.get_models() if issubclass(model, TranslatedContent)]


def places(content_ids: Iterable[UUID | str]) -> dict[str, Place]:
    """Where the contents are kept, by their id as it was given; what is no id, or of nothing, is left out.

    Asks each type rather than the items, which what was never saved since its migration does not have yet.
    """
    ids = {str(given): found for given in content_ids if (found := _id(given)) is not None}
    wanted = [*dict.fromkeys(ids.values())]
    kept: dict[UUID, Place] = {}
    for start in range(0, len(wanted), _BATCH):
        for model in models():
            found = model._default_manager.filter(content_id__in=wanted[start : start + _BATCH])
            kept |= {content_id: Place(model, str(key)) for content_id, key in found.values_list("content_id", "pk")}
    return {given: kept[content_id] for given, content_id in ids.items() if content_id in kept}


def of_slug(slug: str) -> Iterator[Any]:
    """The content with this slug, of any type; slugs are unique within a type only."""
    for model in models():
        if any(field.name == "slug" for field in model._meta.get_fields()):
            yield from model._default_manager.filter(slug=slug)


def everything() -> Iterator[Any]:
    """All translated content, type by type, never all of it in memory; it may be gone on with in another transaction,
    which a cursor of the database may not.
    """
    for model in models():
        keys = [*model._default_manager.order_by("pk").values_list("pk", flat=True)]
        for start in range(0, len(keys), _AT_ONCE):
            yield from model._default_manager.filter(pk__in=keys[start : start + _AT_ONCE]).order_by("pk")


def count() -> int:
    """How much `everything` is; a query for each type."""
    return sum(model._default_manager.count() for model in models())


def _id(given: UUID | str) -> UUID | None:
    """Files come from other programs, so that an id may be anything."""
    if isinstance(given, UUID):
        return given
    try:
        return UUID(given)
    except ValueError:
        return None
