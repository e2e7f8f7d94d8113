"""Wagtail's and Django's signals → authoring, one line each."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import DraftStateMixin, Page
from wagtail.signals import page_published, page_unpublished, post_page_move, published, unpublished

from cms.translation import authoring
from cms.translation.models import TranslatedContent


@receiver(page_published)
def on_publish_page(sender: Any, instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, TranslatedContent):
        authoring.published(instance)


@receiver(published)
def on_publish_snippet(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Wagtail sends this one for pages too, after their own."""
    if isinstance(instance, TranslatedContent) and not isinstance(instance, Page):
        authoring.published(instance)


@receiver(page_unpublished)
def on_unpublish_page(sender: Any, instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, TranslatedContent):
        authoring.unpublished(instance)


@receiver(unpublished)
def on_unpublish_snippet(sender: Any, instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, TranslatedContent) and not isinstance(instance, Page):
        authoring.unpublished(instance)


@receiver(post_page_move)
def on_move(sender: Any, instance: Page, **kwargs: Any) -> None:
    if isinstance(instance.specific, TranslatedContent):
        authoring.moved(instance.specific)


@receiver(post_delete)
def on_delete(sender: Any, instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, TranslatedContent):
        authoring.deleted(instance)


@receiver(post_save)
def on_save(sender: Any, instance: Any, raw: bool = False, **kwargs: Any) -> None:  # noqa: FBT001, FBT002 -- Django's signature
    """Content without drafts is out as soon as it is saved."""
    if isinstance(instance, TranslatedContent) and not isinstance(instance, (Page, DraftStateMixin)) and not raw:
        authoring.published(instance)
