"""Translated content, the releases that let a locale go out, and the work that is under way."""

from __future__ import annotations

import uuid
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from cms.publishing.models import ChangeKind
from cms.translation.rights import PERMISSIONS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping


class Method(models.TextChoices):
    """How a translation was made."""

    HUMAN = "human", _("By a person")
    MACHINE_POST_EDITED = "machine_post_edited", _("By machine, edited by a person")
    MACHINE_SAMPLE = "machine_sample", _("Sample text made by machine")


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
        """Inside, `rows` asks the database once per relation: for one event that several stages look at."""
        self.__dict__["_rows"] = {}
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

    def save_revision(self, *args: Any, **kwargs: Any) -> Any:
        from cms.translation import work

        with transaction.atomic():
            revision = super().save_revision(*args, **kwargs)  # type: ignore[misc]  # of Wagtail's RevisionMixin or Page
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


class Release(models.Model):
    """The approval that one locale of one content id may go out, with its text as it was approved. Only ever added.

    `snapshot` is the locale's text (see snapshots.py). `made_from` maps each locale that it was made from (the source;
    for an overlay also the locale below it) to the digests of that text. `outdated_parts` is measured at each publish
    of the source.
    """

    content_id = models.UUIDField()
    locale = models.CharField(max_length=35)
    number = models.PositiveIntegerField()
    is_current = models.BooleanField(default=True)
    snapshot = models.JSONField()
    #: The snapshot without its streams: what other documents take over, a name or a statement.
    head = models.JSONField(default=dict)
    made_from = models.JSONField()
    source_version = models.PositiveIntegerField(null=True)
    method = models.CharField(max_length=20, choices=Method, default=Method.HUMAN)
    translators = models.JSONField(default=list)
    approver = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    approver_name = models.CharField(max_length=255, blank=True)
    approved_at = models.DateTimeField()
    outdated_parts = models.JSONField(default=list)
    outdated_since = models.DateTimeField(null=True)
    #: The strongest kind of change of the source since the approval; empty while it is up to date.
    outdated_by = models.CharField(max_length=10, choices=ChangeKind, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    withdrawal_reason = models.CharField(max_length=255, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["content_id", "locale", "number"], name="release_number_once"),
            models.UniqueConstraint(
                fields=["content_id", "locale"], condition=models.Q(is_current=True), name="one_current_release"
            ),
        ]
        permissions = tuple(PERMISSIONS)

    def __str__(self) -> str:
        return f"{self.locale} release {self.number} of {self.content_id}"

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None


class WorkState(models.TextChoices):
    """How far the work on a locale's text is."""

    NOT_STARTED = "not_started", _("Not started")
    IN_PROGRESS = "in_progress", _("In progress")
    IN_REVIEW = "in_review", _("In review")
    DONE = "done", _("Done")


class LocaleWork(models.Model):
    """The work on one locale of one content id since its last release, and who did it."""

    content_id = models.UUIDField()
    locale = models.CharField(max_length=35)
    state = models.CharField(max_length=12, choices=WorkState, default=WorkState.NOT_STARTED)
    #: The digest of the draft's text in this locale.
    digest = models.CharField(max_length=32)
    #: The primary keys of those who changed the text since it was last released.
    contributors = models.JSONField(default=list)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["content_id", "locale"], name="one_work_per_locale")]

    def __str__(self) -> str:
        return f"{self.locale} of {self.content_id}: {self.state}"
