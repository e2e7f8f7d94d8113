"""Wagtail's signals → admission and alarms."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver
from wagtail.signals import page_published, page_unpublished

from cms.gate import admission, alarms, registry


@receiver(page_published)
def on_publish(sender: Any, instance: Any, revision: Any = None, **kwargs: Any) -> None:
    admission.went_out(instance, revision)


@receiver(page_unpublished)
def on_unpublish(sender: Any, instance: Any, **kwargs: Any) -> None:
    if registry.is_gated(type(instance)):
        alarms.settle(instance.content_id)
