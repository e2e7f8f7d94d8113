"""Workers that are killed in the middle of their work lose nothing, and turn no order around."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connections

from cms.publishing.models import Edition
from cms.webhooks import deliveries, signing, worker
from cms.webhooks.models import DeliveryState
from cms.webhooks.worker import Worker
from tests.delivery.factories import publish
from tests.webhooks.acting import in_english, numbered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.context import ForkProcess

    from cms.webhooks.models import Endpoint
    from tests.webhooks.receiver import Exchange, Receiver

pytestmark = pytest.mark.django_db(transaction=True)

DOCUMENTS, ROUNDS = 6, 4


@pytest.fixture
def start_worker() -> Iterator[Callable[[], ForkProcess]]:
    """A process of its own, as the supervisor starts it."""
    started: list[ForkProcess] = []

    def start() -> ForkProcess:
        connections.close_all()
        process = multiprocessing.get_context("fork").Process(target=_work, daemon=True)
        process.start()
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.join()


def _work() -> None:
    # Where a browser's event loop runs, Django has other connections than without it, as here: to a database of before.
    connections.close_all()
    stopped = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopped.set())
    Worker().run_until(stopped)
    os._exit(0)  # the tests' own clean-up is not this process's


def wait_until(is_so: Callable[[], bool], *, within_s: float = 15) -> None:
    deadline = time.monotonic() + within_s
    while not is_so():
        assert time.monotonic() < deadline, "It took too long."
        time.sleep(0.05)


def test_each_event_arrives_and_first_attempts_are_in_order_though_workers_are_killed(
    receiver: Receiver,
    endpoint_at: Callable[..., Endpoint],
    start_worker: Callable[[], ForkProcess],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(deliveries, "lease_s", lambda: 1.0)
    receiver.answer = _slowly
    endpoint = endpoint_at(receiver.url)
    for number in range(ROUNDS):
        for document in range(DOCUMENTS):
            publish(in_english(numbered(document), f"Attacks, {number}."))
    for killed_after in (2, 7, 12):
        process = start_worker()
        wait_until(partial(_has_received, receiver, killed_after))
        process.kill()
        process.join()
    last = [start_worker(), start_worker()]
    wait_until(lambda: not endpoint.deliveries.exclude(state=DeliveryState.DELIVERED).exists())
    for process in last:
        process.terminate()
        process.join(10)

    key = signing.valid_keys(endpoint)[0]
    told = [received.verified(key)["data"] for received in receiver.received]
    assert {change["sequence"] for change in told} == set(Edition.objects.values_list("sequence", flat=True))
    assert len(told) > DOCUMENTS * ROUNDS
    assert _first_attempts(told) == {key: sorted(numbers) for key, numbers in _first_attempts(told).items()}
    assert [process.exitcode for process in last] == [0, 0]


def test_a_publish_is_told_at_the_next_look(
    receiver: Receiver, endpoint_at: Callable[..., Endpoint], start_worker: Callable[[], ForkProcess]
) -> None:
    endpoint_at(receiver.url)
    start_worker()
    publish(in_english(numbered(0)))
    wait_until(lambda: len(receiver.received) == 1)

    published_at = time.monotonic()
    publish(in_english(numbered(1)))
    wait_until(lambda: len(receiver.received) == 2)

    assert receiver.received[1].at - published_at < 10 * worker.POLL_S


def _has_received(receiver: Receiver, count: int) -> bool:
    return len(receiver.received) > count


def _slowly(exchange: Exchange) -> None:
    time.sleep(0.05)
    exchange.say(204)


def _first_attempts(told: list[Any]) -> dict[Any, list[int]]:
    found: dict[Any, list[int]] = defaultdict(list)
    for change in told:
        if change["sequence"] not in found[change["id"]]:
            found[change["id"]].append(change["sequence"])
    return found
