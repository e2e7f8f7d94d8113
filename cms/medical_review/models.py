"""The records of reviews. They are only ever added: the newest of a text is the one that counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _, ngettext

from cms.locales import BY_TAG
from cms.medical_review import policy

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Outcome(models.TextChoices):
    UNCHANGED = "unchanged", _("The text is right as it is")
    CHANGED = "changed", _("The text was changed")


class ReviewQuerySet(models.QuerySet["Review"]):
    def that_count(self) -> ReviewQuerySet:
        """The newest record of each text: of the page, and of each locale."""
        newest = self.order_by().values("content_id", "locale").annotate(newest=models.Max("pk")).values("newest")
        return self.model.objects.filter(pk__in=newest)


class Review(models.Model):
    """That people with credentials read a text on a day, and when it has to be read again.

    `locale` is empty for the page as a whole, its source text and the facts in it; else it is a locale whose release
    `release_number` was read. `reviewers` are `{"content_id", "name", "credentials", "role"}` as they were on that day.
    """

    content_id = models.UUIDField(editable=False)
    locale = models.CharField(max_length=35, blank=True, editable=False)
    release_number = models.PositiveIntegerField(null=True, editable=False)
    reviewed_on = models.DateField(_("date of the review"))
    due_on = models.DateField(_("next review due"))
    reviewers = models.JSONField(default=list, editable=False)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome)
    note = models.TextField(
        _("note"), blank=True, max_length=1000, help_text=_("For colleagues; readers do not see it.")
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    recorded_by_name = models.CharField(max_length=255, blank=True, editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("medical review")
        verbose_name_plural = _("medical reviews")
        default_permissions = ()
        permissions: ClassVar = [("record_review", "Can record medical reviews")]
        indexes: ClassVar = [models.Index(fields=["content_id", "locale", "id"], name="review_of_text")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(due_on__gt=models.F("reviewed_on")), name="next_review_after_this_one"
            )
        ]

    def __str__(self) -> str:
        return f"{self.reviewed_on} {self.locale}: {', '.join(self.names)}".rstrip(": ")

    @property
    def names(self) -> list[str]:
        """The reviewers with their credentials."""
        return [in_full(reviewer) for reviewer in self.reviewers]

    @property
    def language(self) -> str:
        """Empty for the page as a whole."""
        return BY_TAG[self.locale].own_name if self.locale in BY_TAG else self.locale

    def clean(self) -> None:
        super().clean()
        faults = _fault_of_day(self.reviewed_on) or _fault_of_due(self.reviewed_on, self.due_on)
        if faults:
            raise ValidationError(faults)

    def clean_fields(self, exclude: Iterable[str] | None = None) -> None:
        """Reviewers are chosen, not typed: the one fault that they can have is that there are none."""
        super().clean_fields(exclude={*(exclude or ()), "reviewers"})


def in_full(reviewer: Mapping[str, str]) -> str:
    """The name with the credentials that there are."""
    return ", ".join(filter(None, (reviewer["name"], reviewer["credentials"])))


def _fault_of_day(reviewed_on: Any) -> dict[str, Any]:
    if reviewed_on is None or reviewed_on <= timezone.localdate():
        return {}
    return {"reviewed_on": _("A review can’t be in the future. Record it when it is done.")}


def _fault_of_due(reviewed_on: Any, due_on: Any) -> dict[str, Any]:
    if reviewed_on is None or due_on is None:
        return {}
    if due_on <= reviewed_on:
        return {"due_on": _("The next review has to be after this one.")}
    months = policy.longest_months()
    latest = policy.months_after(reviewed_on, months)
    if due_on <= latest:
        return {}
    message = ngettext(
        "At most %(months)d month after the review: %(day)s or earlier.",
        "At most %(months)d months after the review: %(day)s or earlier.",
        months,
    )
    return {"due_on": message % {"months": months, "day": date_format(latest)}}
