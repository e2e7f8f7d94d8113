"""The forms in which an approver says when a release goes out and when it is taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from cms.translation.moments import Moments, zone

if TYPE_CHECKING:
    from cms.translation.models import Release


class _MomentInput(forms.DateTimeInput):
    """The browser's own: it is there on a phone and for the keyboard, and needs no script."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


def _moment_field(label: Any, *, required: bool = False) -> forms.DateTimeField:
    return forms.DateTimeField(label=label, required=required, widget=_MomentInput())


class ExpiryForm(forms.Form):
    """When the release that is out is taken back."""

    expires_at = _moment_field(gettext_lazy("Taken back at"))
    explained = gettext_lazy("Empty: never. Time zone: %(zone)s.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["expires_at"].help_text = str(self.explained) % {"zone": zone()}

    @property
    def moments(self) -> Moments:
        return Moments(self.cleaned_data.get("goes_out_at"), self.cleaned_data.get("expires_at"))

    def clean(self) -> dict[str, Any]:
        super().clean()
        for field, message in self.moments.faults(timezone.now()).items():
            self.add_error(field, message)
        return self.cleaned_data


class ApprovalForm(ExpiryForm):
    """When the text that is approved goes out, and when it is taken back."""

    goes_out_at = _moment_field(gettext_lazy("Goes out at"))
    field_order = ("goes_out_at", "expires_at")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["goes_out_at"].help_text = _("Empty: at once. Time zone: %(zone)s.") % {"zone": zone()}

    @property
    def is_used(self) -> bool:
        return self.is_bound and any(self[name].value() for name in self.fields)


class ScheduleForm(ApprovalForm):
    """Other moments for a release that waits."""

    goes_out_at = _moment_field(gettext_lazy("Goes out at"), required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["goes_out_at"].help_text = _("Time zone: %(zone)s.") % {"zone": zone()}


def moments_of(release: Release) -> dict[str, Any]:
    """What a form begins with."""
    return {"goes_out_at": release.goes_out_at, "expires_at": release.expires_at}
