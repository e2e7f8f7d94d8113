"""The tables of the gate: who signed what, what went out without a signature, the clinical task."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask

if TYPE_CHECKING:
    from django import forms


class SignOff(models.Model):
    """One clinician's signature under one text: it counts for exactly what was signed.

    `signed` holds the digest of each string, layout and neutral fact as they were; `digest` is of all of it.
    """

    content_id = models.UUIDField()
    digest = models.CharField(max_length=32)
    signed = models.JSONField()
    signer = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    signer_name = models.CharField(max_length=255)
    credentials = models.CharField(max_length=200)
    role = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True, max_length=2_000)
    signed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("clinical sign-off")
        verbose_name_plural = _("clinical sign-offs")
        ordering = ("-signed_at", "-pk")
        indexes = [models.Index(fields=["content_id", "-signed_at"], name="sign_off_by_content")]
        default_permissions = ()
        permissions: ClassVar = [
            ("sign_off", "Can sign source texts as a clinical reviewer"),
            ("break_glass", "Can publish an urgent safety change in spite of the gate"),
        ]

    def __str__(self) -> str:
        return f"{self.signer_with_credentials} on {self.signed_at:%Y-%m-%d}"

    @property
    def signer_with_credentials(self) -> str:
        return f"{self.signer_name}, {self.credentials}"

    @property
    def signer_in_full(self) -> str:
        return f"{self.signer_with_credentials} ({self.role})" if self.role else self.signer_with_credentials


class Alarm(models.Model):
    """A page that went out in spite of the gate; open until it is signed, or goes out as it should.

    `missing` are the sentences that people were told.
    """

    content_id = models.UUIDField(db_index=True)
    page = models.ForeignKey("wagtailcore.Page", null=True, on_delete=models.SET_NULL, related_name="+")
    page_name = models.CharField(_("page"), max_length=255)
    raised_at = models.DateTimeField(_("when"))
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    raised_by_name = models.CharField(_("by"), max_length=255, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    missing = models.JSONField(_("missing"), default=list)
    settled_at = models.DateTimeField(_("settled"), null=True)
    settled_by = models.ForeignKey(SignOff, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ("-raised_at", "-pk")
        default_permissions = ()

    def __str__(self) -> str:
        return self.page_name


class AlarmLetter(models.Model):
    """One person who is told of an alarm by e-mail, once."""

    alarm = models.ForeignKey(Alarm, on_delete=models.CASCADE, related_name="letters")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["alarm", "person"], name="one_letter_per_alarm")]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.alarm_id} to {self.person_id}"


class ClinicalReviewTask(AbstractGroupApprovalTask):
    """A step of a workflow in which approving is signing: it waits until nothing else is missing."""

    class Meta:
        verbose_name = _("clinical review")
        verbose_name_plural = _("clinical reviews")

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        from cms.gate import review

        return review.actions(super().get_actions(obj, user), obj, user)

    def get_form_for_action(self, action: str) -> type[forms.Form]:
        from cms.gate import review

        return review.form_for(action)

    def on_action(self, task_state: Any, user: Any, action_name: str, **kwargs: Any) -> Any:
        """Raises PublishRefused or SignOffRefused."""
        from cms.gate import review

        if action_name == "approve":
            kwargs = review.sign(task_state, user, **kwargs)
        return super().on_action(task_state, user, action_name, **kwargs)

    @classmethod
    def get_description(cls) -> Any:
        return _("Members of the chosen groups read the text and sign it as clinicians")
