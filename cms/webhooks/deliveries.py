"""What waits to be sent: claimed under a lease, recorded with what came of it, replayed, and dropped when it is old."""

from __future__ import annotations

import logging
from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone

from cms.delivery import feed
from cms.webhooks import events, fanout, sending, signing, waits
from cms.webhooks.models import Attempt, Delivery, DeliveryState, Disabled, Endpoint, Failure
from cms.webhooks.sending import Sent, Shipment

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from cms.delivery.feed import Entry
    from cms.webhooks.models import DeliveryQuerySet

logger = logging.getLogger(__name__)

_SWEPT_AT_ONCE = 1_000


def lease_s() -> float:
    """A worker that says nothing for so long is taken for dead: far longer than an attempt can take."""
    return 4 * sending.timeout_s() + 30


def claim(endpoint: Endpoint, *, limit: int) -> list[Shipment]:
    """What one worker alone may send until the lease is over, oldest first."""
    lease, now = uuid4(), timezone.now()
    with transaction.atomic():
        due = endpoint.deliveries.due(now).select_for_update(skip_locked=True, of=("self",))
        claimed = list(due.order_by("due_at", "sequence", "pk")[:limit])
        Delivery.objects.filter(pk__in=[delivery.pk for delivery in claimed]).update(
            lease=lease, leased_until=now + timedelta(seconds=lease_s())
        )
    keys = signing.valid_keys(endpoint) if claimed else []
    entries = feed.read_at([delivery.sequence for delivery in claimed])
    found = [(delivery, _message(delivery, entries.get(delivery.sequence))) for delivery in claimed]
    _park_lost([delivery for delivery, body in found if body is None], now=now)
    return [
        Shipment(endpoint.url, delivery.message_id, body, keys, delivery=delivery.pk, endpoint=endpoint.pk, lease=lease)
        for delivery, body in found
        if body is not None
    ]


def record(results: Iterable[tuple[Shipment, Sent]]) -> None:
    """What came of some attempts, in one transaction; rows are locked in one order in every worker."""
    of_endpoint: dict[int, list[tuple[Shipment, Sent]]] = defaultdict(list)
    for shipment, sent in sorted(results, key=lambda result: (result[0].endpoint, result[0].delivery)):
        of_endpoint[shipment.endpoint].append((shipment, sent))
    now = timezone.now()
    with transaction.atomic():
        for endpoint, own in of_endpoint.items():
            for shipment, sent in own:
                _record_one(shipment, sent, now=now)
            _record_standing(endpoint, [sent for _, sent in own], now=now)


def give_back(shipments: Sequence[Shipment]) -> None:
    """What a worker that ends has not sent."""
    leases = {shipment.lease for shipment in shipments}
    rows = [shipment.delivery for shipment in shipments]
    Delivery.objects.waiting().filter(pk__in=rows, lease__in=leases).update(lease=None, leased_until=None)


def replay(deliveries: QuerySet[Delivery]) -> int:
    """Sends again what was delivered or parked, in its order per document; how many."""
    return deliveries.exclude(state=DeliveryState.WAITING).update(
        state=DeliveryState.WAITING,
        is_replay=True,
        tries=0,
        first_tried_at=None,
        finished_at=None,
        due_at=timezone.now(),
        lease=None,
        leased_until=None,
    )


def replay_range(endpoint: Endpoint, first: int, last: int) -> int:
    """Every event of these editions that the endpoint hears today, and has had its turn; how many."""
    last = min(last, endpoint.position)
    with transaction.atomic():
        fanout.write_again(endpoint, first, last)
        chosen = endpoint.deliveries.filter(sequence__range=(first, last))
        replay(chosen)
        return chosen.waiting().filter(is_replay=True).count()


def sweep() -> int:
    """Drops some of what was delivered long ago; how many. Parked ones stay until somebody has seen to them."""
    kept_for = timedelta(days=settings.WEBHOOK_KEEP_DAYS)
    old = Delivery.objects.filter(state=DeliveryState.DELIVERED, finished_at__lt=timezone.now() - kept_for)
    chosen = list(old.order_by("finished_at").values_list("pk", flat=True)[:_SWEPT_AT_ONCE])
    with transaction.atomic():
        # Unless it was replayed meanwhile.
        return old.filter(pk__in=chosen).delete()[1].get("webhooks.Delivery", 0)


def _message(delivery: Delivery, entry: Entry | None) -> bytes | None:
    """None where the log does not hold the edition that the delivery was written for."""
    if entry is None:
        return None
    expected = events.message_id(delivery.endpoint.key, entry, delivery.type)
    return events.message(entry, delivery.type) if delivery.message_id == expected else None


