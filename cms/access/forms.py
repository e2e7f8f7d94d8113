"""The forms of the admin's API keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.text import format_lazy
from django.utils.translation import gettext as _, gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateTimeInput

from cms.access import origins
from cms.access.issuing import OVERLAPS
from cms.access.models import LEAST_RATE, MOST_RATE, ApiKey, Scope, read_only

if TYPE_CHECKING:
    from datetime import datetime, timedelta

_MOST_ORIGINS = 50


class OriginsField(forms.Field):
    """One a line; what is kept is a list of origins as browsers send them."""

    widget = forms.Textarea(attrs={"rows": 3, "dir": "ltr", "placeholder": "https://app.example.org"})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:
        lines = [line.strip() for line in str(value or "").splitlines() if line.strip()]
        if len(lines) > _MOST_ORIGINS:
            raise ValidationError(_("At most %(count)d origins are possible.") % {"count": _MOST_ORIGINS})
        return list(dict.fromkeys(self._origin(line) for line in lines))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return "\n".join(initial or []) != "\n".join(str(data or "").split())

    def _origin(self, line: str) -> str:
        try:
            return origins.canonical(line)
        except ValueError:
            message = _("“%(origin)s” is not an origin. Write a scheme and a host, such as https://app.example.org.")
            raise ValidationError(message % {"origin": line[:100]}) from None


class ApiKeyForm(WagtailAdminModelForm):
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("Scopes"), choices=Scope.choices, initial=read_only, widget=forms.CheckboxSelectMultiple
    )
    rate = forms.IntegerField(
        label=gettext_lazy("Requests a minute"), required=False, min_value=LEAST_RATE, max_value=MOST_RATE
    )
    allowed_origins = OriginsField(
        label=gettext_lazy("Allowed origins"),
        required=False,
        help_text=gettext_lazy(
            "One a line. For a key in a web page: it is refused to pages of other origins, and to what is no browser. "
            "Empty for a server or an app."
        ),
    )

    class Meta:
        model = ApiKey
        fields = ("name", "owner", "contact", "scopes", "rate", "allowed_origins", "expires_at")
        labels = {
            "name": gettext_lazy("Name"),
            "owner": gettext_lazy("Owner"),
            "contact": gettext_lazy("Contact"),
            "expires_at": gettext_lazy("Expires"),
        }
        help_texts = {
            "name": gettext_lazy("What the key is for, such as “Patient app, live”."),
            "owner": gettext_lazy("Who answers for it: an organisation or a team."),
            "contact": gettext_lazy("An e-mail address for news about the key."),
            "expires_at": gettext_lazy("Empty for a key that does not expire."),
        }
        widgets = {"expires_at": AdminDateTimeInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rate"].help_text = _usual_rate()
        if self.instance.revoked_at is not None:
            for field in self.fields.values():
                field.disabled = True

    def clean_expires_at(self) -> datetime | None:
        moment: datetime | None = self.cleaned_data["expires_at"]
        if moment is not None and moment <= timezone.now() and moment != self.instance.expires_at:
            raise ValidationError(_("This moment has passed."))
        return moment


class RotateForm(forms.Form):
    overlap = forms.TypedChoiceField(
        label=gettext_lazy("The secrets until now are good"),
        choices=[
            ("0", gettext_lazy("no longer: they are refused at once")),
            ("3600", gettext_lazy("for 1 hour more")),
            ("86400", gettext_lazy("for 1 day more")),
            ("604800", gettext_lazy("for 7 days more")),
        ],
        coerce=lambda seconds: _BY_SECONDS[seconds],
        initial="86400",
        widget=forms.RadioSelect,
    )


_BY_SECONDS: dict[str, timedelta] = {str(int(overlap.total_seconds())): overlap for overlap in OVERLAPS}


def _usual_rate() -> Any:
    usual = settings.API_RATES.get("key")
    if not usual:
        return gettext_lazy("Empty for no limit.")
    return format_lazy(
        gettext_lazy("Empty for {rate}, as for every key."), rate=number_format(usual, force_grouping=True)
    )
