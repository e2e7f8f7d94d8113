"""What it costs to publish a page with images: their files are made by the worker, before or after."""

from __future__ import annotations

import time
import uuid
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.db import connection

from bench import generate, publishing
from bench.tables import number, print_table
from cms.images import files
from cms.images.licences import Licence
from cms.images.models import CreditedImage
from cms.locales import SOURCE, column
from conditions.sample import drawings

if TYPE_CHECKING:
    from conditions.models import ConditionPage

MANY = 30


def report() -> None:
    """A page is published in English with other words each time, without images and with many."""
    page = generate.models()[0][0]
    images = [_image(place) for place in range(MANY)]
    began = time.process_time()
    for image in images:
        files.make_files(image.pk)
    a_file_ms = (time.process_time() - began) * 1_000 / MANY / len(files.RECIPES)
    before = page.sections_raw(SOURCE)
    rows = []
    for held in (images[:0], images):
        _show(page, before, held)
        ours, all_in_all = publishing.median_cost(publishing.changes(page)["English words changed"], page)
        rows.append([len(held), ours.queries, number(ours.cpu_ms), all_in_all.queries, number(all_in_all.cpu_ms)])
    _show(page, before, [])
    page.save_revision().publish()
    print_table(
        f"Publishing a page with images in its text: {connection.vendor}",
        ("images", "our queries", "our CPU ms", "queries all in all", "CPU ms all in all"),
        rows,
        note=f"Making one of an image's {len(files.RECIPES)} files takes the worker {a_file_ms:.0f} ms of CPU.",
    )


def _image(place: int) -> CreditedImage:
    slug = drawings.SLUGS[place % len(drawings.SLUGS)]
    file = ContentFile(drawings.draw(slug), name=f"bench-{place}.jpg")
    image: CreditedImage = CreditedImage.objects.create(
        title=f"Bench {place}", file=file, credit="Drawn by the project", license=Licence.CC0_1_0
    )
    return image


def _show(page: ConditionPage, before: list[dict[str, Any]], images: list[CreditedImage]) -> None:
    """At the end of the first section."""
    first, *others = before
    blocks = [*first["value"]["blocks"], *(_block(image) for image in images)]
    field: Any = page._meta.get_field(column("sections", SOURCE))
    changed = [{**first, "value": {**first["value"], "blocks": blocks}}, *others]
    setattr(page, field.name, field.stream_block.to_python(changed))


def _block(image: CreditedImage) -> dict[str, Any]:
    value = {"image": image.pk, "alt": "Soft waves", "decorative": False, "caption": ""}
    return {"type": "image", "id": str(uuid.uuid4()), "value": value}
