"""Which events an edition means, and the messages that tell them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import OuterRef, Subquery

from cms.delivery import feed
from cms.delivery.caching import with_public_origin
from cms.publishing import content, rows
from cms.publishing.document import REVIEW_OVERDUE
from cms.publishing.models import Edition, Event
from cms.webhooks.models import EventType

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cms.delivery.feed import Entry

_OF_EVENT = {
    Event.PUBLISHED: EventType.PUBLISHED,
    Event.MOVED: EventType.MOVED,
    Event.GONE: EventType.GONE,
}

#: What a test delivery is called: no event, and so never in a list of events to hear.
TEST = "webhook.test"

_OUTDATED, _OVERDUE = "outdated", "overdue"

#: Translation's and review's status as an edition has them; of one that is gone, or of none, nothing.
_Statuses = tuple[str, str]
_NO_STATUSES: _Statuses = ("", "")


def events_of(entries: Sequence[Entry]) -> dict[int, list[EventType]]:
    """By sequence number: first what happened to the document, then what that means to its readers.

    What became so is told, not what stays so: the edition before is read too.
    """
    before = _sequences_before([entry.sequence for entry in entries if _may_mean_more(entry)])
    statuses = _statuses({*before, *(number for number in before.values() if number is not None)})
    return {
        entry.sequence: [
            _OF_EVENT[Event(entry.event)],
            *_became(_now(entry, statuses), statuses.get(before.get(entry.sequence) or 0, _NO_STATUSES)),
        ]
        for entry in entries
    }


def _may_mean_more(entry: Entry) -> bool:
    return entry.event != Event.GONE or entry.gone_reason == REVIEW_OVERDUE


def _now(entry: Entry, statuses: Mapping[int, _Statuses]) -> _Statuses:
    """What is withdrawn on the day when its review is overdue never said so itself."""
    if entry.event == Event.GONE and entry.gone_reason == REVIEW_OVERDUE:
        return "", _OVERDUE
    return statuses.get(entry.sequence, _NO_STATUSES)


def message_id(endpoint_key: UUID, entry: Entry, event_type: str) -> str:
    """The same whenever it is made; another one for an edition that got the number of one lost by a restore."""
    return "msg_" + content.digest_of([str(endpoint_key), entry.sequence, entry.mark.hex(), event_type])


def message(entry: Entry, event_type: str) -> bytes:
    return _encoded(event_type, rows.told_moment(entry.occurred_at), feed.told(entry))


def test_message(timestamp: str) -> bytes:
    return _encoded(TEST, timestamp, {"note": "This is a test. Nothing was published."})


def _encoded(event_type: str, timestamp: str, data: dict[str, Any]) -> bytes:
    return with_public_origin(content.encode({"type": event_type, "timestamp": timestamp, "data": data}))


def _became(now: _Statuses, before: _Statuses) -> Iterable[EventType]:
    if now[0] == _OUTDATED != before[0]:
        yield EventType.OUTDATED
    if now[1] == _OVERDUE != before[1]:
        yield EventType.OVERDUE


def _sequences_before(sequences: list[int]) -> dict[int, int | None]:
    """Of each edition the one that the document had before; None for its first."""
    earlier = Edition.objects.filter(
        content_id=OuterRef("content_id"), locale=OuterRef("locale"), sequence__lt=OuterRef("sequence")
    ).order_by("-sequence")
    found = Edition.objects.filter(sequence__in=sequences).annotate(before=Subquery(earlier.values("sequence")[:1]))
    return dict(found.values_list("sequence", "before"))


def _statuses(sequences: set[int]) -> dict[int, _Statuses]:
    editions = Edition.objects.filter(sequence__in=sequences).exclude(event=Event.GONE)
    stored = editions.values_list("sequence", "content").iterator(chunk_size=50)
    return {sequence: _statuses_in(content.decompress(body)) for sequence, body in stored}


def _statuses_in(body: dict[str, Any]) -> _Statuses:
    return (body.get("translation") or {}).get("status") or "", (body.get("review") or {}).get("status") or ""
