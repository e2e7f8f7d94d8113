"""Where an image is used: by Wagtail's index of what pages and snippets refer to, and by what readers are given.

The index knows pages and snippets as they stand. What is out may show an image that they no longer do: a translation
that was released before the page got another one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat
from wagtail.models import ReferenceIndex

from cms.images.keys import image_key
from cms.images.models import CreditedImage
from cms.publishing.models import Answer, Dependency

if TYPE_CHECKING:
    from django.db.models import QuerySet


def unused(images: QuerySet[CreditedImage]) -> QuerySet[CreditedImage]:
    return images.exclude(pk__in=_referred_to()).exclude(pk__in=_shown_to_readers())


def documents_that_show(*image_ids: int) -> int:
    """How many published documents do, in whichever language; those that show one in a card are among them."""
    readers = Dependency.objects.filter(key__in=map(image_key, image_ids)).values("content_id")
    return Answer.objects.filter(content_id__in=readers).values("content_id").distinct().count()


def _referred_to() -> QuerySet[ReferenceIndex, int]:
    references = ReferenceIndex.objects.filter(to_content_type=ContentType.objects.get_for_model(CreditedImage))
    return references.values_list(Cast("to_object_id", BigIntegerField()))


def _shown_to_readers() -> QuerySet[CreditedImage, int]:
    key = Concat(Value(image_key("")), Cast(OuterRef("pk"), CharField()))
    return CreditedImage.objects.filter(Exists(Dependency.objects.filter(key=key))).values_list("pk")
