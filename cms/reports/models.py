"""What reports remember: how hard published texts are to read, where they link to, what became of those addresses."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Scan(models.Model):
    """One published content as it was read last. It is read anew when the two marks are no more those of publishing."""

    content_id = models.UUIDField(primary_key=True)
    type = models.CharField(max_length=40)
    fingerprint = models.CharField(max_length=32, blank=True)
    sequence = models.BigIntegerField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.type} {self.content_id}, read at edition {self.sequence}"


class ScannedText(models.Model):
    """One content in one locale, and how hard it is to read; the figures are empty where nothing measures them."""

    #: Nothing of what Wagtail looks for; it would ask for each row that goes.
    wagtail_reference_index_ignore = True

    scan = models.ForeignKey(Scan, on_delete=models.CASCADE, related_name="texts")
    locale = models.CharField(max_length=35)
    name = models.CharField(max_length=255)
    #: As in answers, so that names of all scripts stand in their order.
    name_key = models.CharField(max_length=400)
    formula = models.CharField(max_length=60, blank=True)
    score = models.FloatField(null=True)
    grade = models.FloatField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["scan", "locale"], name="scanned_once_per_locale")]
        indexes = [models.Index(fields=["formula", "grade", "score"], name="scanned_by_difficulty")]

    def __str__(self) -> str:
        return f"{self.name} ({self.locale})"


class Failure(models.TextChoices):
    """Why an address does not answer as readers would expect."""

    NAME = "name", _("There is no server of that name")
    ADDRESS = "address", _("Not a public address")
    CONNECTION = "connection", _("The server does not answer")
    SLOW = "slow", _("The server takes too long")
    TLS = "tls", _("The server’s certificate is not valid")
    NOT_HTTP = "not_http", _("The answer is not one of a web server")
    REDIRECTS = "redirects", _("It leads from one address to another without end")
    GONE = "gone", _("The page is not there")
    STATUS = "status", _("The server answers with an error")
    #: Nothing is known of what a reader would get.
    MACHINES = "machines", _("The server lets no machine in; open it yourself")


class Address(models.Model):
    """An address of another site that content links to, and how it answered when it was asked last."""

    url = models.TextField()
    #: Addresses are longer than what an index of every database takes.
    digest = models.CharField(max_length=32, unique=True)
    host = models.CharField(max_length=255)
    checked_at = models.DateTimeField(null=True, db_index=True)
    #: Empty for one that answers well, or has not been asked yet.
    failure = models.CharField(max_length=12, choices=Failure, blank=True)
    status = models.PositiveIntegerField(null=True)
    detail = models.CharField(max_length=300, blank=True)
    failing_since = models.DateTimeField(null=True)
    #: Where it has moved for good, as the server says.
    moved_to = models.TextField(blank=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.url


class LinkUse(models.Model):
    """A link in a text that is out: to an address, or to a page of this site by its primary key.

    `content_path` leads to the field or block in the edit form, as Wagtail's own index of references has it.
    """

    wagtail_reference_index_ignore = True

    scan = models.ForeignKey(Scan, on_delete=models.CASCADE, related_name="links")
    locale = models.CharField(max_length=35)
    content_path = models.CharField(max_length=255)
    words = models.CharField(max_length=200, blank=True)
    page_id = models.BigIntegerField(null=True, db_index=True)
    address = models.ForeignKey(Address, null=True, on_delete=models.CASCADE, related_name="uses")

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(page_id__isnull=True) ^ models.Q(address__isnull=True), name="link_to_one_thing"
            )
        ]

    def __str__(self) -> str:
        return f"{self.words or self.content_path} ({self.locale})"


class LostFile(models.Model):
    """An image whose file was not in the store when it was looked for last."""

    image_id = models.BigIntegerField(primary_key=True)
    noticed_at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"image {self.image_id}"


class Check(models.Model):
    """When addresses and files were last looked at; one row."""

    name = models.CharField(max_length=20, primary_key=True)
    ended_at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.name}: {self.ended_at:%Y-%m-%d %H:%M}"
