"""Writes one locale of a draft, and nothing else: what the workbench, imports, machines and approvals save with."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from wagtail.models import Page, Revision, RevisionMixin

from cms.locales import column
from cms.translation import snapshots, units, work

if TYPE_CHECKING:
    from collections.abc import Collection

    from cms.translation.snapshots import Snapshot

#: Saves of one person follow each other in one revision for so long, so that autosave does not fill the history.
SAME_SITTING = timedelta(minutes=15)


def write(draft: Any, locale: str, text: Snapshot, *, user: Any | None, confirmed: Collection[str] = ()) -> Any:
    """Puts a locale's text into the draft and saves it, nothing else; does nothing where it says the same already.

    Call it in a transaction that holds the draft (`locked`, or the publishing lock). `confirmed` are paths of segments
    that fit the source though their text stays.
    """
    model, own = type(draft), snapshots.take(draft, locale)
    is_another = units.digest(model, own) != units.digest(model, text)
    if is_another:
        snapshots.put(draft, locale, text)
        _save(draft, locale, user=user)
    if is_another or confirmed:
        work.note(draft, user=user, confirmed={locale: confirmed})
    return draft


def _save(draft: Any, locale: str, *, user: Any | None) -> None:
    """Nothing of the other locales or the source is looked at again: they are not this person's."""
    if not isinstance(draft, (Page, RevisionMixin)):
        _save_row(draft, locale)
        return
    before = draft.get_latest_revision()
    draft.noted_by_caller = True
    draft.save_revision(user=user, clean=False, changed=True, overwrite_revision=_to_go_on_with(draft, before, user))
    del draft.noted_by_caller


def _to_go_on_with(draft: Any, before: Revision | None, user: Any | None) -> Revision | None:
    """The latest revision, when it is this person's, recent, and neither out nor scheduled nor in a workflow."""
    if before is None or user is None or before.user_id != user.pk:
        return None
    is_recent = timezone.now() - before.created_at < SAME_SITTING
    is_free = before.approved_go_live_at is None and before.pk != getattr(draft, "live_revision_id", None)
    return before if is_recent and is_free and not before.task_states.exists() else None


def _save_row(draft: Any, locale: str) -> None:
    """Without drafts the row is the draft; written past the signals, for nothing of the source is published by it."""
    names = [column(name, locale) for name in snapshots.translated_fields(type(draft))]
    type(draft)._default_manager.filter(pk=draft.pk).update(**{name: getattr(draft, name) for name in names})
