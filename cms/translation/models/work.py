"""The work that is under way: where each locale of each content stands, who wrote what, what was said about it."""

from __future__ import annotations

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _


class TranslatedItem(models.Model):
    """One translated content object as lists show it, whatever its type; derived, so that `count_translations` can make
    it anew.

    `source_digest` is of the source that the figures of its locales were counted against.
    """

    content_id = models.UUIDField(primary_key=True)
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.CharField(max_length=255)
    name = models.CharField(max_length=255)
    is_live = models.BooleanField(default=False)
    source_digest = models.CharField(max_length=32, blank=True)

    class Meta:
        indexes = [models.Index(fields=["name", "content_id"], name="item_by_name")]

    def __str__(self) -> str:
        return self.name


class Delivery(models.TextChoices):
    """What readers of a locale get of it: the axis that says what is out."""

    NONE = "none", _("Not released")
    RELEASED = "released", _("Released")
    OUTDATED = "outdated", _("Released, outdated")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class WorkState(models.TextChoices):
    """How far the work on a locale's text is: the axis that says who should act."""

    NOT_STARTED = "not_started", _("Not started")
    IN_PROGRESS = "in_progress", _("In progress")
    IN_REVIEW = "in_review", _("In review")
    DONE = "done", _("Done")


class LocaleWork(models.Model):
    """Where one locale of one content stands: the work since its last release, and what is out.

    `made_from` holds the source (and for an overlay the locale below) as the locale's text reflects it: laid out like
    the source, each string as it was when it was translated, empty where it never was. `texts` maps the path of each
    segment to the digest of its text, so that the next save tells which ones were changed.
    """

    #: Without a constraint in the database, because items are derived and may have to be made anew.
    content = models.ForeignKey(TranslatedItem, on_delete=models.CASCADE, related_name="works", db_constraint=False)
    locale = models.CharField(max_length=35)
    state = models.CharField(max_length=12, choices=WorkState, default=WorkState.NOT_STARTED)
    #: The digest of the draft's text in this locale.
    digest = models.CharField(max_length=32, blank=True)
    made_from = models.JSONField(default=dict)
    texts = models.JSONField(default=dict)
    #: The primary keys of those who changed the text since it was last released.
    contributors = models.JSONField(default=list)
    #: By a person or the system; when the figures alone change, it stays.
    changed_at = models.DateTimeField(null=True)

    delivery = models.CharField(max_length=10, choices=Delivery, default=Delivery.NONE)
    #: When the release that waits goes out, and when the one that is out is taken back.
    goes_out_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    segments = models.PositiveIntegerField(default=0)
    missing = models.PositiveIntegerField(default=0)
    outdated = models.PositiveIntegerField(default=0)
    #: Since when somebody should act: it is missing, outdated, withdrawn or in review.
    waiting_since = models.DateTimeField(null=True)

    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    revised_at = models.DateTimeField(null=True)
    reviser = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    clinically_approved_at = models.DateTimeField(null=True)
    clinical_approver = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["content", "locale"], name="one_work_per_locale")]
        indexes = [
            models.Index(fields=["locale", "delivery"], name="work_by_delivery"),
            models.Index(fields=["locale", "state"], name="work_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.locale} of {self.content_id}: {self.state}"


class Origin(models.TextChoices):
    """Where the text of a segment came from."""

    HUMAN = "human", _("Written")
    MEMORY = "memory", _("From memory")
    MACHINE = "machine", _("By machine")
    IMPORT = "import", _("Imported")


class SegmentMark(models.Model):
    """What is known of a segment's text, by the text itself: it holds as long as the segment says the same.

    `unit` is the path without the number of the piece, for pieces move; `digest` is of the marked text. Machine text is
    not `is_read` until a person has confirmed it. `accepted` maps the code of a check that does not apply here to
    `{"reason", "by"}` by the digest of the source that the text was read beside.
    """

    content = models.ForeignKey(TranslatedItem, on_delete=models.CASCADE, related_name="marks")
    locale = models.CharField(max_length=35)
    unit = models.CharField(max_length=500)
    digest = models.CharField(max_length=32)
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.HUMAN)
    is_read = models.BooleanField(default=True)
    accepted = models.JSONField(default=dict)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["content", "locale", "unit", "digest"], name="one_mark_per_text")
        ]

    def __str__(self) -> str:
        return f"{self.unit} ({self.locale}): {self.origin}"


class SegmentComment(models.Model):
    """What somebody has to say about a segment, to those who work on the locale; readers never see it."""

    content = models.ForeignKey(TranslatedItem, on_delete=models.CASCADE, related_name="comments")
    locale = models.CharField(max_length=35)
    path = models.CharField(max_length=500)
    text = models.TextField(max_length=2_000)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    author_name = models.CharField(max_length=255)
    created_at = models.DateTimeField(auto_now_add=True)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ("created_at", "pk")
        indexes = [models.Index(fields=["content", "locale"], name="comment_by_locale")]

    def __str__(self) -> str:
        return f"{self.author_name} on {self.path} ({self.locale})"
