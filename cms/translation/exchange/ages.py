"""When each text of a locale was changed, against when a file was exported."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from cms.translation.models import LocaleWork
    from cms.translation.segments import Segment

#: The clocks of two servers may differ by so much. A file from a later moment would pass for newer than all texts.
_DIFFERENCE_OF_CLOCKS = timedelta(minutes=5)


class Ages:
    """Of the texts of one locale of one content. `exported_at` None: nobody knows when."""

    def __init__(self, work: LocaleWork | None, exported_at: datetime | None) -> None:
        self._texts = work.texts if work is not None else {}
        is_known = exported_at is not None and exported_at <= timezone.now() + _DIFFERENCE_OF_CLOCKS
        self._exported_at = exported_at if is_known else None

    def was_exported(self, segment: Segment) -> bool:
        """Whether the text that is here was in the file when it left."""
        changed = self._changed(segment)
        return self._exported_at is not None and changed is not None and changed <= self._exported_at

    def reason_to_keep(self, segment: Segment) -> str:
        """Why the text that is here is not replaced; empty when it may be."""
        if self._exported_at is None:
            return _("There is another text, and the file does not say when it was exported.")
        changed = self._changed(segment)
        if changed is None or changed <= self._exported_at:
            return ""
        return _("It was changed here on %(moment)s, after the file was exported.") % {
            "moment": date_format(localtime(changed), "DATETIME_FORMAT")
        }

    def _changed(self, segment: Segment) -> datetime | None:
        moment = self._texts.get(segment.unit, {}).get(segment.digest)
        return datetime.fromtimestamp(moment, UTC) if moment is not None else None
