"""Changes of what documents read but that has no documents of its own: references, notices, restrictions."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction, Revision
from wagtail.signals import post_page_move, published, unpublished

from cms.publishing import lifecycle, registry
from cms.publishing.document import content_key
from conditions.keys import EVERYWHERE_KEY, TOPICS_KEY, children_key
from conditions.models import ConditionPage
from conditions.snippets import Notice, Reference


@receiver([post_save, post_delete], sender=Reference)
def on_reference(sender: Any, instance: Reference, **kwargs: Any) -> None:
    lifecycle.touched({content_key(instance.content_id)})


@receiver([published, unpublished], sender=Notice)
@receiver(post_delete, sender=Notice)
def on_notice(sender: Any, instance: Notice, **kwargs: Any) -> None:
    """Who has it on a page already reads it by its own key, also when it stops being on every page."""
    lifecycle.touched({content_key(instance.content_id), *([EVERYWHERE_KEY] if instance.everywhere else [])})


@receiver(post_save, sender=Revision)
def on_schedule(sender: Any, instance: Revision, update_fields: Any = None, **kwargs: Any) -> None:
    """Wagtail schedules content without publishing it; caches have to know of the coming change beforehand: of what is
    live, and of lists that something new will stand in.
    """
    model = instance.content_type.model_class()
    if update_fields and "approved_go_live_at" in update_fields and registry.is_published(model):
        content = model._default_manager.filter(pk=instance.object_id).first()
        if content is not None:
            lifecycle.refresh(content)


@receiver([post_save, post_delete], sender=PageViewRestriction)
def on_restriction(sender: Any, instance: PageViewRestriction, **kwargs: Any) -> None:
    """Pages below are restricted too; all are built at once, for nobody may go on reading them."""
    for page in ConditionPage.objects.descendant_of(instance.page, inclusive=True).order_by("path"):
        lifecycle.refresh(page)


@receiver(post_page_move)
def on_new_order(sender: Any, instance: Page, parent_page_after: Page, **kwargs: Any) -> None:
    """A new order among siblings changes no page, but the list of them that the page above shows, or the navigation."""
    above = ConditionPage.objects.filter(pk=parent_page_after.pk).first()
    lifecycle.touched({children_key(above.content_id) if above is not None else TOPICS_KEY})
