"""The base of all translated page types."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import transaction
from modelcluster.models import get_all_child_relations
from wagtail.models import Page, Site

from cms.locales import SOURCE, column
from cms.publishing import registry
from cms.publishing.addresses import api_path
from cms.translation.forms import TranslatedPageForm
from cms.translation.models import RevisedTranslatedContent
from cms.translation.naming import name_for_admin


class TranslatedPage(RevisedTranslatedContent, Page):  # type: ignore[django-manager-missing]  # Wagtail has no types
    """A page whose text has a column per locale; Wagtail's own title and slug stay in one language."""

    base_form_class = TranslatedPageForm
    #: A copy is content of its own.
    exclude_fields_in_copy: ClassVar[list[str]] = ["content_id"]

    class Meta:
        abstract = True

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        """None for a page without a document of its own; the others take theirs from `cms.preview`."""
        return []

    def get_admin_display_title(self) -> str:
        return name_for_admin(self) or str(super().get_admin_display_title())

    def get_url_parts(self, request: Any = None) -> tuple[int, str, str] | None:
        """Where readers find the page: in the API, for there is no HTML of ours. None for pages without documents."""
        roots = Site.get_site_root_paths()
        if not registry.is_published(type(self)) or not roots:
            return None
        return roots[0].site_id, settings.PUBLIC_ORIGIN, api_path(registry.kind_of(self).type, self.slug)

    def copy_child_relation(self, *args: Any, **kwargs: Any) -> Any:
        """Copied rows are content of their own, like the page."""
        copied = super().copy_child_relation(*args, **kwargs)
        for row in copied.values():
            if hasattr(row, "content_id"):
                row.content_id = uuid.uuid4()
        return copied

    def with_content_json(self, content: Any) -> Any:
        """In a revision that was copied along with its page, rows keep the ids of the copy's rows."""
        restored = super().with_content_json(content)
        for relation in get_all_child_relations(type(self)):
            if hasattr(relation.related_model, "content_id"):
                name = relation.get_accessor_name()
                saved: Any = type(self)
                own = dict(getattr(saved(pk=self.pk), name).values_list("pk", "content_id"))
                for row in getattr(restored, name).all():
                    row.content_id = own.get(row.pk, row.content_id)
        return restored

    def move(self, *args: Any, **kwargs: Any) -> Any:
        """The page and its documents move together or not at all."""
        with transaction.atomic():
            return super().move(*args, **kwargs)

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """The name in the source is the title, of which Wagtail makes the slug where there is none."""
        title: str = self.title  # type: ignore[has-type]  # Wagtail has no types
        self.title = getattr(self, column("name", SOURCE)) or title
        super().full_clean(*args, **kwargs)
