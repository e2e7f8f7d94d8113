"""Asks all addresses that content links to, a few hosts at a time, and looks for the files of images."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from wagtail.images import get_image_model

from cms.reports import asking
from cms.reports.models import Address, Check, Failure, LinkUse, LostFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from cms.reports.asking import Answered

#: Hosts that are asked at the same time, and the pause before the same host is asked again.
HOSTS_AT_ONCE = 8
PAUSE_S = 1.0
#: What answered well is asked again after a week, what did not in the next night: a run takes its time, and when the
#: next begins, no day is over since the last address was asked.
_MARGIN = timedelta(hours=4)
FRESH = timedelta(days=7) - _MARGIN
FRESH_IF_FAILING = timedelta(days=1) - _MARGIN

LINKS, FILES = "links", "files"


def forget_unused() -> int:
    """Addresses that nothing links to any more; returns how many."""
    used = LinkUse.objects.filter(address=OuterRef("pk"))
    return Address.objects.filter(~Exists(used)).delete()[1].get(Address._meta.label, 0)


def due(now: datetime, *, every: bool = False) -> QuerySet[Address]:
    """What is to be asked now; `every` asks also what answered a moment ago."""
    if every:
        return Address.objects.order_by("pk")
    stale = Q(checked_at__isnull=True) | Q(checked_at__lt=now - FRESH)
    stale |= Q(checked_at__lt=now - FRESH_IF_FAILING) & ~Q(failure="")
    return Address.objects.filter(stale).order_by("pk")


def check(addresses: Sequence[Address], *, tell: Callable[[Address, Answered], object]) -> Counter[str]:
    """Asks them and keeps what they answered; returns how many there are of each failure, "" for good ones.

    Nothing is open in the database meanwhile: each answer is written by itself.
    """
    counts: Counter[str] = Counter()
    with ThreadPoolExecutor(HOSTS_AT_ONCE) as pool:
        for addresses_of_hosts in _rounds(addresses):
            urls = [address.url for address in addresses_of_hosts]
            for address, answered in zip(addresses_of_hosts, pool.map(asking.ask, urls), strict=True):
                _keep(address, answered)
                counts[answered.failure] += 1
                tell(address, answered)
    Check.objects.update_or_create(name=LINKS, defaults={"ended_at": timezone.now()})
    return counts


def look_for_files() -> tuple[int, int]:
    """Returns how many images there are, and how many of them have no file."""
    model: Any = get_image_model()
    store = model._meta.get_field("file").storage
    names = dict(model.objects.values_list("pk", "file"))
    with ThreadPoolExecutor(HOSTS_AT_ONCE) as pool:
        is_there = dict(zip(names, pool.map(store.exists, names.values()), strict=True))
    lost = {pk for pk, found in is_there.items() if not found}
    _keep_lost(lost)
    return len(names), len(lost)


def last_ended(name: str) -> datetime | None:
    found: datetime | None = Check.objects.filter(name=name).values_list("ended_at", flat=True).first()
    return found


def _rounds(addresses: Sequence[Address]) -> Iterator[list[Address]]:
    """One address of each host at a time, with a pause before the next of the same host."""
    by_host: dict[str, list[Address]] = defaultdict(list)
    for address in addresses:
        by_host[address.host].append(address)
    for place, found in enumerate(zip_longest(*by_host.values())):
        if place:
            time.sleep(PAUSE_S)
        yield [address for address in found if address is not None]


def _keep(address: Address, answered: Answered) -> None:
    now = timezone.now()
    is_known_to_fail = address.failing_since is not None and address.failure not in {"", Failure.MACHINES}
    is_failing = answered.failure not in {"", Failure.MACHINES}
    Address.objects.filter(pk=address.pk).update(
        checked_at=now,
        failure=answered.failure,
        status=answered.status,
        detail=answered.detail,
        moved_to=answered.moved_to,
        failing_since=(address.failing_since if is_known_to_fail else now) if is_failing else None,
    )


@transaction.atomic
def _keep_lost(lost: set[int]) -> None:
    LostFile.objects.exclude(image_id__in=lost).delete()
    LostFile.objects.bulk_create(
        [LostFile(image_id=pk, noticed_at=timezone.now()) for pk in sorted(lost)], ignore_conflicts=True
    )
    Check.objects.update_or_create(name=FILES, defaults={"ended_at": timezone.now()})
