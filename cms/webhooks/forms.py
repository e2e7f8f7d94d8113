"""The forms of the admin: an endpoint, a new secret, and what is to be sent again."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Min
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateTimeInput

from cms.locales import CONTENT_LOCALES
from cms.publishing import store
from cms.publishing.addresses import TYPES
from cms.publishing.models import Edition
from cms.webhooks import addresses, signing
from cms.webhooks.addresses import Refused
from cms.webhooks.models import DeliveryState, Endpoint, EventType, Failure

if TYPE_CHECKING:
    from datetime import datetime

#: More is not counted, nor sent again, at a time.
MOST_EDITIONS = 10_000

DOCUMENT_TYPES = {
    "condition": _("Conditions"),
    "therapy": _("Therapies"),
    "glossary-term": _("Glossary"),
    "site": _("Site"),
}

_OVERLAPS = (
    (0, _("None: the old secret ends at once")),
    (1, _("One hour")),
    (24, _("One day")),
    (168, _("Seven days")),
)


class MomentField(forms.DateTimeField):
    """In UTC, as its label says, whatever zone a person has chosen for the admin."""

    def __init__(self, *, label: Any) -> None:
        super().__init__(label=label, required=False, widget=AdminDateTimeInput)

    def to_python(self, value: Any) -> datetime | None:
        with timezone.override(UTC):
            return super().to_python(value)


def _all_unless_chosen(label: Any, choices: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nothing ticked means all."),
    )


class EndpointForm(WagtailAdminModelForm):
    """An address is looked up as it would be for sending, so that a private one is refused while somebody reads why."""

    url = forms.URLField(label=_("Address"), max_length=1_000, assume_scheme="https")
    event_types = _all_unless_chosen(_("Events"), EventType.choices)
    document_types = _all_unless_chosen(
        _("Types of document"), [(type_, DOCUMENT_TYPES.get(type_, type_)) for type_ in TYPES]
    )
    locales = _all_unless_chosen(_("Languages"), [(locale.tag, locale.own_name) for locale in CONTENT_LOCALES])
    start = forms.ChoiceField(
        label=_("Begin with"),
        choices=[
            ("now", _("what happens from now on")),
            ("beginning", _("everything that ever happened")),
            ("moment", _("what happened since a moment")),
        ],
        initial="now",
        widget=forms.RadioSelect,
    )
    since = MomentField(label=_("That moment (UTC)"))

    class Meta:
        model = Endpoint
        fields = ("url", "description", "event_types", "document_types", "locales")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["start"], self.fields["since"]

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        try:
            addresses.resolve(url)
        except Refused as error:
            raise ValidationError(_sentence(error)) from None
        return url

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if cleaned.get("start") == "moment" and not cleaned.get("since") and "since" not in self.errors:
            self.add_error("since", _("Say which moment."))
        return cleaned

    def save(self, commit: bool = True) -> Endpoint:  # noqa: FBT001, FBT002 -- Django's signature
        """Only what the form shows is written: the worker moves the position meanwhile."""
        endpoint: Endpoint = super().save(commit=False)
        if endpoint.pk:
            endpoint.save(update_fields=self.Meta.fields)
            return endpoint
        endpoint.position = self._position()
        with transaction.atomic():
            endpoint.save()
            signing.add(endpoint)
        return endpoint

    def _position(self) -> int:
        """The edition that it begins after."""
        newest = store.sequence()
        if self.cleaned_data["start"] == "beginning":
            return 0
        if self.cleaned_data["start"] == "now":
            return newest
        since = Edition.objects.filter(occurred_at__gte=self.cleaned_data["since"]).aggregate(first=Min("sequence"))
        return newest if since["first"] is None else since["first"] - 1


class RotationForm(forms.Form):
    overlap = forms.TypedChoiceField(
        label=_("How long the old secret signs as well"), choices=_OVERLAPS, coerce=int, initial=24
    )

    @property
    def chosen(self) -> timedelta:
        return timedelta(hours=self.cleaned_data["overlap"])


class ReplayForm(forms.Form):
    """What to send again. After `is_valid`, `editions` are the first and the last one, None for all that is parked."""

    what = forms.ChoiceField(
        label=_("Send again"),
        choices=[
            ("parked", _("everything that is parked")),
            ("editions", _("all events of these editions")),
            ("times", _("all events of this time")),
        ],
        initial="parked",
        widget=forms.RadioSelect,
    )
    first = forms.IntegerField(label=_("First edition"), min_value=1, max_value=2**60, required=False)
    last = forms.IntegerField(label=_("Last edition"), min_value=1, max_value=2**60, required=False)
    since = MomentField(label=_("From (UTC)"))
    until = MomentField(label=_("To (UTC)"))

    def __init__(self, *args: Any, endpoint: Endpoint, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._endpoint = endpoint
        self.editions: tuple[int, int] | None = None

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        what = cleaned.get("what")
        if what == "parked":
            if not self._endpoint.deliveries.filter(state=DeliveryState.PARKED).exists():
                self.add_error("what", _("Nothing is parked."))
        elif what == "editions" and self._has_both("first", "last"):
            self._choose(cleaned["first"], cleaned["last"])
        elif what == "times" and self._has_both("since", "until"):
            self._choose(*_editions_between(cleaned["since"], cleaned["until"]))
        return cleaned

    def _has_both(self, *names: str) -> bool:
        for name in names:
            if self.cleaned_data.get(name) is None and name not in self.errors:
                self.add_error(name, _("Say this too."))
        return not any(name in self.errors for name in names)

    def _choose(self, first: int | None, last: int | None) -> None:
        last = min(last or 0, self._endpoint.position)
        if not first or first > last:
            raise ValidationError(_("There is nothing in that stretch that was due already."))
        if last - first >= MOST_EDITIONS:
            raise ValidationError(_("That is more than %(number)s editions. Choose less.") % {"number": MOST_EDITIONS})
        self.editions = first, last


def _editions_between(since: datetime, until: datetime) -> tuple[int | None, int | None]:
    found = Edition.objects.filter(occurred_at__range=(since, until)).aggregate(
        first=Min("sequence"), last=Max("sequence")
    )
    return found["first"], found["last"]


def _sentence(error: Refused) -> Any:
    if error.why == Failure.NAME:
        return _("No server of this name could be found. Check the spelling.")
    if error.detail.endswith(": http"):
        return _("The address has to begin with https://, so that nobody on the way can read or change what is sent.")
    return _("Webhooks are not sent to private or internal addresses, nor to what is no web address. Use a public one.")
