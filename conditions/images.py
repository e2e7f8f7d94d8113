"""Which files of an image readers may have, and making those that are missing.

A reader's request never makes a rendition, and neither does publishing: the document lists the files that are there,
the worker makes the others and the document is built again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.files.storage import default_storage
from wagtail.images import get_image_model

from cms.publishing.addresses import media_url

if TYPE_CHECKING:
    from collections.abc import Iterable

#: WebP in three widths for screens, and one JPEG for readers without WebP. `max-WxH` never enlarges.
FILTERS = ("max-480x480|format-webp", "max-960x960|format-webp", "max-1600x1600|format-webp", "max-960x960|format-jpeg")


class Images:
    """The images that documents use, with the files that are there; one query."""

    def __init__(self, image_ids: Iterable[int]) -> None:
        self._credits: dict[int, str] = {}
        self._files: dict[int, list[dict[str, Any]]] = {}
        wanted = set(image_ids)
        rows = get_image_model().objects.filter(pk__in=wanted).values_list("pk", "description", *_FILE_COLUMNS)
        for image_id, credit, spec, name, width, height in rows if wanted else ():
            self._credits[image_id] = credit
            files = self._files.setdefault(image_id, [])
            if spec in FILTERS:
                url = media_url(default_storage.url(name))
                files.append({"url": url, "width": width, "height": height, "format": spec.rpartition("-")[2]})

    def renditions(self, image_id: int | None) -> list[dict[str, Any]] | None:
        """By width; None for an image that is no more."""
        files = self._files.get(image_id) if image_id else None
        return None if files is None else sorted(files, key=lambda file: (file["width"], file["format"]))

    def credit(self, image_id: int | None) -> str | None:
        return (self._credits.get(image_id) or None) if image_id else None


_FILE_COLUMNS = ("renditions__filter_spec", "renditions__file", "renditions__width", "renditions__height")


def make_renditions(image_id: int) -> bool:
    """Makes the files that are missing; returns whether there were any. An image that is no more has none."""
    image = get_image_model().objects.filter(pk=image_id).first()
    if image is None:
        return False
    before = image.renditions.filter(filter_spec__in=FILTERS).count()
    image.get_renditions(*FILTERS)
    return bool(image.renditions.filter(filter_spec__in=FILTERS).count() != before)
