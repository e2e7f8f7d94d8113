"""The forms of the gate: signing, and publishing in spite of it."""

from __future__ import annotations

from django import forms
from django.core.validators import MinLengthValidator
from django.utils.translation import gettext_lazy as _

from cms.gate.break_glass import SHORTEST_REASON


class SignOffForm(forms.Form):
    """`seen` is the digest of the text that was on the page."""

    seen = forms.CharField(widget=forms.HiddenInput)
    credentials = forms.CharField(label=_("Credentials"), max_length=200, help_text=_("Such as “MD, FRCA”."))
    role = forms.CharField(
        label=_("Role"), max_length=200, required=False, help_text=_("Such as “Consultant in pain medicine”.")
    )
    note = forms.CharField(
        label=_("Note"), max_length=2_000, required=False, widget=forms.Textarea({"rows": 3}),
        help_text=_("For colleagues; readers do not see it."),
    )  # fmt: skip


class BreakGlassForm(forms.Form):
    """Both the reason, for the house, and the note, for everybody; `seen` as above."""

    seen = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=1_000,
        validators=[MinLengthValidator(SHORTEST_REASON)],
        widget=forms.Textarea({"rows": 3}),
        help_text=_(
            "Why this can’t wait, in a sentence. It is logged with your name and sent to the clinical reviewers."
        ),
    )
    note = forms.CharField(
        label=_("Note on the change"),
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        error_messages={
            "required": _("A safety change needs a note: say in a sentence what readers must know. It is public.")
        },
        help_text=_("What changed, in a sentence. This note is public: apps and partner sites receive it."),
    )
    is_safety = forms.BooleanField(
        label=_("This is an urgent safety change: what readers get now may harm them."),
        error_messages={"required": _("Only a safety change goes out in spite of what is missing.")},
    )
