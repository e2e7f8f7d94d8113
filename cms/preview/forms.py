"""What an editor is asked for a preview link, and for the moment that the site is to be seen at."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy
from wagtail.admin.widgets import AdminDateTimeInput

from cms.locales import CONTENT_LOCALES, SOURCE
from cms.preview import links
from cms.preview.reading import label_of

if TYPE_CHECKING:
    from datetime import datetime

LATEST = "latest"
#: Nobody plans further ahead; near the last year there is, moments can't be told in every zone.
FURTHEST = timedelta(days=3653)


def _locales() -> list[tuple[str, str]]:
    return [(locale.tag, label_of(locale)) for locale in CONTENT_LOCALES]


class LifetimeForm(forms.Form):
    days = forms.TypedChoiceField(
        label=gettext_lazy("Good for"), choices=list(links.LIFETIMES.items()), coerce=int, initial=7
    )


class LinkForm(LifetimeForm):
    """A link to one draft."""

    locale = forms.ChoiceField(label=gettext_lazy("Language"), choices=_locales, initial=SOURCE)
    version = forms.ChoiceField(
        label=gettext_lazy("Shows"),
        choices=[
            (LATEST, gettext_lazy("The latest draft, whenever somebody looks")),
            ("saved", gettext_lazy("The draft as it is saved now, for good")),
        ],
        initial=LATEST,
    )
    field_order = ("locale", "version", "days")


class MomentForm(forms.Form):
    """A coming moment, in the time zone of the editor."""

    on = forms.DateTimeField(label=gettext_lazy("Date and time"), widget=AdminDateTimeInput)
    locale = forms.ChoiceField(label=gettext_lazy("Language"), choices=_locales, initial=SOURCE, required=False)

    def clean_on(self) -> datetime:
        moment: datetime = self.cleaned_data["on"]
        check_coming(moment)
        return moment

    def clean_locale(self) -> Any:
        return self.cleaned_data["locale"] or SOURCE


def check_coming(moment: datetime) -> None:
    """Raises ValidationError."""
    now = timezone.now()
    if moment <= now:
        raise ValidationError(_("This moment has passed. Choose a coming one; what was is kept in the editions."))
    if moment > now + FURTHEST:
        raise ValidationError(_("This moment is too far ahead. Choose one within the next ten years."))
