"""Where the log of content is found after the content is deleted."""

from __future__ import annotations

from django.db import models


class Deletion(models.Model):
    """A content id that is no more. Its editions, releases and log stay; only this says which log was its own.

    `model` is the label of its model in lower case, `object_id` the primary key that it had.
    """

    content_id = models.UUIDField(primary_key=True)
    model = models.CharField(max_length=100)
    object_id = models.CharField(max_length=255)
    name = models.CharField(max_length=255)
    deleted_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name}, deleted {self.deleted_at:%Y-%m-%d}"
