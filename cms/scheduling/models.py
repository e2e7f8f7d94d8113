"""What was scheduled and did not happen."""

from __future__ import annotations

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _


class Act(models.TextChoices):
    """What the clock does to content."""

    PUBLISH = "publish", _("Publish")
    UNPUBLISH = "unpublish", _("Take away what has expired")
    RELEASE = "release", _("Send out a language")
    WITHDRAW = "withdraw", _("Take back a language that has expired")


class Missed(models.Model):
    """An act that failed at its moment. It is not tried again: an editor is shown why, and acts or schedules it anew.

    `locale` is empty where the act is of all languages.
    """

    act = models.CharField(max_length=10, choices=Act)
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.CharField(max_length=255)
    locale = models.CharField(max_length=35, blank=True)
    moment = models.DateTimeField()
    failed_at = models.DateTimeField(auto_now=True)
    reason = models.TextField()

    content = GenericForeignKey(for_concrete_model=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id", "act", "locale", "moment"], name="missed_once")
        ]

    def __str__(self) -> str:
        return f"{self.act} of {self.content_type} {self.object_id} at {self.moment:%Y-%m-%d %H:%M:%S}"
