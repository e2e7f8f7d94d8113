"""What a browser would post back of a form."""

from __future__ import annotations

from typing import Any

from django.forms import BooleanField
from django.urls import reverse
from wagtail.admin.rich_text.editors.draftail import DraftailRichTextArea
from wagtail.blocks import RichTextBlock, StreamBlock, StructBlock
from wagtail.test.utils.form_data import rich_text


def form_of(client: Any, content: Any) -> dict[str, Any]:
    """What the edit form of a page holds for who is logged in, as a browser would post it back unchanged."""
    answer = client.get(reverse("wagtailadmin_pages:edit", args=[content.pk]))
    return posted(answer.context["form"])


def posted(form: Any) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for bound in form:
        data |= _posted_field(bound)
    for formset in getattr(form, "formsets", {}).values():
        data |= {f"{formset.prefix}-{name}": str(value) for name, value in formset.management_form.initial.items()}
        for row in formset.initial_forms:
            data |= posted(row)
    return data


def _posted_field(bound: Any) -> dict[str, Any]:
    value = bound.value()
    if hasattr(value, "stream_block"):
        return _posted_stream(bound.html_name, value)
    if isinstance(bound.field, BooleanField) and not value:
        return {}
    if isinstance(bound.field.widget, DraftailRichTextArea):
        return {bound.html_name: rich_text(value or "", features=bound.field.widget.features)}
    return {bound.html_name: "" if value is None else getattr(value, "pk", value)}


def _posted_stream(name: str, value: Any) -> dict[str, Any]:
    return streamfield_data(name, value.stream_block, value)


def streamfield_data(prefix: str, block: Any, value: Any) -> dict[str, Any]:
    """A block's value under the names of the inputs that the editor makes for it."""
    if isinstance(block, StreamBlock):
        data: dict[str, Any] = {f"{prefix}-count": str(len(value))}
        for position, child in enumerate(value):
            at = f"{prefix}-{position}"
            data |= {
                f"{at}-deleted": "",
                f"{at}-order": str(position),
                f"{at}-type": child.block_type,
                f"{at}-id": child.id or "",
            }
            data |= streamfield_data(f"{at}-value", child.block, child.value)
        return data
    if isinstance(block, StructBlock):
        return {
            key: item
            for name, child in block.child_blocks.items()
            for key, item in streamfield_data(f"{prefix}-{name}", child, value.get(name)).items()
        }
    if isinstance(block, RichTextBlock):
        return {prefix: rich_text(value.source if value is not None else "", features=block.features)}
    stored = block.get_prep_value(value)
    return {prefix: "" if stored is None else stored}
