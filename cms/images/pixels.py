"""What readers get of an image is its pixels: no place, no camera, no name, no comment that came with the file."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from PIL import ImageCms
from wagtail.images.image_operations import FilterOperation

if TYPE_CHECKING:
    from PIL.Image import Image as Picture


class PlainOperation(FilterOperation):
    """`plain` in a filter: sRGB and nothing else. Wagtail copies EXIF, with its GPS, into each JPEG that it makes."""

    def construct(self) -> None:
        """Takes no argument."""

    def run(self, willow: Any, image: Any, env: Any) -> Any:
        picture = _in_srgb(willow).copy()
        picture.info = {}
        return type(willow)(picture)


def _in_srgb(willow: Any) -> Picture:
    picture: Picture = willow.image
    if picture.mode.startswith("I"):
        return _in_eight_bits(picture)
    # A profile that can't be read, or is of another sort than the pixels: better no profile than no image.
    with suppress(ImageCms.PyCMSError, OSError):
        picture = willow.transform_colorspace_to_srgb().image
    return picture.convert("RGBA" if willow.has_alpha() else "RGB")


def _in_eight_bits(picture: Picture) -> Picture:
    """Grey in 16 bits, as scans have it; a plain conversion would cut all that is not nearly black to white."""
    return picture.convert("I").point(lambda level: level / 256).convert("L").convert("RGB")
