"""The editions of a content id with what became of each and by whose act it came about."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import DraftStateMixin

from cms.locales import BY_TAG
from cms.publishing.addresses import TYPES, api_path
from cms.publishing.document import REVIEW_OVERDUE
from cms.publishing.editions import WITHDRAWN
from cms.publishing.models import ChangeKind, Edition, Event
from cms.translation.models import Release

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from django.db.models import QuerySet

    from cms.history.subjects import Subject

#: What is logged of acts that change what readers get; whoever saves a draft meanwhile has nothing to do with it.
_ACTIONS = (
    *(
        f"wagtail.{act}"
        for act in ("publish", "publish.scheduled", "unpublish", "unpublish.scheduled", "move", "delete")
    ),
    *(f"wagtail.view_restriction.{act}" for act in ("create", "edit", "delete")),
    *(f"translation.{act}" for act in ("approve", "withdraw", "roll_back", "go_out", "expire")),
    "medical_review.record",
)
#: Of content that has no drafts, such as the settings of a site.
_SAVED = ("wagtail.create", "wagtail.edit")

#: An act is written to the log in the transaction that publishes, after the editions; no longer after them than this.
_ONE_ACT = timedelta(seconds=10)
#: Unpublishing is logged just before the editions, whose moments are whole seconds.
_JUST_BEFORE = timedelta(seconds=1)


class State(StrEnum):
    """What an edition is today, as the public `superseded` says it of a version."""

    CURRENT = "current"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    END = "end"


STATES = {
    State.CURRENT: _("Readers get it"),
    State.SUPERSEDED: _("Replaced by a later version"),
    State.WITHDRAWN: _("Not to be shown any more"),
    State.END: _("Readers get nothing in this language since"),
}

KINDS = {
    ChangeKind.EDITORIAL: _("Editorial change"),
    ChangeKind.CONTENT: _("Change of content"),
    ChangeKind.SAFETY: _("Safety change"),
}

REASONS = {
    "unpublished": _("unpublished"),
    "expired": _("its time was over"),
    "deleted": _("deleted"),
    WITHDRAWN: _("withdrawn"),
    REVIEW_OVERDUE: _("its review is overdue"),
}

EVENTS = {
    Event.PUBLISHED: _("Published"),
    Event.MOVED: _("Published at a new address"),
    Event.GONE: _("Taken back"),
}


@dataclass(frozen=True)
class Line:
    """One edition. `by` is empty where nobody's act is known: a rebuild, the clock."""

    edition: Edition
    state: State
    by: str
    release: Release | None

    @property
    def locale(self) -> Any:
        """None for a language that the site has had once."""
        return BY_TAG.get(self.edition.locale)

    @property
    def has_text(self) -> bool:
        return self.edition.event != Event.GONE

    @property
    def event(self) -> str:
        return str(EVENTS[Event(self.edition.event)])

    @property
    def gone_reason(self) -> str:
        return str(REASONS.get(self.edition.gone_reason, self.edition.gone_reason))

    @property
    def state_label(self) -> str:
        return str(STATES[self.state])

    @property
    def kind(self) -> str:
        return str(KINDS[ChangeKind(self.edition.change_kind)])

    @property
    def public_path(self) -> str:
        """Where everybody can read this very version; empty for a type without an endpoint, and for no text."""
        edition = self.edition
        if not self.has_text or edition.type not in TYPES:
            return ""
        return f"{api_path(edition.type, str(edition.content_id))}?locale={edition.locale}&version={edition.version}"


def editions_of(content_id: UUID) -> QuerySet[Edition]:
    """Newest first, without their texts."""
    return Edition.objects.filter(content_id=content_id).defer("content").order_by("-sequence")


def lines(subject: Subject, editions: Sequence[Edition]) -> list[Line]:
    """For some editions of the subject; four queries, however many they are."""
    newest = _newest(subject.content_id)
    releases = {
        (release.locale, release.number): release
        for release in Release.objects.filter(content_id=subject.content_id).defer("snapshot", "head", "made_from")
    }
    acts = _acts(subject, editions)
    return [
        Line(
            edition,
            state=_state(edition, newest[edition.locale]),
            by=acts.by(edition),
            release=releases.get((edition.locale, edition.release_number or 0)),
        )
        for edition in editions
    ]


def _newest(content_id: UUID) -> dict[str, Mapping[str, Any]]:
    """By locale: the newest edition, the newest that was gone and the newest for safety."""
    found = (
        Edition.objects.filter(content_id=content_id)
        .values("locale")
        .annotate(
            any=Max("sequence"),
            gone=Max("sequence", filter=Q(event=Event.GONE)),
            safety=Max("sequence", filter=Q(change_kind=ChangeKind.SAFETY)),
        )
    )
    return {row["locale"]: row for row in found}


def _state(edition: Edition, newest: Mapping[str, Any]) -> State:
    if edition.event == Event.GONE:
        return State.END
    if edition.sequence == newest["any"]:
        return State.CURRENT
    later = [number for number in (newest["gone"], newest["safety"]) if number and number > edition.sequence]
    return State.WITHDRAWN if later else State.SUPERSEDED


@dataclass(frozen=True)
class _Acts:
    """The log around some editions, oldest first."""

    entries: Sequence[Any]

    def by(self, edition: Edition) -> str:
        """Who did what is logged first after the edition: one act writes both, the editions of all locales before."""
        since = edition.occurred_at - (_JUST_BEFORE if edition.event == Event.GONE else timedelta())
        at = bisect_left(self.entries, since, key=lambda entry: entry.timestamp)
        entry = next(iter(self.entries[at : at + 1]), None)
        if entry is None or not entry.user_id or entry.timestamp - edition.occurred_at > _ONE_ACT:
            return ""
        return str(entry.user_display_name)


def _acts(subject: Subject, editions: Sequence[Edition]) -> _Acts:
    if not editions:
        return _Acts([])
    moments = [edition.occurred_at for edition in editions]
    around = (min(moments) - _JUST_BEFORE, max(moments) + _ONE_ACT)
    entries = subject.log.filter(timestamp__range=around)
    has_drafts = subject.content is None or isinstance(subject.content, DraftStateMixin)
    entries = entries.filter(action__in=_ACTIONS if has_drafts else (*_ACTIONS, *_SAVED))
    return _Acts(list(entries.select_related("user").order_by("timestamp", "pk")))
