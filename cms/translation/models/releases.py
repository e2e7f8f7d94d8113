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
        ]
        permissions = tuple(PERMISSIONS)

    def __str__(self) -> str:
        return f"{self.locale} release {self.number} of {self.content_id}"

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None
