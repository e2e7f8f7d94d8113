"""What a language has been found to say: the translation memory, and words that are not to be used."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.locales import translations


class MemoryEntry(models.Model):
    """A segment that is released, with the source that it translates; both as marked text."""

    content_id = models.UUIDField()
    locale = models.CharField(max_length=35)
    path = models.CharField(max_length=500)
    source = models.TextField()
    target = models.TextField()
    source_digest = models.CharField(max_length=32)
    source_length = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["content_id", "locale", "path"], name="one_memory_per_segment")]
        indexes = [
            models.Index(fields=["locale", "source_digest"], name="memory_by_source"),
            models.Index(fields=["locale", "source_length"], name="memory_by_length"),
        ]

    def __str__(self) -> str:
        return f"{self.source[:40]} → {self.target[:40]} ({self.locale})"


def locale_choices() -> list[tuple[str, str]]:
    return [(locale.tag, locale.own_name) for locale in translations()]


class AvoidedWord(models.Model):
    """A word that translations into a language are not to use, and what to write instead."""

    locale = models.CharField(_("language"), max_length=35, choices=locale_choices)
    text = models.CharField(_("word not to use"), max_length=120)
    instead = models.CharField(_("use instead"), max_length=120, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True, help_text=_("Translators read it."))
    is_error = models.BooleanField(
        _("stops approval"), default=False, help_text=_("Else it is a warning that a translator may pass over.")
    )

    class Meta:
        verbose_name = _("word not to use")
        verbose_name_plural = _("words not to use")
        constraints = [models.UniqueConstraint(fields=["locale", "text"], name="one_entry_per_word")]

    def __str__(self) -> str:
        return f"{self.text} ({self.locale})"
