"""Django's signals → the note that content was deleted."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils import timezone

from cms.history.models import Deletion
from cms.translation.models import TranslatedContent
from cms.translation.naming import source_name


@receiver(post_delete)
def on_delete(sender: Any, instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, TranslatedContent):
        Deletion.objects.update_or_create(
            content_id=instance.content_id,
            defaults={
                "model": type(instance)._meta.label_lower,
                "object_id": str(instance.pk),
                "name": source_name(instance)[:255],
                "deleted_at": timezone.now(),
            },
        )
