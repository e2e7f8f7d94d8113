"""Which files may be uploaded as images: what is wrong with one is said beside the field, in words that help."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import PIL.Image
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy as _
from wagtail.images.fields import WagtailImageField

if TYPE_CHECKING:
    from PIL.ImageFile import ImageFile

#: The formats by the endings that they are known by, in the order in which they are offered.
FORMATS = {"JPEG": ("jpg", "jpeg"), "PNG": ("png",), "WEBP": ("webp",), "AVIF": ("avif",), "GIF": ("gif",)}
_ACCEPT = ",".join(f".{ending}" for endings in FORMATS.values() for ending in endings)
_MEGA = 1_000_000

#: What Pillow's readers raise of a file that is not what it says, each in its own way; AVIF's a RuntimeError.
_UNREADABLE = (OSError, SyntaxError, ValueError, EOFError, LookupError, MemoryError, RuntimeError)

#: A drawing names itself after an XML declaration, comments and a document type at most.
_WHERE_SVG_IS_NAMED = 4096


class ImageUploadField(WagtailImageField):
    """Wagtail's field, which reads only the head of a file, and says what is wrong with it in terms of its insides."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.help_text = gettext("JPEG, PNG, WebP, AVIF or GIF, up to %(size)s and %(megapixels)d megapixels.") % {
            "size": self.max_upload_size_text,
            "megapixels": self.max_image_pixels // _MEGA,
        }
        self.error_messages |= {
            "invalid_image_extension": gettext(
                "This is not an image of a kind that is accepted here. Upload a JPEG, PNG, WebP, AVIF or GIF; "
                "export a drawing (SVG) as PNG."
            ),
            "file_too_large": gettext(
                "This file has %(file_size)s; at most %(max_filesize)s are accepted. "
                "Save it as JPEG or in fewer pixels, and upload that."
            ),
        }

    def to_python(self, data: Any) -> Any:
        """The checks go from cheap to dear: pixels are only read of a file that is not too large in any way."""
        file: Any = forms.FileField.to_python(self, data)
        if file is None:
            return None
        self.check_image_file_size(file)
        _refuse_svg(file)
        self._check_ending(file)
        picture = self._opened(file)
        _check_format(file, picture)
        self._check_pixels(picture)
        _read_to_the_end(picture)
        file.content_type = PIL.Image.MIME[_format_of(picture)]
        file.seek(0)
        return file

    def widget_attrs(self, widget: Any) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "accept": _ACCEPT}

    def _check_ending(self, file: Any) -> None:
        if _ending(file) not in {ending for endings in FORMATS.values() for ending in endings}:
            raise ValidationError(self.error_messages["invalid_image_extension"], code="invalid_image_extension")

    def _opened(self, file: Any) -> ImageFile:
        """The head of the file. Pillow refuses by itself, or warns of, what has more pixels than it deems safe."""
        file.seek(0)
        try:
            return PIL.Image.open(file, formats=list(FORMATS))
        except (PIL.Image.DecompressionBombError, PIL.Image.DecompressionBombWarning):
            raise self._too_many_pixels() from None
        except _UNREADABLE as fault:
            raise _damaged() from fault

    def _check_pixels(self, picture: ImageFile) -> None:
        if picture.width * picture.height > self.max_image_pixels:
            raise self._too_many_pixels()

    def _too_many_pixels(self) -> ValidationError:
        return ValidationError(
            _("This image has more than %(megapixels)d megapixels. Save it smaller, 4,000 × 3,000 are plenty."),
            code="file_too_many_pixels",
            params={"megapixels": self.max_image_pixels // _MEGA},
        )


def _refuse_svg(file: Any) -> None:
    file.seek(0)
    if _ending(file) in ("svg", "svgz") or b"<svg" in file.read(_WHERE_SVG_IS_NAMED).lower():
        raise ValidationError(
            _("SVG drawings are not accepted, for they can hold scripts. Export the drawing as PNG and upload that."),
            code="svg",
        )


def _check_format(file: Any, picture: ImageFile) -> None:
    found = _format_of(picture)
    if _ending(file) not in FORMATS[found]:
        raise ValidationError(
            _("The name ends in .%(ending)s, but this is a %(format)s file. Rename it to .%(right)s, then upload it."),
            code="invalid_image_known_format",
            params={"ending": _ending(file), "format": found, "right": FORMATS[found][0]},
        )


def _read_to_the_end(picture: ImageFile) -> None:
    """A file that was cut off, or is broken in the middle, has a sound head."""
    try:
        picture.load()
    except _UNREADABLE as fault:
        raise _damaged() from fault


def _damaged() -> ValidationError:
    return ValidationError(
        _("This file is damaged or not complete. Open it on your computer, save it again, and upload the new file."),
        code="invalid_image",
    )


def _format_of(picture: ImageFile) -> str:
    """Telephones put a second picture behind the first and a note of it in front; what is shown is a JPEG."""
    return "JPEG" if picture.format == "MPO" else str(picture.format)


def _ending(file: Any) -> str:
    return PurePath(file.name).suffix.lower().removeprefix(".")
