"""What an installation has done once and does not do again."""

from __future__ import annotations

from django.db import models


class Milestone(models.Model):
    """A step that was finished. It is written after the step, so that one that was interrupted is taken again."""

    name = models.CharField(max_length=40, primary_key=True)
    reached_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name