def _park_lost(deliveries: Sequence[Delivery], *, now: datetime) -> None:
    for delivery in deliveries:
        logger.error("Edition %d is not in the log any more; its webhook is parked.", delivery.sequence)
        Attempt.objects.create(delivery=delivery, started_at=now, duration_ms=0, failure=Failure.LOST)
        _finish(Delivery.objects.filter(pk=delivery.pk), DeliveryState.PARKED, now=now)


def _record_one(shipment: Shipment, sent: Sent, *, now: datetime) -> None:
    """A success counts whoever holds the lease by now; a failure is the business of who holds it."""
    own = Delivery.objects.waiting().filter(pk=shipment.delivery)
    if not sent.is_delivered:
        own = own.filter(lease=shipment.lease)
    delivery = own.select_for_update().first()
    if delivery is None:
        return
    Attempt.objects.create(
        delivery=delivery,
        started_at=now - timedelta(milliseconds=sent.duration_ms),
        duration_ms=sent.duration_ms,
        status=sent.status,
        failure=sent.failure,
        detail=sent.detail,
        answer=sent.answer,
    )
    if sent.is_delivered:
        _finish(own, DeliveryState.DELIVERED, now=now)
    else:
        _put_off(delivery, own, sent, now=now)


def _put_off(delivery: Delivery, own: DeliveryQuerySet, sent: Sent, *, now: datetime) -> None:
    tries, first_tried_at = delivery.tries + 1, delivery.first_tried_at or now
    due_at = waits.next_try(tries=tries, first_tried_at=first_tried_at, now=now, retry_after_s=sent.retry_after_s)
    if due_at is None and not sent.is_unwanted:
        logger.warning("A webhook is parked: %s.", delivery.message_id, extra={"endpoint": delivery.endpoint_id})
        _finish(own, DeliveryState.PARKED, now=now)
    else:
        own.update(tries=tries, first_tried_at=first_tried_at, due_at=due_at or now, lease=None, leased_until=None)


def _finish(own: DeliveryQuerySet, state: DeliveryState, *, now: datetime) -> None:
    own.update(state=state, finished_at=now, tries=F("tries") + 1, lease=None, leased_until=None)


def _record_standing(pk: int, all_sent: Sequence[Sent], *, now: datetime) -> None:
    """How an endpoint stands after some attempts that came back together: one success says that it is well."""
    endpoint = Endpoint.objects.filter(pk=pk)
    if any(sent.is_unwanted for sent in all_sent):
        disable(endpoint, Disabled.GONE)
    elif any(sent.is_delivered for sent in all_sent):
        endpoint.update(last_success_at=now, failing_since=None, down_since=None, held_until=None)
    else:
        _record_failure(endpoint, all_sent, now=now)


def _record_failure(endpoint: QuerySet[Endpoint], all_sent: Sequence[Sent], *, now: datetime) -> None:
    endpoint.update(failing_since=Coalesce("failing_since", now))
    if not all(sent.is_down for sent in all_sent):
        endpoint.update(down_since=None)
    else:
        endpoint.update(down_since=Coalesce("down_since", now))
        for row in endpoint:
            asked_s = max(sent.retry_after_s for sent in all_sent)
            held_until = waits.hold(down_since=row.down_since or now, now=now, retry_after_s=asked_s)
            endpoint.update(held_until=held_until)
    if endpoint.filter(failing_since__lte=now - waits.FAILS_FOR).exists():
        disable(endpoint, Disabled.FAILING)
    elif not Delivery.objects.waiting().filter(endpoint__in=endpoint).exists():
        # The last one was parked: the days until the next event are no days of failing.
        endpoint.update(failing_since=None)


def disable(endpoint: QuerySet[Endpoint], because: Disabled) -> None:
    """What waits keeps waiting, and the position stays: enabled again, the endpoint goes on where it was."""
    for row in endpoint.filter(is_enabled=True):
        level = logging.INFO if because == Disabled.BY_HAND else logging.ERROR
        host = urlsplit(row.url).hostname  # the rest of an address may hold a token
        logger.log(level, "The webhook to %s is disabled: %s", host, because.value, extra={"endpoint": row.pk})
    endpoint.update(is_enabled=False, disabled_because=because)


def enable(endpoint: Endpoint) -> None:
    """As if it had never failed: what waits is due at once, and has three days again."""
    now = timezone.now()
    with transaction.atomic():
        Endpoint.objects.filter(pk=endpoint.pk).update(
            is_enabled=True, disabled_because="", failing_since=None, down_since=None, held_until=None
        )
        endpoint.deliveries.waiting().update(tries=0, first_tried_at=None, due_at=now)
