"""A question that readers ask, with its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, RichTextBlock, StructBlock

from cms.publishing.rich_text import FEATURES
from conditions.blocks.base import HTML, TEXT, html_lines, obj, text_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from conditions.blocks.base import Reading


class QuestionBlock(StructBlock):
    question = CharBlock(max_length=200, label=_("Question"))
    answer = RichTextBlock(features=FEATURES, label=_("Answer"))

    schema = obj({"question": TEXT, "answer": HTML}, description="A question and its answer.")

    def document_value(self, raw: Mapping[str, Any], reading: Reading) -> dict[str, Any]:
        return {"question": raw["question"], "answer": reading.rich_text(raw["answer"])}

    def plain_lines(self, value: Mapping[str, Any]) -> Iterator[str]:
        yield from text_lines(value["question"])
        yield from html_lines(value["answer"])

    class Meta:
        icon = "help"
        label = _("Question and answer")
