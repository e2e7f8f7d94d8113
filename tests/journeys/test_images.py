"""An image is brought in while a page is written, with its rights, by somebody who tries the wrong file first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from cms.images import files
from cms.images.models import CreditedImage
from cms.publishing import lifecycle
from cms.translation import groups
from tests import factories
from tests.images import pictures

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.journeys.admin import Admin
    from tests.journeys.conftest import Readers

pytestmark = [pytest.mark.browser, pytest.mark.once]

BLOCKS = "sections_en-0-value-blocks"
FORM = "#id_image-chooser-upload-"


def _chosen(file: Any) -> Any:
    return {"name": file.name, "mimeType": "application/octet-stream", "buffer": file.read()}


def test_an_image_from_the_author_s_computer_to_the_reader(person: Callable[..., Admin], readers: Readers) -> None:
    editor = person("edith", groups.AUTHORS)
    page = editor.page
    editor.edit(factories.page("chronic-pain"))
    editor.add_block(BLOCKS, "Image")
    page.locator(f"#{BLOCKS}-1-value-image-chooser").get_by_role("button", name="Choose an image").click()
    chooser = page.get_by_role("dialog")
    chooser.get_by_role("tab", name="Upload").click()

    page.locator(f"{FORM}file").set_input_files(_chosen(pictures.cut_off()))
    page.locator(f"{FORM}credit").fill("Photo: Ana Sample")
    page.locator(f"{FORM}license").select_option(label="CC BY 4.0")
    chooser.get_by_role("button", name="Upload").click()
    expect(editor.errors_of("file")).to_contain_text("This file is damaged or not complete.")
    expect(page.locator(f"{FORM}credit")).to_have_value("Photo: Ana Sample")
    editor.picture("an upload that is refused")

    page.locator(f"{FORM}file").set_input_files(_chosen(pictures.from_a_telephone()))
    chooser.get_by_role("button", name="Upload").click()
    expect(chooser).to_have_count(0)
    editor.block_input(f"{BLOCKS}-1-value-alt").fill("A green and a red half")
    editor.picture("an image in its block")
    editor.publish()

    files.make_files(CreditedImage.objects.get().pk)
    lifecycle.rebuild_stale()
    [section] = readers.get("chronic-pain", fields="sections").body["sections"][:1]
    shown = section["blocks"][1]["value"]
    assert (shown["alt"], shown["credit"], shown["license"]) == (
        "A green and a red half", "Photo: Ana Sample", "CC-BY-4.0",
    )  # fmt: skip
    assert [(file["width"], file["height"]) for file in shown["renditions"]] == [(270, 480)] + 3 * [(360, 640)]
