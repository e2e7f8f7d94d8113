"""What is told to people who should act, and files on their way in."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.translation.models.work import TranslatedItem


class NotificationKind(models.TextChoices):
    """Why somebody should look."""

    OUTDATED = "outdated", _("The source has changed")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    SUBMITTED = "submitted", _("Sent to review")
    SENT_BACK = "sent_back", _("Sent back to the translator")
    APPROVED = "approved", _("Approved")
    COMMENTED = "commented", _("Commented")
    REFUSED = "refused", _("Did not go out")


class Notification(models.Model):
    """One thing that one person should know; an unread one is not told twice."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    content = models.ForeignKey(TranslatedItem, on_delete=models.CASCADE, related_name="+")
    locale = models.CharField(max_length=35)
    kind = models.CharField(max_length=10, choices=NotificationKind)
    actor_name = models.CharField(max_length=255, blank=True)
    text = models.TextField(blank=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "content", "locale", "kind"],
                condition=models.Q(read_at=None),
                name="one_unread_notification",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.user_id}"


class ImportedFile(models.Model):
    """A file that was uploaded and tried, and waits for the person to say that it shall be applied."""

    name = models.CharField(max_length=255)
    data = models.BinaryField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name
