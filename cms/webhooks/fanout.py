"""Turns the log of editions into deliveries: the log is the outbox, so publishing writes nothing for webhooks.

An edition is in the log in the very transaction that publishes, and in the order of commits (ADR 3). Each endpoint has
a position in it; moving the position and writing the deliveries is one transaction, so that no event is lost, and none
is written twice, wherever a worker is killed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from cms.delivery import feed
from cms.webhooks import events
from cms.webhooks.models import Delivery, Endpoint

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cms.delivery.feed import Entry

_BATCH = 200
#: More is not written for an endpoint that takes nothing: the log waits as well, and takes no room.
MOST_WAITING = 2_000


def fan_out(endpoint: Endpoint) -> bool:
    """Writes the next deliveries of an endpoint that is behind the log; whether it was moved forward."""
    if endpoint.deliveries.waiting().count() >= MOST_WAITING:
        return False
    entries = feed.read_after(endpoint.position, limit=_BATCH)
    if not entries:
        return False
    deliveries = _deliveries(endpoint, entries)
    with transaction.atomic():
        unmoved = Endpoint.objects.filter(pk=endpoint.pk, position=endpoint.position, is_enabled=True)
        if unmoved.select_for_update(skip_locked=True).first() is None:
            return False  # another worker is at it
        Delivery.objects.bulk_create(deliveries, ignore_conflicts=True)
        unmoved.update(position=entries[-1].sequence)
    return True


def count(endpoint: Endpoint, first: int, last: int) -> int:
    """How many messages a stretch of the log means for an endpoint."""
    return sum(len(_deliveries(endpoint, entries)) for entries in _stretch(first, last))


def write_again(endpoint: Endpoint, first: int, last: int) -> None:
    """Deliveries of a stretch of the log that are not there (any more), to be replayed with those that are."""
    for entries in _stretch(first, last):
        Delivery.objects.bulk_create(_deliveries(endpoint, entries, is_replay=True), ignore_conflicts=True)


def _stretch(first: int, last: int) -> Iterator[list[Entry]]:
    position = first - 1
    while entries := [entry for entry in feed.read_after(position, limit=_BATCH) if entry.sequence <= last]:
        yield entries
        position = entries[-1].sequence


def _deliveries(endpoint: Endpoint, entries: Sequence[Entry], *, is_replay: bool = False) -> list[Delivery]:
    now = timezone.now()
    types = events.events_of(entries)
    return [
        Delivery(
            endpoint=endpoint,
            message_id=events.message_id(endpoint.key, entry, event_type),
            type=event_type,
            sequence=entry.sequence,
            content_id=UUID(entry.content_id),
            locale=entry.locale,
            is_replay=is_replay,
            due_at=now,
        )
        for entry in entries
        for event_type in types[entry.sequence]
        if endpoint.hears(event_type=event_type, document_type=entry.type, locale=entry.locale)
    ]
