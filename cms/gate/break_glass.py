"""Publishes an urgent safety change in spite of the gate, and says so to everybody whom it concerns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from cms.gate import admission, alarms, readiness, sign_offs
from cms.gate.errors import BreakGlassRefused, TextHasChanged
from cms.publishing.models import ChangeKind
from cms.translation import drafts

if TYPE_CHECKING:
    from cms.gate.models import Alarm

PERMISSION = "gate.break_glass"
ACTION = "gate.break_glass"

LABEL = gettext_lazy("Publish by break-glass")

#: Shorter than this says nothing.
SHORTEST_REASON = 10


def may_break(person: Any, page: Any) -> bool:
    return bool(person.has_perm(PERMISSION) and page.permissions_for_user(person).can_publish())


def publish(page: Any, *, by: Any, reason: str, note: str, seen: str | None = None) -> Alarm:
    """Publishes the latest draft at once, as a safety change with `note`, which is public; `reason` is for the house.

    `seen` is the digest of the text that the person had before their eyes. Raises BreakGlassRefused or TextHasChanged.
    """
    if not may_break(by, page):
        raise BreakGlassRefused(_("You have no right to publish in spite of the gate."))
    if len(reason.strip()) < SHORTEST_REASON:
        raise BreakGlassRefused(_("Say the reason, in a sentence."))
    with transaction.atomic():
        draft = drafts.locked(page)
        if seen is not None and seen != sign_offs.digest(draft):
            raise TextHasChanged
        lacking = readiness.missing(draft)
        if not lacking:
            raise BreakGlassRefused(_("Nothing is missing: publish the page as always."))
        revision = _saved(draft, by=by, note=note)
        with admission.waived(reason.strip(), action=ACTION, by=by):
            revision.publish(user=by)
        return alarms.raise_one(draft, by=by, missing=lacking, reason=reason.strip())


def _saved(draft: Any, *, by: Any, note: str) -> Any:
    """As a safety change, for now and not for a later day."""
    draft.change_kind, draft.change_note = ChangeKind.SAFETY, note
    if draft.go_live_at is not None and draft.go_live_at > timezone.now():
        draft.go_live_at = None
    try:
        return draft.save_revision(user=by, log_action=True)
    except ValidationError as error:
        raise BreakGlassRefused(
            _("The draft has errors. Save it in the form, which shows where: %(errors)s")
            % {"errors": " ".join(error.messages)}
        ) from error
