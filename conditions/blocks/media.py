"""Blocks with something to look at: an image, a link to a video."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import BooleanBlock, CharBlock, StructBlock, StructBlockValidationError, TextBlock, URLBlock
from wagtail.images.blocks import ImageChooserBlock

from conditions.blocks.base import NULLABLE_TEXT, TEXT, URL, array, obj, text_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from conditions.blocks.base import Reading, Schema

RENDITION = obj(
    {"url": URL, "width": {"type": "integer"}, "height": {"type": "integer"}, "format": {"enum": ["webp", "jpeg"]}},
    description="One file of an image; what is behind its address never changes.",
)

_FRACTION: Schema = {"type": "number", "minimum": 0, "maximum": 1}

FOCAL_POINT = obj(
    {"x": _FRACTION, "y": _FRACTION},
    description="What stays in sight when the image is cropped, from its upper left corner as parts of its size.",
)

IMAGE = obj(
    {
        "alt": TEXT,
        "decorative": {"type": "boolean"},
        "credit": {**NULLABLE_TEXT, "description": "Who made it; null for an old image that nobody has credited yet."},
        "license": {
            **NULLABLE_TEXT,
            "description": "An SPDX identifier; `LicenseRef-own-work` and `LicenseRef-with-permission` are for images "
            "that only the publisher may use; null where nobody has said yet.",
        },
        "source_url": {"type": ["string", "null"], "format": "uri", "description": "Where the image was taken from."},
        "focal_point": {"oneOf": [FOCAL_POINT, {"type": "null"}]},
        "renditions": array(RENDITION),
    },
    description="An image as it is used here; `alt` is empty for a decorative one. `renditions` may be empty for some "
    "seconds after an upload.",
)


class ImageBlock(StructBlock):
    image = ImageChooserBlock(label=_("Image"))
    alt = CharBlock(
        max_length=250,
        required=False,
        label=_("Alternative text"),
        help_text=_("What the image tells, for those who can’t see it."),
    )
    decorative = BooleanBlock(
        required=False, label=_("Decorative"), help_text=_("The image says nothing that the text doesn’t.")
    )
    caption = CharBlock(max_length=250, required=False, label=_("Caption"))

    schema = obj(
        {**IMAGE["properties"], "caption": NULLABLE_TEXT},
        description="An image with its text for those who can’t see it.",
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not (cleaned["alt"] or cleaned["decorative"] or self.is_deferred_validation):
            raise StructBlockValidationError(
                {"alt": ValidationError(_("Describe the image, or say that it is decorative."))}
            )
        return cleaned

    def document_value(self, raw: Mapping[str, Any], reading: Reading) -> dict[str, Any] | None:
        image = reading.image(raw["image"])
        if image is None:
            return None
        decorative = bool(raw.get("decorative"))
        alt = "" if decorative else raw.get("alt") or ""
        return {"alt": alt, "decorative": decorative, **image, "caption": raw.get("caption") or None}

    def plain_lines(self, value: Mapping[str, Any]) -> Iterator[str]:
        return text_lines(value["alt"], value["caption"])

    class Meta:
        icon = "image"
        label = _("Image")


class VideoBlock(StructBlock):
    url = URLBlock(label=_("Address of the video"))
    title = CharBlock(max_length=200, label=_("Title"))
    transcript = TextBlock(
        required=False,
        label=_("Transcript"),
        help_text=_("What is said and shown, for those who can’t hear or see it."),
    )

    schema = obj(
        {"url": URL, "title": TEXT, "transcript": NULLABLE_TEXT},
        description="A link to a video that is hosted elsewhere.",
    )

    def document_value(self, raw: Mapping[str, Any], reading: Reading) -> dict[str, Any]:
        return {"url": raw["url"], "title": raw["title"], "transcript": raw.get("transcript") or None}

    def plain_lines(self, value: Mapping[str, Any]) -> Iterator[str]:
        return text_lines(value["title"], value["transcript"])

    class Meta:
        icon = "media"
        label = _("Link to a video")
