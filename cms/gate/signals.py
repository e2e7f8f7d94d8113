"""Wagtail's signals → admission, one line each."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver
from wagtail.signals import page_published

from cms.gate import admission


@receiver(page_published)
def on_publish(sender: Any, instance: Any, revision: Any = None, **kwargs: Any) -> None:
    admission.went_out(instance, revision)
