"""What documents say of the images that they use: the rights to them, and the files that are there by now."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.files.storage import default_storage

from cms.images.files import FORMER_RECIPES, RECIPES, key_of
from cms.images.models import CreditedImage
from cms.publishing.addresses import media_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_OF_IMAGE = ("pk", "file_hash", "credit", "license", "source_url", "width", "height", "focal_point_x", "focal_point_y")
_OF_FILES = tuple(f"renditions__{name}" for name in ("filter_spec", "focal_point_key", "file", "width", "height"))


class Images:
    """The images that documents use; one query."""

    def __init__(self, image_ids: Iterable[int]) -> None:
        self._found: dict[int, _Found] = {}
        wanted = set(image_ids)
        rows = CreditedImage.objects.filter(pk__in=wanted).values(*_OF_IMAGE, *_OF_FILES)
        for row in rows if wanted else ():
            self._found.setdefault(row["pk"], _Found(row)).add(row)

    def of(self, image_id: int | None) -> dict[str, Any] | None:
        """What is the same wherever an image is used; None for one that is no more."""
        found = self._found.get(image_id) if image_id else None
        return None if found is None else found.document()


@dataclass(frozen=True)
class _Found:
    row: Mapping[str, Any]
    current: list[dict[str, Any]] = field(default_factory=list)
    former: list[dict[str, Any]] = field(default_factory=list)

    def add(self, row: Mapping[str, Any]) -> None:
        """A row holds one file, or nulls where there is none. The admin's own files are none for readers."""
        recipe = row["renditions__filter_spec"]
        is_current = recipe in RECIPES and row["renditions__focal_point_key"] == key_of(row["file_hash"])
        if is_current:
            self.current.append(_file(row))
        elif recipe in RECIPES or recipe in FORMER_RECIPES:
            self.former.append(_file(row))

    def document(self) -> dict[str, Any]:
        """An image that has changed keeps its former files until the worker has made the new ones."""
        return {
            "credit": self.row["credit"] or None,
            "license": self.row["license"] or None,
            "source_url": self.row["source_url"] or None,
            "focal_point": self._focal_point(),
            "renditions": sorted(self.current or self.former, key=lambda file: (file["width"], file["format"])),
        }

    def _focal_point(self) -> dict[str, float] | None:
        x, y = self.row["focal_point_x"], self.row["focal_point_y"]
        if x is None or y is None:
            return None
        return {"x": _fraction(x, self.row["width"]), "y": _fraction(y, self.row["height"])}


def _fraction(part: int, whole: int) -> float:
    return min(round(part / whole, 3), 1.0)


def _file(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "url": media_url(default_storage.url(row["renditions__file"])),
        "width": row["renditions__width"],
        "height": row["renditions__height"],
        "format": row["renditions__filter_spec"].rpartition("-")[2],
    }
