"""The clinical step of a workflow: its buttons, its forms, and signing by approving."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.models import TaskState

from cms.gate import readiness, registry, sign_offs
from cms.gate.errors import UnclearSignature
from cms.gate.readiness import CLINICAL_SIGN_OFF
from cms.translation import drafts

if TYPE_CHECKING:
    from collections.abc import Sequence


class SignForm(forms.Form):
    """What stands beside a signature."""

    credentials = forms.CharField(
        label=_("Credentials"),
        max_length=200,
        required=False,
        help_text=_("Such as “MD, FRCA”. Left empty, those of your last signature stand."),
    )
    role = forms.CharField(
        label=_("Role"), max_length=200, required=False, help_text=_("Such as “Consultant in pain medicine”.")
    )
    comment = forms.CharField(label=_("Comment"), max_length=2_000, required=False, widget=forms.Textarea({"rows": 2}))


class SendBackForm(forms.Form):
    """The editor has to know what to change."""

    comment = forms.CharField(label=_("What has to change"), max_length=2_000, widget=forms.Textarea({"rows": 2}))


def form_for(action: str) -> type[forms.Form]:
    return SignForm if action == "approve" else SendBackForm


def actions(offered: Sequence[tuple[str, Any, bool]], page: Any, user: Any) -> list[tuple[str, Any, bool]]:
    """Signing at once is offered to who has signed before: their credentials are known."""
    if not registry.is_gated(page.specific_class):
        return list(offered)
    found: list[tuple[str, Any, bool]] = [act for act in offered if act[0] != "approve"]
    if offered and user.has_perm(sign_offs.PERMISSION):
        if sign_offs.last_of(user) is not None:
            found.append(("approve", _("Sign"), False))
        found.append(("approve", _("Sign with credentials or a comment"), True))
    return found


def sign(task_state: TaskState, user: Any, **given: Any) -> dict[str, str]:
    """Signs the page's draft, when nothing but that is missing; returns what the task state keeps.

    `given` comes from the browser: Wagtail's edit form posts it as JSON that no form has looked at.

    Raises PublishRefused or SignOffRefused.
    """
    form = SignForm(given)
    if not form.is_valid():
        raise UnclearSignature(form.errors)
    said = form.cleaned_data
    page = task_state.workflow_state.content_object.specific
    if registry.is_gated(type(page)):
        readiness.require(drafts.latest(page), besides=frozenset({CLINICAL_SIGN_OFF}))
        sign_offs.sign(page, by=user, credentials=said["credentials"], role=said["role"] or None, note=said["comment"])
    return {"comment": said["comment"]}
