"""Content with a column per locale: what pages, snippets and settings that are translated have in common."""

from __future__ import annotations

import uuid
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from cms.publishing.models import ChangeKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping


class TranslatedContent(models.Model):
    """Content with one column per locale and field.

    `measured_apart` names translated fields that are each locale's own (its path, its other names): a change of them in
    the source makes no translation outdated. `translated_children` names child relations with translated fields of
    their own.
    """

    content_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)

    measured_apart: ClassVar[frozenset[str]] = frozenset()
    translated_children: ClassVar[tuple[str, ...]] = ()
    #: Fields that every locale needs even where a part may be missing.
    always_needed: ClassVar[frozenset[str]] = frozenset({"name"})

    class Meta:
        abstract = True

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """Leaves out the bare fields: they read as the interface's language, which must not decide what is valid."""
        from cms.translation import snapshots

        super().clean_fields(exclude={*(exclude or ()), *snapshots.translated_fields(type(self))})

    @contextmanager
    def read_once(self) -> Iterator[None]:
        """Inside, `rows` asks the database once per relation, for those that were saved just before not at all: for one
        event that several stages look at.
        """
        self.__dict__["_rows"] = self.__dict__.pop("_rows_saved", {})
        try:
            yield
        finally:
            del self.__dict__["_rows"]

    def rows(self, relation: str) -> list[Any]:
        """The rows of a child relation in their order."""
        known = self.__dict__.get("_rows")
        if known is None:
            return list(getattr(self, relation).all())
        if relation not in known:
            known[relation] = list(getattr(self, relation).all())
        found: list[Any] = known[relation]
        return found

    def neutral_facts(self) -> Mapping[str, Any]:
        """What is the same in each language and is spoken of in the text (codes, evidence, images),
        as JSON by part name.
        """
        return {}


class AnnouncedChange(models.Model):
    """Publishing says what kind of change it is; kept in the revision,
    so that scheduled and bulk publishing say it too.
    """

    change_kind = models.CharField(
        _("kind of change"),
        max_length=10,
        choices=ChangeKind,
        default=ChangeKind.CONTENT,
        help_text=_(
            "Editorial: translations stay as they are. Content: translations that differ are marked outdated. "
            "Safety: translations that differ are withdrawn until they are approved again; "
            "readers get the next language."
        ),
    )
    change_note = models.TextField(
        _("note on the change"),
        blank=True,
        max_length=500,
        help_text=_("What changed, in a sentence. This note is public: apps and partner sites receive it."),
    )

    class Meta:
        abstract = True


class RevisedTranslatedContent(TranslatedContent, AnnouncedChange):
    """Translated content with drafts: saving a revision records who has worked on which locale."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """What was just saved is what is published: the rows that a revision brought along need not be read again."""
        relations = () if kwargs.get("update_fields") else getattr(self, "_cluster_related_objects", ())
        rows = {relation: self.rows(relation) for relation in relations}
        super().save(*args, **kwargs)
        self.__dict__["_rows_saved"] = rows

    def save_revision(self, *args: Any, **kwargs: Any) -> Any:
        from cms.translation import following, work

        is_noted_by_caller = self.__dict__.get("noted_by_caller")
        with transaction.atomic():
            if not is_noted_by_caller:
                following.follow_source(self)
            revision = super().save_revision(*args, **kwargs)  # type: ignore[misc]  # of Wagtail's RevisionMixin or Page
            if not is_noted_by_caller:
                work.note(self, user=kwargs.get("user"))
        return revision

    def with_content_json(self, content: Any) -> Any:
        """A revision that was copied along with its page keeps the copy's own identity."""
        restored = super().with_content_json(content)  # type: ignore[misc]  # of Wagtail's RevisionMixin or Page
        restored.content_id = self.content_id
        return restored

    def publish(self, *args: Any, **kwargs: Any) -> Any:
        """The page, its documents and editions change together or not at all."""
        with transaction.atomic():
            return super().publish(*args, **kwargs)  # type: ignore[misc]  # of Wagtail's DraftStateMixin or Page

    def unpublish(self, *args: Any, **kwargs: Any) -> Any:
        with transaction.atomic():
            return super().unpublish(*args, **kwargs)  # type: ignore[misc]  # of Wagtail's DraftStateMixin or Page
