"""Wagtail's signals → what was missed and does not matter any more, one line each."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import DraftStateMixin, Revision
from wagtail.signals import published, unpublished

from cms.scheduling import missed
from cms.scheduling.models import Act


@receiver([published, unpublished])
def on_publish(sender: Any, instance: Any, **kwargs: Any) -> None:
    missed.settle(instance, {Act.PUBLISH, Act.UNPUBLISH})


@receiver(post_save, sender=Revision)
def on_schedule(sender: Any, instance: Revision, update_fields: Any = None, **kwargs: Any) -> None:
    if update_fields and "approved_go_live_at" in update_fields and instance.approved_go_live_at is not None:
        missed.settle(instance.content_object, {Act.PUBLISH})


@receiver(post_delete)
def on_delete(sender: Any, instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, DraftStateMixin):
        missed.of(instance).delete()
