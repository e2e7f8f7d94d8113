"""What stored streams and rich texts point at: pages, images, glossary terms."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from wagtail.blocks import RichTextBlock
from wagtail.rich_text import extract_references_from_rich_text

from cms.publishing import rich_text
from cms.translation import units

if TYPE_CHECKING:
    from collections.abc import Iterable


class Targets:
    """The targets in several raw streams of one field, `sections`, and in further rich texts."""

    def __init__(self, model: Any, streams: Iterable[Any], rich_texts: Iterable[str] = ()) -> None:
        self._leaves: list[tuple[Any, Any]] = []
        for raw in streams:
            block = model._meta.get_field("sections").stream_block
            self._leaves += [(leaf, value) for _path, leaf, value in units.leaves(block, raw)]
        texts = [value for leaf, value in self._leaves if isinstance(leaf, RichTextBlock) and value]
        self._rich_texts = [*texts, *rich_texts]

    def chosen(self, block_class: type) -> set[int]:
        """The primary keys chosen in blocks of a class."""
        return {value for leaf, value in self._leaves if isinstance(leaf, block_class) and value}

    @property
    def pages(self) -> set[int]:
        return self._linked["page"]

    @property
    def terms(self) -> set[int]:
        return self._linked["glossaryterm"]

    @cached_property
    def _linked(self) -> dict[str, set[int]]:
        found: dict[str, set[int]] = {"page": set(), "glossaryterm": set()}
        for text in self._rich_texts:
            for model, pk, *_rest in extract_references_from_rich_text(text):
                key = rich_text.key_of(str(pk))
                if key is not None:
                    found.setdefault(model._meta.model_name, set()).add(key)
        return found
