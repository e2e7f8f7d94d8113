"""Which files of an image readers may have, and making those that are missing.

A reader's request never makes a rendition, and neither does publishing: the document lists the files that are there, the worker
makes the others and the document is built again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wagtail.images import get_image_model

from cms.publishing.addresses import media_url

if TYPE_CHECKING:
    from collections.abc import Iterable

#: WebP in three widths for screens, and one JPEG for readers without WebP. `max-WxH` never enlarges.
FILTERS = ("max-480x480|format-webp", "max-960x960|format-webp", "max-1600x1600|format-webp", "max-960x960|format-jpeg")


class Images:
    """The images that documents use, with the files that are there; one query."""

    def __init__(self, image_ids: Iterable[int]) -> None:
        model = get_image_model()
        found = model.objects.filter(pk__in=set(image_ids)).prefetch_related("renditions")
        self._images = {image.pk: image for image in found}

    def renditions(self, image_id: int | None) -> list[dict[str, Any]] | None:
        """By width; None for an image that is no more."""
        image = self._images.get(image_id) if image_id else None
        if image is None:
            return None
        files = {(file.filter_spec, file.width): file for file in image.renditions.all() if file.filter_spec in FILTERS}
        return [
            {"url": media_url(file.url), "width": file.width, "height": file.height, "format": spec.rpartition("-")[2]}
            for (spec, _width), file in sorted(files.items(), key=lambda item: (item[1].width, item[0]))
        ]

    def credit(self, image_id: int | None) -> str | None:
        image = self._images.get(image_id) if image_id else None
        return (getattr(image, "description", "") or None) if image else None


def make_renditions(image_id: int) -> bool:
    """Makes the files that are missing; returns whether there were any. An image that is no more has none."""
    image = get_image_model().objects.filter(pk=image_id).first()
    if image is None:
        return False
    before = image.renditions.filter(filter_spec__in=FILTERS).count()
    image.get_renditions(*FILTERS)
    return bool(image.renditions.filter(filter_spec__in=FILTERS).count() != before)
