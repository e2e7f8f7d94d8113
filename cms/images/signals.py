"""A change of an image: its files are asked for, and what shows it is built again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import receiver
from wagtail.models import UploadedFile

from cms.images import files
from cms.images.keys import image_key
from cms.images.models import CreditedImage, hidden
from cms.publishing import lifecycle

if TYPE_CHECKING:
    from collections.abc import Collection

#: What Wagtail works out late about an image's file, and no reader is told.
_BOOKKEEPING = {"file_hash", "file_size"}


@receiver(post_save, sender=CreditedImage)
def on_saved(sender: Any, instance: CreditedImage, update_fields: Collection[str] | None = None, **kwargs: Any) -> None:
    if update_fields and _BOOKKEEPING.issuperset(update_fields):
        return
    if not files.are_complete(instance):
        files.ask_for_files(instance)
    lifecycle.touched({image_key(instance.pk)})


@receiver(post_delete, sender=CreditedImage)
def on_deleted(sender: Any, instance: CreditedImage, **kwargs: Any) -> None:
    lifecycle.touched({image_key(instance.pk)})


@receiver(pre_save, sender=UploadedFile)
def on_upload(sender: Any, instance: UploadedFile, **kwargs: Any) -> None:
    """One of many waits as it came until somebody says who made it."""
    if instance.file and not instance.file._committed:
        instance.file.name = hidden(instance.file.name)
