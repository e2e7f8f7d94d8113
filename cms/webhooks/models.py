"""Who is told by webhook, what waits to be told, and what came of each attempt."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from datetime import datetime


class EventType(models.TextChoices):
    """What a webhook tells, as its `type` says it."""

    PUBLISHED = "document.published", _("Published or changed")
    GONE = "document.gone", _("Gone")
    MOVED = "document.moved", _("Moved")
    OUTDATED = "translation.outdated", _("A translation became outdated")
    OVERDUE = "review.overdue", _("A review became overdue")


class Disabled(models.TextChoices):
    """Why an endpoint is told nothing."""

    BY_HAND = "by_hand", _("Switched off by hand.")
    GONE = "gone", _("Its server answered 410 Gone: it wants no more webhooks.")
    FAILING = "failing", _("Nothing could be delivered for five days.")


class Endpoint(models.Model):
    """An address that is told what happens. An empty list of types or locales means all of them.

    What the worker knows of it (`position` and all below) is never written by a form.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    url = models.CharField(_("address"), max_length=1000)
    description = models.CharField(_("description"), max_length=200, blank=True)
    event_types = models.JSONField(_("events"), default=list, blank=True)
    document_types = models.JSONField(_("types of document"), default=list, blank=True)
    locales = models.JSONField(_("languages"), default=list, blank=True)
    is_enabled = models.BooleanField(_("enabled"), default=True)
    disabled_because = models.CharField(max_length=10, choices=Disabled, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    #: The edition up to which deliveries were written.
    position = models.BigIntegerField(default=0)
    last_success_at = models.DateTimeField(null=True)
    #: The first failure after the last success.
    failing_since = models.DateTimeField(null=True)
    #: Since when it could not be reached, whatever was sent.
    down_since = models.DateTimeField(null=True)
    #: Nothing is sent before that: it asked for time, or is down.
    held_until = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ("url", "pk")

    def __str__(self) -> str:
        return self.description or self.url

    def hears(self, *, event_type: str, document_type: str, locale: str) -> bool:
        wanted = (self.event_types, event_type), (self.document_types, document_type), (self.locales, locale)
        return all(not some or value in some for some, value in wanted)


class Secret(models.Model):
    """A key that messages to an endpoint are signed with; of several each signs, until it expires.

    It is kept readable, because signing needs it: who reads the database can sign.
    """

    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="secrets")
    key = models.CharField(max_length=120)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"Secret of {self.endpoint_id} of {self.created_at:%Y-%m-%d}"


class DeliveryState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    DELIVERED = "delivered", _("Delivered")
    PARKED = "parked", _("Parked")


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def waiting(self) -> DeliveryQuerySet:
        return self.filter(state=DeliveryState.WAITING)

    def due(self, now: datetime) -> DeliveryQuerySet:
        """What may be sent now: nobody is sending it, and nothing older of its document waits.

        What is replayed holds up only what is replayed too: it has had its first attempt.
        """
        earlier = (
            Delivery.objects.waiting()
            .filter(
                endpoint=OuterRef("endpoint"),
                content_id=OuterRef("content_id"),
                locale=OuterRef("locale"),
            )
            .filter(Q(sequence__lt=OuterRef("sequence")) | Q(sequence=OuterRef("sequence"), pk__lt=OuterRef("pk")))
            .filter(Q(is_replay=False) | Q(is_replay=OuterRef("is_replay")))
        )
        is_free = Q(leased_until=None) | Q(leased_until__lt=now)
        return self.waiting().filter(is_free, ~Exists(earlier), due_at__lte=now)


class Delivery(models.Model):
    """One event for one endpoint. What is sent is made from the edition, and so is the same at each attempt."""

    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="deliveries")
    message_id = models.CharField(max_length=64)
    type = models.CharField(_("event"), max_length=30, choices=EventType)
    sequence = models.BigIntegerField()
    content_id = models.UUIDField()
    locale = models.CharField(max_length=35)
    state = models.CharField(_("state"), max_length=10, choices=DeliveryState, default=DeliveryState.WAITING)
    is_replay = models.BooleanField(default=False)
    #: Since it began to wait, or was replayed.
    tries = models.PositiveSmallIntegerField(default=0)
    first_tried_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField()
    #: Whose it is to send, and until when: a worker that was killed gives it back by letting it expire.
    lease = models.UUIDField(null=True)
    leased_until = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            models.UniqueConstraint(fields=["endpoint", "sequence", "type"], name="delivery_once"),
        ]
        indexes = [
            models.Index(
                fields=["endpoint", "due_at", "sequence"], name="delivery_by_due", condition=Q(state="waiting")
            ),
            models.Index(
                fields=["endpoint", "content_id", "locale", "sequence"],
                name="delivery_by_document",
                condition=Q(state="waiting"),
            ),
            models.Index(fields=["state", "finished_at"], name="delivery_by_end"),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.sequence} ({self.state})"


class Failure(models.TextChoices):
    """Why an attempt failed, as a sentence for people."""

    ADDRESS = "address", _("The address is not one that webhooks are sent to.")
    NAME = "name", _("The name of the server could not be found.")
    CONNECTION = "connection", _("The server could not be reached, or hung up.")
    TLS = "tls", _("No secure connection that can be trusted.")
    SLOW = "slow", _("The server did not answer in time.")
    NOT_HTTP = "not_http", _("The answer was not HTTP.")
    REDIRECT = "redirect", _("The server redirected; webhooks follow nowhere.")
    STATUS = "status", _("The server refused.")
    LOST = "lost", _("The log does not hold this edition any more.")


class Attempt(models.Model):
    """One time that a delivery was sent; `failure` is empty for a success, `status` None where nothing was answered."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="attempts")
    started_at = models.DateTimeField()
    duration_ms = models.PositiveIntegerField()
    status = models.PositiveSmallIntegerField(null=True)
    failure = models.CharField(max_length=10, choices=Failure, blank=True)
    #: What the system said of a failure, in its own words.
    detail = models.CharField(max_length=300, blank=True)
    #: How the answer began, as text.
    answer = models.TextField(blank=True)

    class Meta:
        ordering = ("started_at", "pk")

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M:%S}: {self.status or self.failure}"


class Purger(models.Model):
    """How far a cache in front of the API was told what to drop."""

    name = models.CharField(max_length=80, primary_key=True)
    position = models.BigIntegerField()
    state_version = models.BigIntegerField()
    lease = models.UUIDField(null=True)
    leased_until = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name}: {self.position}"
