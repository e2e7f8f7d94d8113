"""Keys of readers, their secrets, and what each reader has asked for in the running minute."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from datetime import datetime

#: An expiry that is nearer than this is worth a word in the admin.
SOON = timedelta(days=14)

#: The least and the most that a key may be allowed in a minute.
LEAST_RATE, MOST_RATE = 1, 1_000_000


class Scope(models.TextChoices):
    READ = "read", _("Read what is published")
    DRAFTS = "drafts", _("Read drafts")


class State(models.TextChoices):
    ACTIVE = "active", _("Active")
    EXPIRES_SOON = "expires_soon", _("Expires soon")
    EXPIRED = "expired", _("Expired")
    REVOKED = "revoked", _("Revoked")


def read_only() -> list[str]:
    return [str(Scope.READ)]


class ApiKeyQuerySet(models.QuerySet["ApiKey"]):
    def in_state(self, state: str, *, now: datetime) -> ApiKeyQuerySet:
        """What `ApiKey.state_at` says, as a condition."""
        has_ended = Q(expires_at__lte=now)
        ends_soon = Q(expires_at__gt=now, expires_at__lte=now + SOON)
        conditions = {
            State.REVOKED: Q(revoked_at__isnull=False),
            State.EXPIRED: has_ended & Q(revoked_at=None),
            State.EXPIRES_SOON: ends_soon & Q(revoked_at=None),
            State.ACTIVE: Q(revoked_at=None) & (Q(expires_at=None) | Q(expires_at__gt=now + SOON)),
        }
        return self.filter(conditions[State(state)])

    def with_last_use(self) -> ApiKeyQuerySet:
        """Each with `last_used_at`, of whichever secret; None for never."""
        return self.annotate(last_used_at=Max("secrets__last_used_at"))


class ApiKey(models.Model):
    """A reader who is known: an app or a partner, with its own rate and rights.

    `scopes` holds values of `Scope`. `allowed_origins` are origins as a browser sends them; empty means any. `rate` is
    requests a minute, None the installation's own. A key that was revoked stays, so that its history does.
    """

    name = models.CharField(_("name"), max_length=100)
    owner = models.CharField(_("owner"), max_length=150)
    contact = models.EmailField(_("contact"), blank=True)
    prefix = models.CharField(_("prefix"), max_length=16, unique=True, editable=False)
    scopes = models.JSONField(_("scopes"), default=read_only)
    allowed_origins = models.JSONField(_("allowed origins"), default=list, blank=True)
    rate = models.PositiveIntegerField(_("requests a minute"), null=True, blank=True)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    objects = ApiKeyQuerySet.as_manager()

    class Meta:
        ordering = ("name", "pk")
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")
        # None is ever deleted: what a revoked one did can be asked for later.
        default_permissions = ("add", "change", "view")
        constraints = [
            models.CheckConstraint(
                condition=Q(rate=None) | Q(rate__gte=LEAST_RATE, rate__lte=MOST_RATE), name="access_rate_is_possible"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def state(self) -> State:
        return self.state_at(timezone.now())

    def state_at(self, now: datetime) -> State:
        if self.revoked_at is not None:
            return State.REVOKED
        if self.expires_at is None or self.expires_at > now + SOON:
            return State.ACTIVE
        return State.EXPIRED if self.expires_at <= now else State.EXPIRES_SOON


class ApiKeySecret(models.Model):
    """One of the secrets of a key; while a key changes hands from one to the next, two are good.

    Only the SHA-256 of a secret is kept. A plain digest is right here: a secret has 190 random bits, a slow hash would
    protect nothing that could be guessed, and would be paid on each request. `ending` are its last four characters.
    `expires_at` is None until a next secret takes its place.
    """

    key = models.ForeignKey(ApiKey, models.CASCADE, related_name="secrets")
    digest = models.CharField(max_length=64, unique=True)
    ending = models.CharField(max_length=4)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "-pk")
        default_permissions = ()

    def __str__(self) -> str:
        return f"…{self.ending}"


class Spending(models.Model):
    """How much of a window a subject has spent, as far as the processes have reported it.

    `ends_at` is the end of the window, in seconds since 1970. PostgreSQL keeps the table out of its log (see the
    migration): losing it in a crash gives each reader the running minute anew.
    """

    pk: Any = models.CompositePrimaryKey("subject", "ends_at")
    subject = models.CharField(max_length=80)
    ends_at = models.BigIntegerField(db_index=True)
    spent = models.BigIntegerField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.subject}: {self.spent}"
