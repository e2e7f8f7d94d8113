"""The sections of a page: stable keys, each once, each with a heading and content blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ChoiceBlock, StreamBlock, StructBlock

from conditions.blocks.base import DocumentBlock, obj
from conditions.blocks.callouts import CalloutBlock, DoAndDontBlock
from conditions.blocks.links import RelatedLinkBlock
from conditions.blocks.media import ImageBlock, VideoBlock
from conditions.blocks.questions import QuestionBlock
from conditions.blocks.text import KeyFactsBlock, ListOfItemsBlock, ParagraphBlock, QuoteBlock, StepsBlock, TableBlock
from conditions.vocabulary import NameKind, SectionKey

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conditions.blocks.base import Reading, Schema


class ContentBlocks(StreamBlock):
    """The stream inside a section."""

    paragraph = ParagraphBlock()
    list = ListOfItemsBlock()
    steps = StepsBlock()
    key_facts = KeyFactsBlock()
    callout = CalloutBlock()
    do_and_dont = DoAndDontBlock()
    question = QuestionBlock()
    image = ImageBlock()
    table = TableBlock()
    quote = QuoteBlock()
    video = VideoBlock()
    related_link = RelatedLinkBlock()

    class Meta:
        required = False
        label = _("Content")


class SectionBlock(StructBlock):
    """One section; `key` is the block's type in the stream, so it is the same in each locale and version."""

    heading = CharBlock(
        max_length=120, required=False, label=_("Heading"), help_text=_("Left empty, the usual heading is put in.")
    )
    blocks = ContentBlocks()

    class Meta:
        icon = "doc-full"


class SectionsBlock(StreamBlock):
    """All sections of a page, in the order that readers see them."""

    overview = SectionBlock(label=SectionKey.OVERVIEW.label)
    who_it_is_for = SectionBlock(label=SectionKey.WHO_IT_IS_FOR.label)
    how_sessions_work = SectionBlock(label=SectionKey.HOW_SESSIONS_WORK.label)
    safety = SectionBlock(label=SectionKey.SAFETY.label)
    getting_help = SectionBlock(label=SectionKey.GETTING_HELP.label)
    evidence = SectionBlock(label=SectionKey.EVIDENCE.label)
    questions = SectionBlock(label=SectionKey.QUESTIONS.label)

    class Meta:
        required = False
        block_counts = {key: {"max_num": 1} for key in SectionKey.values}


class OtherNameBlock(StructBlock):
    text = CharBlock(max_length=120, label=_("Name"))
    kind = ChoiceBlock(choices=NameKind.choices, default=NameKind.SYNONYM, label=_("Kind"))

    class Meta:
        icon = "tag"
        label = _("Other name")


class OtherNamesBlock(StreamBlock):
    """What else readers call it, in one locale."""

    name = OtherNameBlock()

    class Meta:
        required = False


CONTENT_BLOCKS: dict[str, DocumentBlock] = dict(ContentBlocks().child_blocks)


def section_document(raw: Mapping[str, Any], reading: Reading, *, locale: str, direction: str) -> dict[str, Any]:
    """A stored section as it stands in a document."""
    blocks = []
    lines: list[str] = []
    for stored in raw["value"].get("blocks") or []:
        block = CONTENT_BLOCKS.get(stored["type"])
        value = block.document_value(stored["value"], reading) if block else None
        if block is not None and value is not None:
            blocks.append({"id": stored["id"], "type": stored["type"], "value": value})
            lines += block.plain_lines(value)
    return {
        "id": raw["id"],
        "key": raw["type"],
        "heading": raw["value"].get("heading") or "",
        "locale": locale,
        "dir": direction,
        "blocks": blocks,
        "plain_text": "\n".join(lines),
    }


def block_schemas() -> dict[str, Schema]:
    """A JSON Schema per type of content block, and `Block`, which is one of them by `type`."""
    schemas: dict[str, Schema] = {}
    for name, block in CONTENT_BLOCKS.items():
        schemas[_schema_name(name)] = obj(
            {"id": {"type": "string", "format": "uuid"}, "type": {"const": name}, "value": block.schema},
            description=block.schema["description"],
        )
    references = {name: f"#/components/schemas/{_schema_name(name)}" for name in CONTENT_BLOCKS}
    schemas["Block"] = {
        "oneOf": [{"$ref": reference} for reference in references.values()],
        "discriminator": {"propertyName": "type", "mapping": references},
    }
    return schemas


def _schema_name(block_type: str) -> str:
    return "".join(part.capitalize() for part in block_type.split("_")) + "Block"
