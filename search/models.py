"""What search keeps: the terms of each answer, the words that there are, editors' synonyms, and what was not found."""

from __future__ import annotations

from typing import Any

from django.core.validators import RegexValidator
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from cms.locales import CONTENT_LOCALES
from cms.publishing.models import Answer


def locale_choices() -> list[tuple[str, str]]:
    """A function, so that a language that is added needs no migration here."""
    return [(locale.tag, locale.english_name) for locale in CONTENT_LOCALES]


class Entry(models.Model):
    """What one answer is found by. Written in the transaction that publishes; see `search.entries` for the forms.

    On PostgreSQL the database derives a column `vector` from `terms`, on SQLite the full-text table `search_index` by
    triggers. To add a column Django makes SQLite's table anew and loses these: such a migration has to make the
    full-text table again, as 0002 does.
    """

    answer = models.OneToOneField(Answer, on_delete=models.CASCADE, primary_key=True, related_name="+")
    digest = models.CharField(max_length=32)
    #: JSON: what is counted of thousands of entries. It stands before what is long, so that SQLite need not read that.
    facets = models.TextField()
    #: JSON in UTF-8: what is compared and counted after the database has matched.
    card = models.TextField()
    #: Terms with one space between them.
    terms = models.TextField()
    #: JSON in UTF-8: what excerpts are cut from; see `search.passages`.
    passages = models.TextField()

    class Meta:
        verbose_name_plural = "entries"

    def __str__(self) -> str:
        return f"terms of answer {self.pk}"


class Word(models.Model):
    """A word that occurs in what readers of a locale are given, in a language: for typos, beginnings and joined words.

    Rows are only added, so that a process learns what is new by their keys.
    """

    requested_locale = models.CharField(max_length=35)
    language = models.CharField(max_length=8)
    text = models.CharField(max_length=60)
    #: A level that it occurs at; see `search.entries`. A higher one is a row of its own.
    level = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["requested_locale", "language", "text", "level"], name="word_once"),
        ]

    def __str__(self) -> str:
        return f"{self.text} ({self.language}, for {self.requested_locale})"


class Synonym(models.Model):
    """Words that editors want to be read as each other, or, where `means` is filled, as that one way."""

    locale = models.CharField(_("language"), max_length=35, choices=locale_choices)
    words = models.TextField(
        _("words"),
        validators=[RegexValidator(r"\w", _("Write at least one word."))],
        help_text=_("Words or phrases as readers type them, separated by commas: fits, seizures, convulsions"),
    )
    means = models.TextField(
        _("also find"),
        blank=True,
        help_text=_(
            "Leave it empty if all of the words above mean the same. Filled, a search for one of them also finds what "
            "is written here, and not the other way round: feeling low → depression"
        ),
    )

    class Meta:
        verbose_name = _("search synonym")
        verbose_name_plural = _("search synonyms")

    def __str__(self) -> str:
        return f"{self.words} → {self.means}" if self.means else self.words

    def save(self, *args: Any, **kwargs: Any) -> None:
        """In one transaction with what follows from it; see `search.signals`."""
        with transaction.atomic():
            super().save(*args, **kwargs)


class Miss(models.Model):
    """How often readers of a locale looked for something that nothing was found for; never who or from where.

    The words themselves are kept only once enough readers have typed them; before, a digest is counted.
    """

    locale = models.CharField(_("language"), max_length=35, choices=locale_choices)
    digest = models.CharField(max_length=32)
    text = models.CharField(_("what was typed"), max_length=80, blank=True)
    count = models.PositiveIntegerField(_("searches"), default=0)
    first_on = models.DateField(_("first"))
    last_on = models.DateField(_("last"))

    class Meta:
        verbose_name = _("search that found nothing")
        verbose_name_plural = _("searches that found nothing")
        # Nobody writes one by hand.
        default_permissions = ("view",)
        constraints = [models.UniqueConstraint(fields=["locale", "digest"], name="miss_once")]
        indexes = [models.Index(fields=["locale", "count"], name="misses_by_count")]

    def __str__(self) -> str:
        return f"{self.text or '…'} ({self.locale}): {self.count}"
