"""The releases that let a locale go out."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.publishing.models import ChangeKind
from cms.translation.rights import PERMISSIONS


class Method(models.TextChoices):
    """How a translation was made."""

    HUMAN = "human", _("By a person")
    MACHINE_POST_EDITED = "machine_post_edited", _("By machine, edited by a person")
    MACHINE_SAMPLE = "machine_sample", _("Sample text made by machine")


class ReleaseState(models.TextChoices):
    """What became of an approval: it goes out at once, or waits for its moment and then does, or does not."""

    WAITING = "waiting", _("Waits for its moment")
    OUT = "out", _("Went out")
    CANCELLED = "cancelled", _("Cancelled")
    REPLACED = "replaced", _("Replaced by a later approval")
    REFUSED = "refused", _("Did not go out")


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
    state = models.CharField(max_length=10, choices=ReleaseState, default=ReleaseState.OUT)
    #: When the clock sends it out; None for one that goes out on approval.
    goes_out_at = models.DateTimeField(null=True)
    #: When it became what readers get; None for one that waits or never did.
    released_at = models.DateTimeField(null=True)
    #: When the clock takes it back.
    expires_at = models.DateTimeField(null=True)
    #: What a build reads: one query for what is out and what will be, past all that has been.
    is_current_or_waiting = models.GeneratedField(
        expression=models.ExpressionWrapper(
            models.Q(is_current=True) | models.Q(state="waiting"), output_field=models.BooleanField()
        ),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    #: Why it did not go out at its moment, in the language of who approved it.
    refusal = models.TextField(blank=True)
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
    #: Who read the translation beside the source before it was approved, and who answers for it as a clinician; where
    #: the policy of the locale asks for them.
    reviser = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    reviser_name = models.CharField(max_length=255, blank=True)
    clinical_approver = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    clinical_approver_name = models.CharField(max_length=255, blank=True)
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
            models.UniqueConstraint(
                fields=["content_id", "locale"], condition=models.Q(state="waiting"), name="one_waiting_release"
            ),
            models.CheckConstraint(
                condition=models.Q(is_current=False) | models.Q(state="out"), name="current_release_is_out"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="waiting") | models.Q(goes_out_at__isnull=False),
                name="waiting_release_has_a_moment",
            ),
        ]
        indexes = [
            models.Index(
                fields=["content_id"], condition=models.Q(is_current_or_waiting=True), name="release_that_counts"
            ),
            # The scheduler asks every second.
            models.Index(fields=["goes_out_at"], condition=models.Q(state="waiting"), name="release_by_moment"),
            models.Index(
                fields=["expires_at"],
                condition=models.Q(is_current=True, expires_at__isnull=False),
                name="release_by_expiry",
            ),
        ]
        permissions = tuple(PERMISSIONS)

    def __str__(self) -> str:
        return f"{self.locale} release {self.number} of {self.content_id}"

    @property
    def is_waiting(self) -> bool:
        return self.state == ReleaseState.WAITING

    @property
    def is_refused(self) -> bool:
        return self.state == ReleaseState.REFUSED

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None
