"""Wagtail's own locks (by a person, by a workflow, by a schedule), which hold here as in its form."""

from __future__ import annotations

import html
from typing import Any

from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from wagtail.locks import ScheduledForPublishLock
from wagtail.models import DraftStateMixin, LockableMixin


def lock_of(draft: Any) -> Any | None:
    """None for a draft that nobody holds. Of snippets with drafts and no locks of their own, Wagtail can't be asked."""
    if isinstance(draft, LockableMixin):
        return draft.get_lock()
    if isinstance(draft, DraftStateMixin) and draft.approved_schedule:
        return ScheduledForPublishLock(draft)
    return None


def reason_locked(draft: Any, by: Any | None) -> str:
    """Why this person may not write, in plain text; empty for one who may. `by` None is the operator of the machine."""
    lock = lock_of(draft)
    if lock is None or (by is not None and not lock.for_user(by)):
        return ""
    if by is None:
        return _("It is locked in the admin. Ask who locked it.")
    return html.unescape(strip_tags(str(lock.get_message(by))))
