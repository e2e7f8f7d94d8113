"""An upload by any of the three doors: what is asked for, and what is said beside the field when it can't be taken."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from PIL.ImageFile import ImageFile
from wagtail.models import Collection, UploadedFile

from cms.images import files
from cms.images.models import CreditedImage
from cms.operations import schedule
from tests import factories
from tests.images import pictures

pytestmark = pytest.mark.django_db

RIGHTS = {"credit": "Photo: Ana Sample", "license": "CC-BY-4.0", "source_url": "https://example.org/waves"}


@pytest.fixture
def admin(client):
    client.force_login(factories.administrator())
    return client


def alone(client, file, **rights):
    answer = client.post(reverse("wagtailimages:add"), {**_fields(**rights), "file": file})
    return "" if answer.status_code == 302 else answer.content.decode()


def in_the_chooser(client, file, **rights):
    prefixed = {f"image-chooser-upload-{name}": value for name, value in _fields(**rights).items()}
    url = reverse("wagtailimages_chooser:create")
    answer = json.loads(client.post(url, {**prefixed, "image-chooser-upload-file": file}).content)
    return "" if answer["step"] == "chosen" else answer["htmlFragment"]


def one_of_many(client, file, **rights):
    """The file is checked when it arrives; what else is asked for is asked then."""
    answer = json.loads(client.post(reverse("wagtailimages:add_multiple"), {"title": "Waves", "files[]": file}).content)
    if not answer["success"]:
        return f'<div data-contentpath="file"><p class="error-message">{answer["error_message"]}</p></div>'
    [form] = BeautifulSoup(answer["form"], "html.parser").select("form")
    [title] = form.select('[name$="-title"]')
    assert title["value"] == "Waves"
    prefix = str(title["name"]).removesuffix("title")
    sent = client.post(str(form["action"]), {prefix + name: value for name, value in _fields(**rights).items()})
    return json.loads(sent.content).get("form", "")


def _fields(**rights):
    return {"title": "Waves", "collection": Collection.get_first_root_node().pk, "tags": "", **rights}


def told(html, field):
    """What stands beside a field."""
    found = BeautifulSoup(html, "html.parser").select_one(f'[data-contentpath="{field}"] .error-message')
    return found.get_text(" ", strip=True) if found else ""


DOORS = pytest.mark.parametrize("door", [alone, one_of_many, in_the_chooser])


@DOORS
def test_an_image_comes_in_with_its_rights(admin, door):
    assert door(admin, pictures.file(), **RIGHTS) == ""

    image = CreditedImage.objects.get()
    assert {name: getattr(image, name) for name in RIGHTS} == RIGHTS
    assert (image.width, image.height, len(image.file_hash)) == (640, 360, 40)
    assert image.uploaded_by_user is not None
    assert not UploadedFile.objects.exists()


@DOORS
@pytest.mark.parametrize("field", ["credit", "license"])
def test_an_image_without_its_rights_does_not(admin, door, field):
    answer = door(admin, pictures.file(), **{**RIGHTS, field: ""})

    assert told(answer, field) == "This field is required."
    assert not CreditedImage.objects.exists()


FAULTS = {
    "a drawing": (pictures.svg, "SVG drawings are not accepted, for they can hold scripts."),
    "a drawing in disguise": (lambda: pictures.svg("brain.png"), "SVG drawings are not accepted"),
    "a text": (lambda: SimpleUploadedFile("notes.txt", b"waves"), "Upload a JPEG, PNG, WebP, AVIF or GIF"),
    "a text in disguise": (lambda: SimpleUploadedFile("waves.jpg", b"waves"), "This file is damaged"),
    "a wrong name": (
        lambda: SimpleUploadedFile("waves.png", pictures.file().read()),
        "The name ends in .png, but this is a JPEG file. Rename it to .jpg, then upload it.",
    ),
    "cut off": (pictures.cut_off, "This file is damaged or not complete."),
    "a cut off PNG": (lambda: pictures.cut_off("waves.png"), "This file is damaged or not complete."),
    "a broken AVIF": (lambda: pictures.broken("waves.avif"), "This file is damaged or not complete."),
    "a hundred megapixels": (pictures.huge, "This image has more than 50 megapixels."),
    "nothing": (lambda: SimpleUploadedFile("waves.jpg", b""), "The submitted file is empty."),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_wrong_with_a_file_is_said_beside_it(admin, fault):
    make, message = FAULTS[fault]

    answer = alone(admin, make(), **RIGHTS)

    assert message in told(answer, "file")
    assert not CreditedImage.objects.exists()


@DOORS
def test_no_door_lets_in_a_file_that_another_refuses(admin, door):
    answer = door(admin, pictures.cut_off(), **RIGHTS)

    assert "This file is damaged or not complete." in told(answer, "file")
    assert not CreditedImage.objects.exists()


@pytest.mark.once
def test_a_file_of_too_many_bytes_is_not_even_opened(admin, settings, monkeypatch):
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 1000
    monkeypatch.setattr(ImageFile, "load", lambda self: pytest.fail("The pixels were read."))

    answer = alone(admin, pictures.file(), **RIGHTS)

    assert "at most 1000\xa0bytes are accepted. Save it as JPEG" in told(answer, "file")


@pytest.mark.once
def test_of_a_file_of_too_many_pixels_only_the_head_is_read(admin, settings, monkeypatch):
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 1_000_000
    monkeypatch.setattr(ImageFile, "load", lambda self: pytest.fail("The pixels were read."))

    answer = alone(admin, pictures.file(size=(1200, 1000)), **RIGHTS)

    assert "more than 1 megapixels" in told(answer, "file")


@DOORS
def test_no_transaction_is_open_while_an_upload_is_read(admin, door, monkeypatch):
    load, depths = ImageFile.load, set()
    depth_of_the_test = len(connection.savepoint_ids)

    def watched(self):
        if self.size == (640, 360):  # not a small copy of it
            depths.add(len(connection.savepoint_ids) - depth_of_the_test)
        return load(self)

    monkeypatch.setattr(ImageFile, "load", watched)
    door(admin, pictures.file(), **RIGHTS)

    assert depths == {0}


def test_an_image_whose_file_is_replaced_keeps_what_readers_have_of_it(admin, django_capture_on_commit_callbacks):
    image = factories.image(file=pictures.file())
    files.make_files(image.pk)
    image.get_rendition("max-165x165")
    former = set(image.renditions.exclude(filter_spec="max-165x165").values_list("file", flat=True))
    url = reverse("wagtailimages:edit", args=[image.pk])

    answer = admin.post(url, {**_fields(**RIGHTS), "file": pictures.file("others.jpg", (800, 600))})

    assert answer.status_code == 302
    assert set(image.renditions.values_list("file", flat=True)) == former
    image.refresh_from_db()
    assert (image.width, image.height) == (800, 600)
    assert files.make_files(image.pk)


def test_the_original_lies_where_nobody_can_guess(admin):
    for _ in range(2):
        alone(admin, pictures.from_a_telephone(), **RIGHTS)

    folders = {image.file.name.split("/")[1] for image in CreditedImage.objects.all()}
    assert len(folders) == 2
    assert all(len(folder) == 16 for folder in folders)


def test_an_upload_whose_rights_nobody_tells_lies_there_too_and_is_forgotten_after_a_day(admin):
    for _ in range(2):
        admin.post(reverse("wagtailimages:add_multiple"), {"title": "Waves", "files[]": pictures.from_a_telephone()})
    left = [upload.file.name for upload in UploadedFile.objects.all()]

    assert all(re.fullmatch(r"wagtail_uploads/[0-9a-f]{16}/IMG_0001\.jpg", name) for name in left)
    assert schedule.tick() == 0
    assert all(default_storage.exists(name) for name in left)
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        schedule.tick()
    assert not UploadedFile.objects.exists()
    assert not any(default_storage.exists(name) for name in left)
