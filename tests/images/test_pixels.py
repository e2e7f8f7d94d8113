"""Readers get pixels the right way up, and nothing that came along with them."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from cms.images import files
from tests import factories
from tests.images import pictures

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def content_of(rendition):
    with rendition.file.open() as file:
        return file.read()


@pytest.fixture
def opened():
    """What readers get of an upload, by format, the widest of each."""

    def open_files(uploaded):
        image = factories.image(file=uploaded)
        files.make_files(image.pk)
        found = {}
        for rendition in image.renditions.order_by("width"):
            found[rendition.filter_spec.rpartition("-")[2]] = Image.open(BytesIO(content_of(rendition)))
        return found

    return open_files


def test_a_picture_from_a_telephone_stands_upright_and_tells_no_place_nor_name(opened):
    for picture in opened(pictures.from_a_telephone()).values():
        assert picture.size == (360, 640)
        assert not picture.getexif()
        assert {"exif", "xmp", "comment", "icc_profile"}.isdisjoint(picture.info)


def test_no_file_holds_a_word_of_what_the_camera_wrote():
    image = factories.image(file=pictures.from_a_telephone())
    files.make_files(image.pk)
    for shown_in_the_admin in ("max-165x165", "original"):
        image.get_rendition(shown_in_the_admin)

    made = [content_of(rendition) for rendition in image.renditions.all()]

    assert len(made) == len(files.RECIPES) + 2
    assert not any(b"Ana" in content or b"Exif" in content for content in made)


@pytest.mark.parametrize(
    "uploaded",
    [
        pictures.file(),
        pictures.with_profile(),
        pictures.file("print.jpg", mode="CMYK"),
        pictures.file("palette.png", mode="P"),
        pictures.file("transparent.png", mode="RGBA"),
        pictures.file("palette.gif", mode="P"),
        pictures.file("photo.avif"),
        pictures.file("photo.webp"),
    ],
    ids=["jpeg", "profile", "cmyk", "palette", "rgba", "gif", "avif", "webp"],
)
def test_whatever_is_uploaded_keeps_its_colours(opened, uploaded):
    found = opened(uploaded)

    assert set(found) == {"webp", "jpeg"}
    for picture in found.values():
        assert picture.size == (640, 360)
        left, right = (picture.convert("RGB").getpixel((x, 180)) for x in (100, 540))
        assert left[1] > left[0]
        assert right[0] > right[1]


def test_what_is_transparent_is_white_in_a_jpeg_and_transparent_in_webp(opened):
    found = opened(pictures.uploaded("logo.png", Image.new("LA", (640, 360), (0, 0))))

    assert found["jpeg"].getpixel((5, 5)) == (255, 255, 255)
    assert found["webp"].convert("RGBA").getpixel((5, 5))[3] == 0


def test_a_scan_in_sixteen_bits_keeps_its_shades(opened):
    for picture in opened(pictures.a_scan()).values():
        assert all(abs(shade - 128) < 4 for shade in picture.convert("RGB").getpixel((5, 5)))
