"""Blocks of running text: paragraph, list, steps, key facts, quote, table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ChoiceBlock, ListBlock, RichTextBlock, StructBlock, TextBlock
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from cms.publishing.rich_text import FEATURES
from conditions.blocks.base import (
    HTML,
    NULLABLE_TEXT,
    TEXT,
    array,
    html_lines,
    items_of,
    obj,
    text_lines,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from conditions.blocks.base import Reading


class ParagraphBlock(RichTextBlock):
    schema = obj({"text": HTML}, description="One or more paragraphs of running text.")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"features": FEATURES, **kwargs})

    def document_value(self, raw: str, reading: Reading) -> dict[str, Any]:
        return {"text": reading.rich_text(raw or "")}

    def plain_lines(self, value: Mapping[str, Any]) -> Iterator[str]:
        return html_lines(value["text"])

    class Meta:
        icon = "pilcrow"
        label = _("Paragraph")


class ListOfItemsBlock(StructBlock):
    style = ChoiceBlock(
        choices=[("bullet", _("Bullets")), ("numbered", _("Numbers"))], default="bullet", label=_("Style")
    )
    items = ListBlock(CharBlock(max_length=500, label=_("Item")), label=_("Items"))

    schema = obj(
        {"style": {"enum": ["bullet", "numbered"]}, "items": array(TEXT)}, description="A list of short items."
    )

    def document_value(self, raw: Mapping[str, Any], reading: Reading) -> dict[str, Any]:
        return {"style": raw["style"], "items": items_of(raw["items"])}

    def plain_lines(self, value: Mapping[str, Any]) -> Iterator[str]:
        return text_lines(*value["items"])

    class Meta:
        icon = "list-ul"
        label = _("List")


class StepBlock(StructBlock):
    title = CharBlock(max_length=120, label=_("Title"))
    timing = CharBlock(max_length=120, required=False, label=_("Timing"), help_text=_("When it happens: “First week”."))
    text = TextBlock(required=False, label=_("Text"))


class StepsBlock(StructBlock):
    items = ListBlock(StepBlock(), label=_("Steps"))

    schema = obj(
        {"items": array(obj({"title": TEXT, "timing": NULLABLE_TEXT, "text": NULLABLE_TEXT}, description="One step."))},
        description="What happens, in order, with when it happens.",
    )

    def document_value(self, raw: Mapping[str, Any], reading: Reading) -> dict[str, Any]:
        return {
            "items": [
                {"title": step["title"], "timing": step.get("timing") or None, "text": step.get("text") or None}
                for step in items_of(raw["items"])
            ]
        }

    def plain_lines(self, value: Mapping[str, Any]) -> Iterator[str]:
        for step in value["items"]:
            yield from text_lines(step["timing"], step["title"], step["text"])

    class Meta:
        icon = "list-ol"
        label = _("Steps with timing")


class KeyFactBlock(StructBlock):
    label = CharBlock(max_length=120, label=_("Label"))
    value = CharBlock(max_length=300, label=_("Value"))


class KeyFactsBlock(StructBlock):
    items = ListBlock(KeyFactBlock(), label=_("Facts"))

    schema = obj(
        {"items": array(obj({"label": TEXT, "value": TEXT}, description="One fact."))},
        description="Facts to take in at a glance.",
    )

    def document_value(self, raw: Mapping[str, Any], reading: Reading) -> dict[str, Any]:
        return {"items": [{"label": fact["label"], "value": fact["value"]} for fact in items_of(raw["items"])]}

    def plain_lines(self, value: Mapping[str, Any]) -> Iterator[str]:
        return text_lines(*(f"{fact['label']}: {fact['value']}" for fact in value["items"]))

    class Meta:
        icon = "info-circle"
        label = _("Key facts")


class QuoteBlock(StructBlock):
    text = TextBlock(label=_("Quote"))
    attribution = CharBlock(
        max_length=200, required=False, label=_("Source"), help_text=_("Who or what document said it.")
    )

    schema = obj({"text": TEXT, "attribution": NULLABLE_TEXT}, description="Words of a person or a document.")

    def document_value(self, raw: Mapping[str, Any], reading: Reading) -> dict[str, Any]:
        return {"text": raw["text"], "attribution": raw.get("attribution") or None}

    def plain_lines(self, value: Mapping[str, Any]) -> Iterator[str]:
        return text_lines(value["text"], value["attribution"])

    class Meta:
        icon = "openquote"
        label = _("Quote")


class TableBlock(TypedTableBlock):
    schema = obj(
        {"caption": NULLABLE_TEXT, "columns": array(TEXT), "rows": array(array(TEXT))},
        description="A table; every row has one cell per column.",
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__([("text", CharBlock(required=False, label=_("Text")))], **kwargs)

    def document_value(self, raw: Mapping[str, Any], reading: Reading) -> dict[str, Any]:
        return {
            "caption": raw.get("caption") or None,
            "columns": [column["heading"] or "" for column in raw["columns"]],
            "rows": [[cell or "" for cell in row["values"]] for row in raw["rows"]],
        }

    def plain_lines(self, value: Mapping[str, Any]) -> Iterator[str]:
        return text_lines(value["caption"], *(" | ".join(row) for row in [value["columns"], *value["rows"]]))

    class Meta:
        icon = "table"
        label = _("Table")
