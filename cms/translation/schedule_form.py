"""The schedule in the edit form of pages and snippets: what Wagtail lets pass, and whose time zone it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.translation.moments import TOO_FAR, is_too_far, zone

if TYPE_CHECKING:
    from datetime import datetime

GO_LIVE = "go_live_at"
EXPIRE = "expire_at"


class Schedule(forms.Form):
    """Wagtail itself refuses an expiry that has passed or comes before the go-live, in its own `clean`, which is called
    around this one.
    """

    is_deferred_validation: bool

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Wagtail puts a class with this property before ours, and offers the dialog to who has no field in it."""
        super().__init_subclass__(**kwargs)
        cls.show_schedule_publishing_toggle = property(lambda form: GO_LIVE in form.fields)  # type: ignore[attr-defined]  # see above

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in {GO_LIVE, EXPIRE} & self.fields.keys():
            self.fields[name].help_text = _("Time zone: %(zone)s.") % {"zone": zone()}

    def clean(self) -> Any:
        cleaned = super().clean()
        now = timezone.now()
        for name in (GO_LIVE, EXPIRE):
            if is_too_far(self.cleaned_data.get(name), now):
                self.add_error(name, TOO_FAR)
        go_live_at, expire_at = self.cleaned_data.get(GO_LIVE), self.cleaned_data.get(EXPIRE)
        # What went live by the clock keeps its moment, which has passed.
        if go_live_at and go_live_at <= now and not self._is_as_before(GO_LIVE, go_live_at):
            self.add_error(GO_LIVE, _("This moment has passed. Choose a later one, or leave it empty to publish now."))
        elif go_live_at and go_live_at == expire_at:
            self.add_error(EXPIRE, _("It has to be later than the moment when it goes live."))
        return cleaned

    def _post_clean(self) -> None:
        """A draft of what has expired can be saved with the expiry that it has; to publish it takes another one."""
        expire_at = self.fields[EXPIRE].to_python(self[EXPIRE].data) if self._can_keep_expiry() else None
        if expire_at and self._is_as_before(EXPIRE, expire_at):
            del self.errors[EXPIRE]
            self.cleaned_data[EXPIRE] = self.initial[EXPIRE]
        super()._post_clean()  # type: ignore[misc]  # of Django's model forms

    def _can_keep_expiry(self) -> bool:
        return self.is_deferred_validation and EXPIRE in self.errors and EXPIRE in self.fields

    def _is_as_before(self, name: str, moment: datetime) -> bool:
        """The field shows no seconds."""
        before = self.initial.get(name)
        return before is not None and before.replace(second=0, microsecond=0) == moment.replace(second=0, microsecond=0)
