"""Which links stand in a text that is out, and where in the edit form each of them is."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import URLField
from modeltranslation.translator import NotRegistered, translator
from wagtail.blocks import PageChooserBlock, RichTextBlock, URLBlock
from wagtail.fields import RichTextField, StreamField

from cms.locales import SOURCE, column
from cms.translation import snapshots, units

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: What `LinkUse` holds of it.
_MAX_WORDS = 200

_ANCHOR = re.compile(r"<a\s([^>]*)>(.*?)</a>", re.DOTALL)
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Link:
    """To a page of this site by its primary key, else to an address; `words` is what it stands on."""

    content_path: str
    words: str = ""
    page_id: int | None = None
    url: str = ""


def in_text(model: Any, locale: str, text: snapshots.Snapshot) -> Iterator[Link]:
    """The links in what one locale says by itself."""
    for name, value in text["fields"].items():
        if value:
            yield from _in_value(model._meta.get_field(name), column(name, locale), value)


def in_neutral_fields(content: Any) -> Iterator[Link]:
    """The links in what is the same in each language."""
    for field in content._meta.get_fields():
        if field.concrete and not field.remote_field and field.name not in _translated(type(content)):
            value = getattr(content, field.name)
            if value:
                stored = value.get_prep_value() if isinstance(field, StreamField) else value
                yield from _in_value(field, field.name, stored)


def to_references(documents: Mapping[str, Any]) -> Iterator[Link]:
    """The addresses of what a document rests on; these are kept with the reference, not with the page."""
    for reference in documents.get(SOURCE, {}).get("references", ()):
        if reference.get("url"):
            yield Link(f"reference.{reference['key']}", reference["title"][:_MAX_WORDS], url=reference["url"])


def _in_value(field: Any, path: str, value: Any) -> Iterator[Link]:
    if isinstance(field, StreamField):
        for step, leaf, raw in units.leaves(field.stream_block, value, path):
            yield from _in_leaf(leaf, step.replace("/", "."), raw)
    elif isinstance(field, RichTextField):
        yield from _in_rich_text(path, value)
    elif isinstance(field, URLField):
        yield Link(path, url=value)


def _in_leaf(leaf: Any, path: str, raw: Any) -> Iterator[Link]:
    if not raw:
        return
    if isinstance(leaf, RichTextBlock):
        yield from _in_rich_text(path, raw)
    elif isinstance(leaf, PageChooserBlock):
        yield Link(path, page_id=int(raw))
    elif isinstance(leaf, URLBlock):
        yield Link(path, url=raw)


def _in_rich_text(path: str, stored: str) -> Iterator[Link]:
    for attributes, inside in _ANCHOR.findall(stored):
        found = dict(_ATTRIBUTE.findall(attributes))
        words = html.unescape(_TAG.sub("", inside)).strip()[:_MAX_WORDS]
        address = html.unescape(found.get("href", ""))
        if found.get("linktype") == "page" and found.get("id", "").isdigit():
            yield Link(path, words, page_id=int(found["id"]))
        elif address.startswith(("http://", "https://")):
            yield Link(path, words, url=address)


def _translated(model: Any) -> set[str]:
    """The fields with a column per locale, and these columns."""
    try:
        names = translator.get_options_for_model(model).all_fields
    except NotRegistered:
        return set()
    return {*names, *(each.name for columns in names.values() for each in columns)}
