"""A link to another page of the site, or to another site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, PageChooserBlock, StructBlock, StructBlockValidationError, URLBlock

from conditions.blocks.base import TEXT, URL, obj, text_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from conditions.blocks.base import Reading


class RelatedLinkBlock(StructBlock):
    page = PageChooserBlock(page_type="conditions.ConditionPage", required=False, label=_("Page"))
    url = URLBlock(
        required=False, label=_("Address"), help_text=_("For another site; leave it empty for a page of this one.")
    )
    text = CharBlock(max_length=200, label=_("Text"))

    schema = obj(
        {
            "text": TEXT,
            "url": URL,
            "document": {
                "oneOf": [{"$ref": "#/components/schemas/DocumentReference"}, {"type": "null"}],
                "description": "The document that the link leads to; null for another site.",
            },
        },
        description="A link to another document, or to another site.",
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if bool(cleaned["page"]) == bool(cleaned["url"]):
            raise StructBlockValidationError(
                {"page": ValidationError(_("Choose a page or give an address, not both."))}
            )
        return cleaned

    def document_value(self, raw: Mapping[str, Any], reading: Reading) -> dict[str, Any] | None:
        if not raw.get("page"):
            return {"text": raw["text"], "url": raw["url"], "document": None}
        target = reading.page_link(raw["page"])
        if target is None:
            return None
        return {
            "text": raw["text"],
            "url": target["url"],
            "document": {key: target[key] for key in ("id", "slug", "name", "locale")},
        }

    def plain_lines(self, value: Mapping[str, Any]) -> Iterator[str]:
        return text_lines(value["text"])

    class Meta:
        icon = "link"
        label = _("Related link")
