"""Who got which week's digest, and who wants none."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Digest(models.Model):
    """That a person was told what waited in a week; `was_mailed` is false where nothing did, or where
    their address takes no mail.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    #: The ISO week: 2026-W48.
    week = models.CharField(max_length=8)
    was_mailed = models.BooleanField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "week"], name="one_digest_a_week")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.week}"


class Preference(models.Model):
    """What a person has said about the digest; without a row they get it."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="digest_preference")
    is_wanted = models.BooleanField(
        _("Weekly mail of what waits for you"),
        default=True,
        help_text=_(
            "Reviews that are due and translations that wait, on Mondays. Without anything to tell there is none."
        ),
    )

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.person_id}: {self.is_wanted}"
