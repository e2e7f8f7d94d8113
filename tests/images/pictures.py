"""Files as people have them: photographs with a place in them, scans, drawings, what was cut off on the way."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms
from PIL.ExifTags import GPS, IFD, Base

GREEN, RED = (0, 160, 60), (200, 30, 30)
ORIENTED_LEFT = 6
"""The camera was held upright: what is stored as lying has to be turned to the right."""


def file(name: str = "waves.jpg", size: tuple[int, int] = (640, 360), *, mode: str = "RGB", **saving: Any) -> Any:
    """Green on the left, red on the right."""
    picture = Image.new("RGB", size, GREEN)
    picture.paste(RED, (size[0] // 2, 0, *size))
    return uploaded(name, picture.convert(mode), **saving)


def uploaded(name: str, picture: Image.Image, **saving: Any) -> Any:
    written = BytesIO()
    ending = name.rpartition(".")[2].lower()
    picture.save(written, {"jpg": "JPEG"}.get(ending, ending.upper()), **saving)
    return SimpleUploadedFile(name, written.getvalue())


def from_a_telephone(name: str = "IMG_0001.jpg") -> Any:
    """Upright, taken in a known place, with the name of its owner."""
    exif = Image.Exif()
    exif[Base.Orientation] = ORIENTED_LEFT
    exif[Base.Artist] = "Ana Sample"
    exif.get_ifd(IFD.GPSInfo).update({GPS.GPSLatitudeRef: "N", GPS.GPSLatitude: (40.0, 26.0, 46.0)})
    return file(name, exif=exif, comment=b"Ana at home")


def with_profile(name: str = "waves.jpg") -> Any:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    return file(name, icc_profile=profile.tobytes())


def a_scan(name: str = "scan.png") -> Any:
    """Grey in 16 bits, half as bright as can be."""
    return uploaded(name, Image.new("I;16", (640, 360), 32768))


def cut_off(name: str = "waves.jpg") -> Any:
    whole = file(name).read()
    return SimpleUploadedFile(name, whole[: len(whole) // 2])


def broken(name: str) -> Any:
    """As long as it was, with a sound head."""
    whole = bytearray(file(name).read())
    whole[-50:] = bytes(50)
    return SimpleUploadedFile(name, bytes(whole))


def svg(name: str = "brain.svg") -> Any:
    drawing = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    return SimpleUploadedFile(name, drawing)


@cache
def _poster() -> bytes:
    poster: bytes = uploaded("poster.png", Image.new("1", (10_000, 10_000))).read()
    return poster


def huge(name: str = "poster.png") -> Any:
    """A hundred megapixels in few bytes."""
    return SimpleUploadedFile(name, _poster())
