"""What the parts of content are called in the admin: `sections.overview` is "Overview"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import FieldDoesNotExist
from django.utils.text import capfirst
from wagtail.fields import StreamField

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db import models


def part_label(model: type[models.Model], part: str) -> str:
    """The label of a field, section or relation; the part itself for what has none (a fact such as `codes`)."""
    name, _dot, block = part.partition(".")
    try:
        field: Any = model._meta.get_field(name)
    except FieldDoesNotExist:
        return part
    if block and isinstance(field, StreamField) and block in field.stream_block.child_blocks:
        return str(field.stream_block.child_blocks[block].label)
    if field.is_relation and field.auto_created:
        return str(capfirst(field.related_model._meta.verbose_name_plural))
    return str(capfirst(field.verbose_name))


def part_labels(model: type[models.Model], parts: Iterable[str]) -> str:
    """Several parts in one line."""
    return ", ".join(part_label(model, part) for part in parts)
