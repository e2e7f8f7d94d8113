"""A StreamField that can hold a column per locale without repeating its blocks in every migration."""

from __future__ import annotations

from typing import Any

from wagtail.blocks.base import BlockField
from wagtail.fields import StreamField

from cms.locales import SOURCE


class IncompleteBlockField(BlockField):
    """A stream in which what is left empty is no fault, only not there yet."""

    def clean(self, value: Any) -> Any:
        return self.block.clean_deferred(value)


class TranslatedStreamField(StreamField):
    """Leaves the block definitions out of migrations: the column is JSON whatever the blocks are.

    Seven columns with the same definition in each migration would bury every real change; see docs/adr/0006.
    """

    def __init__(self, block_types: Any = (), **kwargs: Any) -> None:
        super().__init__(block_types, **kwargs)

    def deconstruct(self) -> Any:
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs

    def formfield(self, **kwargs: Any) -> Any:
        """A translation may be incomplete as long as nobody releases it, so nothing inside it is required;
        else one language that is under way would hold up the publishing of all.
        """
        is_translation = getattr(self, "language", SOURCE.lower()) != SOURCE.lower()
        return super().formfield(**({"form_class": IncompleteBlockField} if is_translation else {}) | kwargs)

    def extract_references(self, value: Any) -> Any:
        """The columns tell what they refer to; the bare field reads as one of them, and would tell it twice."""
        return super().extract_references(value) if hasattr(self, "translated_field") else ()
