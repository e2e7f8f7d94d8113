"""Takes a draft apart for the rules: each string with its role, where it stands in the form, and what that is called.

A place is the way to the field in the edit form, by the content paths that Wagtail gives to fields and blocks
(`sections_ar/<id>/blocks/<id>/text`); that of a row begins with the id of its input (`#id_evidence-0-statement_ar`).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from django.utils.text import capfirst
from wagtail.blocks import CharBlock, RichTextBlock, StreamBlock, StructBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model

from cms.locales import BY_TAG, column
from cms.plain_language.hints import Passage, Picture, Role, Text
from cms.translation import units

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wagtail.blocks import Block

    from cms.plain_language.admin.drafts import Draft

#: A line of at most so many characters is a title or a label, a longer one is read as prose.
_LABEL_LIMIT = 200

_Leaves = dict[str, tuple["Block", Any]]


@dataclass(frozen=True)
class Reading:
    """What there is to check in one locale, and what its places are called."""

    passages: tuple[Passage, ...]
    pictures: tuple[Picture, ...]
    labels: Mapping[str, str]

    def text(self, locale: str) -> Text:
        return Text(locale, self.passages, self.pictures)


@dataclass
class _Found:
    is_overlay: bool
    passages: list[Passage] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    images: dict[str, int] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)


def read(model: Any, draft: Draft, tag: str) -> Reading:
    """One query, for the names of the files of images, and none without images."""
    found = _Found(is_overlay=BY_TAG[tag].overlays is not None)
    for name, value in draft.fields.items():
        if name not in model.measured_apart and value:
            _field(found, model, name, value, tag)
    for name in draft.pictures:
        _page_image(found, model, name, draft, tag)
    for relation, rows in draft.rows.items():
        _rows(found, model, relation, rows, tag)
    pictures = tuple(_with_file_names(found)) if found.passages else ()  # nothing is missing where nothing is begun
    return Reading(tuple(found.passages), pictures, found.labels)


def _field(found: _Found, model: Any, name: str, value: Any, tag: str) -> None:
    column_field = model._meta.get_field(name)
    if isinstance(column_field, StreamField):
        for item in value:
            block = column_field.stream_block.child_blocks.get(item["type"])
            if block is not None:
                _stream_item(found, block, item, f"{column(name, tag)}/{item['id']}")
        return
    if not name.endswith("_alt"):
        is_rich = isinstance(column_field, RichTextField)
        # A summary says again what the page says, which is no repetition.
        role = Role.PROSE if is_rich else Role.LABEL
        _add(found, Passage(column(name, tag), value, role, is_rich=is_rich), str(capfirst(column_field.verbose_name)))


def _page_image(found: _Found, model: Any, name: str, draft: Draft, tag: str) -> None:
    image, is_decorative = draft.pictures[name]
    if image is not None:
        picture = Picture(column(name, tag), draft.fields.get(name) or "", is_decorative=is_decorative)
        _add_picture(found, picture, str(capfirst(model._meta.get_field(name).verbose_name)), image)


def _rows(found: _Found, model: Any, relation: str, rows: Mapping[int, Mapping[str, Any]], tag: str) -> None:
    row_model = model._meta.get_field(relation).related_model
    for number, values in rows.items():
        for name, value in values.items():
            if value:
                place = f"#id_{relation}-{number}-{column(name, tag)}"
                label = f"{capfirst(row_model._meta.verbose_name)} {number + 1}"
                _add(found, Passage(place, value), label)


def _stream_item(found: _Found, block: Block, item: Mapping[str, Any], place: str) -> None:
    """A section, or a block that stands in the stream by itself."""
    value = item["value"]
    if not (isinstance(block, StructBlock) and "blocks" in block.child_blocks):
        _block(found, block, value, place, str(block.label))
        return
    section = str(block.label)
    if heading := value.get("heading"):
        _add(found, Passage(f"{place}/heading", heading, Role.HEADING), section)
    inner: StreamBlock = block.child_blocks["blocks"]
    for child in value.get("blocks") or []:
        child_block = inner.child_blocks.get(child["type"])
        if child_block is not None:
            _block(
                found, child_block, child["value"], f"{place}/blocks/{child['id']}", f"{section}, {child_block.label}"
            )


def _block(found: _Found, block: Block, value: Any, place: str, label: str) -> None:
    """A block with its strings; what belongs together (image and alt, link and target) is known by its fields."""
    groups: dict[str, _Leaves] = defaultdict(dict)
    for path, leaf, raw in units.leaves(block, value, place):
        parent, _slash, name = path.rpartition("/")
        groups[parent if path != place else path][name if path != place else ""] = (leaf, raw)
    for parent, leaves in groups.items():
        _group(found, parent, leaves, label)


def _group(found: _Found, parent: str, leaves: _Leaves, label: str) -> None:
    values = {name: raw for name, (_leaf, raw) in leaves.items()}
    if {"alt", "decorative", "image"} <= values.keys():
        caption, alt = values.get("caption") or "", values["alt"] or ""
        picture = Picture(f"{parent}/alt", alt, caption, is_decorative=bool(values["decorative"]))
        _add_picture(found, picture, label, values["image"])
    target = _target(values) if {"page", "url", "text"} <= values.keys() else None
    for name, (leaf, raw) in leaves.items():
        if name != "alt" and raw and isinstance(leaf, units.TEXT_BLOCKS):
            place = f"{parent}/{name}" if name else parent
            _add(found, _passage(place, leaf, raw, target=target if name == "text" else None), label)


def _target(link: Mapping[str, Any]) -> str:
    """Called as a link in rich text calls it."""
    return f"page:{link['page']}" if link["page"] else link["url"] or ""


def _passage(place: str, leaf: Block, raw: str, *, target: str | None) -> Passage:
    if target is not None:
        return Passage(place, raw, Role.LINK, target=target)
    if isinstance(leaf, RichTextBlock):
        return Passage(place, raw, is_rich=True)
    limit = getattr(getattr(leaf, "field", None), "max_length", None)
    is_label = isinstance(leaf, CharBlock) and limit is not None and limit <= _LABEL_LIMIT
    return Passage(place, raw, Role.LABEL if is_label else Role.PROSE)


def _add(found: _Found, passage: Passage, label: str) -> None:
    found.passages.append(passage)
    found.labels[passage.place] = label


def _add_picture(found: _Found, picture: Picture, label: str, image: int | None) -> None:
    if found.is_overlay and not picture.alt:
        return  # it takes over the text of the locale below
    found.pictures.append(picture)
    found.labels[picture.place] = label
    if image is not None:
        found.images[picture.place] = image


def _with_file_names(found: _Found) -> Iterator[Picture]:
    names: dict[int, str] = {}
    if found.images:
        files = get_image_model().objects.filter(pk__in=set(found.images.values())).values_list("pk", "file")
        names = {key: str(file).rpartition("/")[2] for key, file in files}
    for picture in found.pictures:
        yield replace(picture, file_name=names.get(found.images.get(picture.place, 0), ""))
