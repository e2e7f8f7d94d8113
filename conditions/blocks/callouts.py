"""Blocks that stand out: a callout by urgency, what to do and not to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ChoiceBlock, ListBlock, RichTextBlock, StructBlock

from cms.publishing.rich_text import FEATURES
from conditions.blocks.base import HTML, TEXT, array, html_lines, items_of, obj, text_lines
from conditions.vocabulary import Urgency

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from conditions.blocks.base import Reading


class CalloutBlock(StructBlock):
    urgency = ChoiceBlock(
        choices=Urgency.choices,
        default=Urgency.INFORMATION,
        label=_("Urgency"),
        help_text=_(
            "Emergency: call an ambulance now. Urgent: get help today. Warning: take care. Information: good to know."
        ),
    )
    title = CharBlock(max_length=120, label=_("Title"))
    text = RichTextBlock(features=FEATURES, label=_("Text"))

    schema = obj(
        {"urgency": {"enum": list(Urgency.values)}, "title": TEXT, "text": HTML},
        description="Text that must not be missed, by urgency.",
    )

    def document_value(self, raw: Mapping[str, Any], reading: Reading) -> dict[str, Any]:
        return {"urgency": raw["urgency"], "title": raw["title"], "text": reading.rich_text(raw["text"])}

    def plain_lines(self, value: Mapping[str, Any]) -> Iterator[str]:
        yield from text_lines(value["title"])
        yield from html_lines(value["text"])

    class Meta:
        icon = "warning"
        label = _("Callout")


class DoAndDontBlock(StructBlock):
    do = ListBlock(CharBlock(max_length=300, label=_("Item")), label=_("Do"))
    dont = ListBlock(CharBlock(max_length=300, label=_("Item")), label=_("Don’t"))

    schema = obj({"do": array(TEXT), "dont": array(TEXT)}, description="What to do and what not to do.")

    def document_value(self, raw: Mapping[str, Any], reading: Reading) -> dict[str, Any]:
        return {"do": items_of(raw["do"]), "dont": items_of(raw["dont"])}

    def plain_lines(self, value: Mapping[str, Any]) -> Iterator[str]:
        return text_lines(*value["do"], *value["dont"])

    class Meta:
        icon = "check"
        label = _("Do and don’t")
