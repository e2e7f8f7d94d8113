"""What content says in one locale while it is written: as it is stored, or as it stands in the form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wagtail.fields import RichTextField, StreamField

from cms.locales import BY_TAG, column
from cms.translation import snapshots

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.http import QueryDict

#: More rows than this in a form are no work of an editor.
MAX_ROWS = 1_000
#: A primary key that a database can look for.
_MAX_DIGITS = 18


class MalformedForm(ValueError):
    """Data that no form of ours sends."""


@dataclass(frozen=True)
class Draft:
    """`fields` holds raw values by field; `rows` those of child rows, by relation and in the order of the form.
    `pictures` are the image and whether it is decorative, by the field that holds its alternative text.
    """

    fields: Mapping[str, Any]
    rows: Mapping[str, Mapping[int, Mapping[str, Any]]]
    pictures: Mapping[str, tuple[int | None, bool]]


def stored(content: Any, tag: str) -> Draft:
    """Of the object as it is; for the newest draft, give the newest draft."""
    taken = snapshots.take(content, tag)
    rows = {relation: dict(enumerate(values.values())) for relation, values in taken["children"].items()}
    pictures = {
        name: (getattr(content, f"{name[:-4]}_id"), bool(getattr(content, f"{name[:-4]}_decorative")))
        for name in _alternative_texts(type(content))
    }
    return Draft(taken["fields"], rows, pictures)


def typed(model: Any, data: QueryDict, tag: str, *, below: Draft) -> Draft:
    """From the form's data; `below` has what the person's form does not hold. Raises MalformedForm."""
    try:
        fields = {name: _typed_value(model, data, column(name, tag)) for name in snapshots.translated_fields(model)}
        rows = {relation: dict(_typed_rows(model, data, relation, tag)) for relation in model.translated_children}
        pictures = {name: _typed_picture(data, name[:-4], below) for name in _alternative_texts(model)}
    except (LookupError, ValueError, TypeError, AttributeError, OverflowError) as error:
        raise MalformedForm(str(error)) from error
    return Draft(fields, rows, pictures)


def holds(data: QueryDict, model: Any, tag: str) -> bool:
    """Whether the data has the locale's columns."""
    return any(_is_in(data, model, column(name, tag)) for name in snapshots.translated_fields(model))


def effective(draft: Draft, model: Any, tag: str, *, base: Draft | None) -> Mapping[str, Any]:
    """The fields as readers get them: an overlay's over those of the locale below."""
    if base is None or BY_TAG[tag].overlays is None:
        return draft.fields
    snapshot = {"fields": dict(draft.fields), "children": {}}
    below = {"fields": dict(base.fields), "children": {}}
    fields: Mapping[str, Any] = snapshots.over(below, snapshot, streams=snapshots.stream_fields(model))["fields"]
    return fields


def _is_in(data: QueryDict, model: Any, name: str) -> bool:
    return f"{name}-count" in data if _is_stream(model, name) else name in data


def _is_stream(model: Any, name: str) -> bool:
    return isinstance(model._meta.get_field(name), StreamField)


def _typed_value(model: Any, data: QueryDict, name: str) -> Any:
    if not _is_in(data, model, name):
        return None
    field = model._meta.get_field(name)
    if isinstance(field, RichTextField):
        return field.formfield().widget.value_from_datadict(data, {}, name)
    if not _is_stream(model, name):
        return data[name]
    value = field.stream_block.value_from_datadict(data, {}, name)
    return list(field.stream_block.get_prep_value(value))


def _typed_rows(model: Any, data: QueryDict, relation: str, tag: str) -> Iterator[tuple[int, dict[str, Any]]]:
    row_model = model._meta.get_field(relation).related_model
    count = int(str(data.get(f"{relation}-TOTAL_FORMS") or 0))
    for number in range(min(count, MAX_ROWS)):
        prefix = f"{relation}-{number}"
        if not data.get(f"{prefix}-DELETE"):
            names = snapshots.translated_fields(row_model)
            yield number, {name: data.get(f"{prefix}-{column(name, tag)}") for name in names}


def _typed_picture(data: QueryDict, name: str, below: Draft) -> tuple[int | None, bool]:
    """Translators have the alternative text in their form, but not the image."""
    if name not in data:
        return below.pictures.get(f"{name}_alt", (None, False))
    chosen = str(data[name])
    if len(chosen) > _MAX_DIGITS:
        raise ValueError(name)
    return (int(chosen) if chosen.isdecimal() else None), bool(data.get(f"{name}_decorative"))


def _alternative_texts(model: Any) -> list[str]:
    """The fields that describe an image of the page itself: `image_alt` that of `image`."""
    names = {field.name for field in model._meta.get_fields()}
    translated = snapshots.translated_fields(model)
    return [name for name in translated if name.endswith("_alt") and name.removesuffix("_alt") in names]
