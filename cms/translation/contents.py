"""Finds translated content by what people and files call it: a content id, or a page's slug."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps

from cms.translation.models import TranslatedContent, TranslatedItem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from uuid import UUID


def models() -> list[Any]:
    """All types of translated content."""
    return [model for model in apps.get_models() if issubclass(model, TranslatedContent)]


def find(content_ids: Iterable[UUID | str]) -> dict[str, Any]:
    """The content objects by their id as text; two queries for each type of content that is among them."""
    found: dict[str, Any] = {}
    keys_by_type: dict[Any, list[str]] = {}
    items = TranslatedItem.objects.filter(content_id__in=list(content_ids)).select_related("content_type")
    for item in items:
        keys_by_type.setdefault(item.content_type, []).append(item.object_id)
    for content_type, keys in keys_by_type.items():
        model: Any = content_type.model_class()
        found |= {str(content.content_id): content for content in model._default_manager.filter(pk__in=keys)}
    return found


def of_slug(slug: str) -> Iterator[Any]:
    """The content with this slug, of any type; slugs are unique within a type only."""
    for model in models():
        if any(field.name == "slug" for field in model._meta.get_fields()):
            yield from model._default_manager.filter(slug=slug)


def everything() -> Iterator[Any]:
    """All translated content, type by type."""
    for model in models():
        yield from model._default_manager.order_by("pk").iterator(chunk_size=100)
