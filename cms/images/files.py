"""The files of an image that readers get: made by the worker, never by a reader's request nor inside a transaction.

Each file's address holds the digest of what it was made of, so that a changed image has new addresses. The former
files stay until no document and no cache lists them any more.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Substr
from django.utils import timezone
from wagtail.images.models import Filter
from wagtail.models import UploadedFile

from cms.images.keys import image_key
from cms.images.models import CreditedImage, Rendition
from cms.publishing import lifecycle

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

logger = logging.getLogger(__name__)

#: WebP in three widths for screens, and one JPEG for readers without WebP. `max-WxH` never enlarges. Who changes this
#: moves the old ones to FORMER_RECIPES and has `manage.py image_files` run after the deployment.
RECIPES = (
    "max-480x480|plain|format-webp",
    "max-960x960|plain|format-webp",
    "max-1600x1600|plain|format-webp",
    "max-960x960|plain|format-jpeg",
)
#: Readers are given these of an image as long as it has no others.
FORMER_RECIPES = tuple(recipe.replace("|plain", "") for recipe in RECIPES)

_KEY_LENGTH = 8
_KEPT_UPLOADS = timedelta(days=1)
#: The first wait for the worker, doubled with each; a file that nobody can read is asked for once a day.
_FIRST_WAIT, _LONGEST_WAIT = timedelta(minutes=10), timedelta(days=1)


class ReaderFilter(Filter):
    """A file for readers is another one when the image's file is; its name and its row say of which it was made."""

    def get_cache_key(self, image: CreditedImage) -> str:
        return key_of(image.file_hash) + str(super().get_cache_key(image))


def key_of(file_hash: str) -> str:
    return file_hash[:_KEY_LENGTH]


def are_complete(image: CreditedImage) -> bool:
    return bool(image.file_hash) and not _missing(image)


def lacking() -> QuerySet[CreditedImage]:
    """The images without all of their files; looks at every image."""
    current = Rendition.objects.filter(
        image=OuterRef("pk"),
        filter_spec__in=RECIPES,
        focal_point_key=Substr(OuterRef("file_hash"), 1, _KEY_LENGTH),
    )
    counted = current.order_by().values("image").annotate(number=Count("pk")).values("number")
    return CreditedImage.objects.annotate(files=Coalesce(Subquery(counted), 0)).filter(files__lt=len(RECIPES))


def lost() -> QuerySet[Rendition]:
    """The readers' files that the storage has no more; it is asked for each."""
    known = Rendition.objects.filter(filter_spec__in=RECIPES)
    gone = [found.pk for found in known.iterator() if not found.file.storage.exists(found.file.name)]
    return Rendition.objects.filter(pk__in=gone)


def ask_for_files(image: CreditedImage, *, now: datetime | None = None) -> None:
    """The worker makes what is missing. Notes when to ask again, in case it dies over it."""
    from cms.images.tasks import make_files_task

    wait = min(_FIRST_WAIT * 2 ** min(image.files_asked, 10), _LONGEST_WAIT)
    with transaction.atomic():
        CreditedImage.objects.filter(pk=image.pk).update(
            files_asked=F("files_asked") + 1, files_due_at=(now or timezone.now()) + wait
        )
        make_files_task.enqueue(image.pk)


def ask_again(*, limit: int = 50) -> int:
    """Asks for the files that the worker was asked for and did not make; returns for how many images."""
    now = timezone.now()
    overdue = list(CreditedImage.objects.filter(files_due_at__lte=now).order_by("files_due_at")[:limit])
    for image in overdue:
        ask_for_files(image, now=now)
    return len(overdue)


def make_files(image_id: int) -> bool:
    """Makes the files that are missing and has documents list them; returns whether there were any.

    No transaction is open while pixels are read and written, so that with SQLite others can write meanwhile. Raises
    OSError for a file that is not there or can't be read.
    """
    image = CreditedImage.objects.filter(pk=image_id).first()
    if image is None:
        return False
    image.get_file_hash()
    wanted = _missing(image)
    if wanted:
        _keep(image, _made(image, wanted))
    with transaction.atomic():
        CreditedImage.objects.filter(pk=image_id, file_hash=image.file_hash).update(files_due_at=None, files_asked=0)
        if wanted:
            lifecycle.touched({image_key(image_id)})
    return bool(wanted)


def drop_former(image_id: int) -> bool:
    """Drops the files that were made of a former file; returns whether that can be done by now."""
    image = CreditedImage.objects.filter(pk=image_id).first()
    former = list(_former(image)) if image else []
    if not former:
        return True
    if image is not None and (_missing(image) or lifecycle.is_waiting(image_key(image_id))):
        return False
    for rendition in former:
        rendition.delete()
    logger.info("Dropped %d former files of image %d.", len(former), image_id)
    return True


def forget_abandoned(*, now: datetime) -> int:
    """Drops uploads of which nobody has told the rights for a day; returns how many. Wagtail notes no date of them."""
    forgotten = 0
    for upload in UploadedFile.objects.filter(for_content_type=ContentType.objects.get_for_model(CreditedImage)):
        storage, name = upload.file.storage, upload.file.name
        if not storage.exists(name) or storage.get_modified_time(name) < now - _KEPT_UPLOADS:
            upload.file.delete(save=False)
            upload.delete()
            forgotten += 1
    return forgotten


def has_former(image_id: int) -> bool:
    image = CreditedImage.objects.filter(pk=image_id).first()
    return image is not None and _former(image).exists()


def time_in_caches() -> timedelta:
    """How long a cache may hand out an answer that lists the former files."""
    kept = settings.API_CACHE
    shared = max(kept["max-age"], kept["s-maxage"])
    return timedelta(seconds=shared + kept["stale-while-revalidate"] + kept["stale-if-error"])


def _missing(image: CreditedImage) -> list[ReaderFilter]:
    there = set(_current(image).values_list("filter_spec", flat=True))
    return [ReaderFilter(spec=recipe) for recipe in RECIPES if recipe not in there]


def _current(image: CreditedImage) -> QuerySet[Rendition]:
    return Rendition.objects.filter(image=image, filter_spec__in=RECIPES, focal_point_key=key_of(image.file_hash))


def _former(image: CreditedImage) -> QuerySet[Rendition]:
    others = Q(filter_spec__in=RECIPES) & ~Q(focal_point_key=key_of(image.file_hash))
    return Rendition.objects.filter(others | Q(filter_spec__in=FORMER_RECIPES), image=image)


def _made(image: CreditedImage, wanted: list[ReaderFilter]) -> list[Rendition]:
    """Files in the storage with rows that are not stored yet."""
    with image.open_file() as file:
        source = file.read()
    made = []
    for recipe in wanted:
        rendition = image.generate_rendition_instance(recipe, BytesIO(source))
        rendition.file.save(rendition.file.name, rendition.file.file, save=False)
        made.append(rendition)
    return made


def _keep(image: CreditedImage, made: list[Rendition]) -> None:
    """Another worker may have made the same meanwhile, and an editor may have deleted the image."""
    with transaction.atomic():
        if CreditedImage.objects.select_for_update().filter(pk=image.pk).exists():
            Rendition.objects.bulk_create(made, ignore_conflicts=True)
    kept = set(_current(image).values_list("file", flat=True))
    for rendition in made:
        if rendition.file.name not in kept:
            rendition.file.delete(save=False)
