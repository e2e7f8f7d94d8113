"""Links to previews: to a draft of one content in one locale, or to the whole site as of a coming moment."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from datetime import datetime


class LinkState(models.TextChoices):
    ACTIVE = "active", _("Active")
    EXPIRED = "expired", _("Expired")
    REVOKED = "revoked", _("Revoked")


class PreviewLinkQuerySet(models.QuerySet["PreviewLink"]):
    def in_state(self, state: str, *, now: datetime) -> PreviewLinkQuerySet:
        """What `PreviewLink.state_at` says, as a condition."""
        conditions = {
            LinkState.REVOKED: Q(revoked_at__isnull=False),
            LinkState.EXPIRED: Q(revoked_at=None, expires_at__lte=now),
            LinkState.ACTIVE: Q(revoked_at=None, expires_at__gt=now),
        }
        return self.filter(conditions[LinkState(state)])


class PreviewLink(models.Model):
    """What one token opens, and until when. Never changed but to be revoked, and never deleted.

    `type` and `content_id` say of what, both empty for the site as of `as_of`. `revision` is the draft as it was saved
    once, None the latest one whenever somebody looks.
    """

    token_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    type = models.CharField(max_length=20, blank=True)
    content_id = models.UUIDField(null=True)
    locale = models.CharField(_("language"), max_length=35)
    revision = models.PositiveBigIntegerField(null=True)
    as_of = models.DateTimeField(null=True)
    created_at = models.DateTimeField(_("made"), default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    expires_at = models.DateTimeField(_("good until"))
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        ordering = ("-created_at", "-pk")
        indexes = [models.Index(fields=["content_id", "expires_at"], name="links_of_content")]
        constraints = [
            models.CheckConstraint(
                condition=Q(content_id__isnull=False, as_of__isnull=True)
                | Q(content_id__isnull=True, as_of__isnull=False, revision__isnull=True),
                name="a_draft_or_the_site_at_a_moment",
            )
        ]

    def __str__(self) -> str:
        what = f"{self.type} {self.content_id}" if self.content_id else f"the site on {self.as_of}"
        return f"{what} in {self.locale}"

    def state_at(self, now: datetime) -> LinkState:
        if self.revoked_at is not None:
            return LinkState.REVOKED
        return LinkState.ACTIVE if self.expires_at > now else LinkState.EXPIRED

    @property
    def state(self) -> LinkState:
        return self.state_at(timezone.now())

    @property
    def is_of_site(self) -> bool:
        return self.content_id is None
