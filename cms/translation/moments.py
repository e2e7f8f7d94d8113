"""When a release goes out and is taken back: moments in UTC, shown and read in the time zone of who looks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _, gettext_lazy

from cms.translation.errors import WrongMoment

if TYPE_CHECKING:
    from datetime import datetime

GOES_OUT_AT = "goes_out_at"
EXPIRES_AT = "expires_at"

#: Farther than anybody plans; and the last days that there are can't be told in every time zone.
FARTHEST = timedelta(days=36_525)
TOO_FAR = gettext_lazy("This is more than a hundred years away. Check the year.")


@dataclass(frozen=True)
class Moments:
    """`goes_out_at` None: at once. `expires_at` None: never."""

    goes_out_at: datetime | None = None
    expires_at: datetime | None = None

    def faults(self, now: datetime) -> dict[str, str]:
        """What is wrong, by the name of the field; empty where nothing is."""
        found = {}
        if self.goes_out_at is not None and self.goes_out_at <= now:
            found[GOES_OUT_AT] = _("This moment has passed. Choose a later one, or leave it empty to send it out now.")
        if self.expires_at is not None and self.expires_at <= now:
            found[EXPIRES_AT] = _("This moment has passed. Choose a later one, or leave it empty.")
        elif self.expires_at is not None and self.goes_out_at is not None and self.expires_at <= self.goes_out_at:
            found[EXPIRES_AT] = _("It has to be later than the moment when it goes out.")
        for field, moment in ((GOES_OUT_AT, self.goes_out_at), (EXPIRES_AT, self.expires_at)):
            if is_too_far(moment, now):
                found[field] = str(TOO_FAR)
        return found

    def require_coming(self) -> None:
        """Raises WrongMoment for the first that is wrong."""
        for field, message in self.faults(timezone.now()).items():
            raise WrongMoment(field, message)


AT_ONCE = Moments()


def is_too_far(moment: datetime | None, now: datetime) -> bool:
    return moment is not None and moment > now + FARTHEST


def zone() -> str:
    """The name of the time zone that moments are read and shown in: Europe/Berlin."""
    return timezone.get_current_timezone_name()


def in_words(moment: datetime) -> str:
    """A moment for a person, with their time zone."""
    shown = date_format(timezone.localtime(moment), "DATETIME_FORMAT")
    return _("%(moment)s (%(zone)s)") % {"moment": shown, "zone": zone()}
