"""Workers die, stop, wait for a database and share what is due: each message is sent, and hardly ever twice."""

from __future__ import annotations

import threading
import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.db import InterfaceError, OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.webhooks import deliveries, fanout, sending, worker
from cms.webhooks.models import Attempt, DeliveryState, Endpoint, Failure
from cms.webhooks.worker import Worker
from tests.delivery.factories import publish
from tests.webhooks.acting import MIGRAINE, in_english, numbered, run
from tests.webhooks.receiver import receiving

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.webhooks.receiver import Exchange, Receiver

    Endpoints = Callable[..., Endpoint]

pytestmark = pytest.mark.django_db


def test_what_a_killed_worker_had_claimed_is_sent_when_its_lease_is_over(
    receiver: Receiver, endpoint_at: Endpoints
) -> None:
    endpoint = endpoint_at(receiver.url)
    publish(in_english(MIGRAINE))
    fanout.fan_out(endpoint)
    assert len(deliveries.claim(endpoint, limit=5)) == 1

    run()
    before = list(receiver.received)
    with time_machine.travel(timezone.now() + timedelta(seconds=deliveries.lease_s() + 1)):
        run()

    assert before == []
    assert receiver.told() == [("document.published", 1)]


def test_nothing_is_claimed_twice(receiver: Receiver, endpoint_at: Endpoints) -> None:
    endpoint = endpoint_at(receiver.url)
    publish(MIGRAINE)
    fanout.fan_out(endpoint)

    first, second = deliveries.claim(endpoint, limit=2), deliveries.claim(endpoint, limit=10)

    claimed = [shipment.message_id for shipment in (*first, *second)]
    assert (len(first), len(second), len(set(claimed))) == (2, 2, 4)


def test_claiming_many_asks_the_database_no_more_than_claiming_one(
    receiver: Receiver, endpoint_at: Endpoints, django_assert_num_queries: Any
) -> None:
    endpoint = endpoint_at(receiver.url)
    publish(MIGRAINE)
    for number in range(5):
        publish(numbered(number))
    fanout.fan_out(endpoint)

    with CaptureQueriesContext(connection) as asked:
        claimed = [deliveries.claim(endpoint, limit=1)]
    with django_assert_num_queries(len(asked)):
        claimed.append(deliveries.claim(endpoint, limit=8))

    assert [len(shipments) for shipments in claimed] == [1, 8]


def test_a_failure_that_comes_after_its_lease_is_over_changes_nothing(
    receiver: Receiver, endpoint_at: Endpoints
) -> None:
    endpoint = endpoint_at(receiver.url)
    publish(in_english(MIGRAINE))
    fanout.fan_out(endpoint)
    late = deliveries.claim(endpoint, limit=1)[0]
    with time_machine.travel(timezone.now() + timedelta(seconds=deliveries.lease_s() + 1)):
        deliveries.claim(endpoint, limit=1)
        deliveries.record([(late, sending.Sent(10, 500, Failure.STATUS))])

    assert endpoint.deliveries.get().tries == 0
    assert Attempt.objects.count() == 0


def test_a_worker_that_is_told_to_stop_finishes_what_is_on_its_way(receiver: Receiver, endpoint_at: Endpoints) -> None:
    endpoint = endpoint_at(receiver.url)
    stopped = threading.Event()

    def answer(exchange: Exchange) -> None:
        stopped.set()
        time.sleep(0.3)
        exchange.say(200)

    receiver.answer = answer
    publish(in_english(MIGRAINE))

    Worker().run_until(stopped)

    assert endpoint.deliveries.get().state == DeliveryState.DELIVERED


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_a_database_that_fails_for_a_moment_is_waited_for(
    receiver: Receiver, endpoint_at: Endpoints, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    endpoint_at(receiver.url)
    publish(in_english(MIGRAINE))
    stopped, failures = threading.Event(), iter([error("the connection is lost")])

    def answer(exchange: Exchange) -> None:
        exchange.say(204)
        stopped.set()

    receiver.answer = answer
    real = worker._with_work

    def with_work() -> Any:
        for failure in failures:
            raise failure
        return real()

    monkeypatch.setattr(worker, "_with_work", with_work)
    monkeypatch.setattr(worker, "_AFTER_ERROR_S", 0.01)
    monkeypatch.setattr(connection, "close", lambda: None)

    Worker().run_until(stopped)

    assert receiver.told() == [("document.published", 1)]


def test_an_idle_worker_asks_the_database_one_question(
    receiver: Receiver, endpoint_at: Endpoints, django_assert_num_queries: Any
) -> None:
    endpoint_at(receiver.url)
    publish(in_english(MIGRAINE))
    idle = Worker()
    idle.run_once()

    with django_assert_num_queries(1):
        idle.run_once()


def test_an_endpoint_that_hangs_takes_nothing_from_others(
    receiver: Receiver, endpoint_at: Endpoints, settings: Any
) -> None:
    settings.WEBHOOK_TIMEOUT_S = 8
    with receiving(lambda exchange: exchange.hang()) as hanging:

        def answer(exchange: Any) -> None:
            exchange.say(204)
            if len(receiver.received) == 40:
                hanging.released.set()

        receiver.answer = answer
        slow, well = endpoint_at(hanging.url), endpoint_at(receiver.url)
        for number in range(40):
            publish(numbered(number))
        began = time.monotonic()
        run()

        assert len(receiver.received) == 40
        assert max(received.at for received in receiver.received) - began < 7.5
    slow.refresh_from_db()
    well.refresh_from_db()
    assert slow.down_since is not None
    assert well.down_since is None


def test_any_number_of_endpoints_that_hang_leave_room_for_one_that_is_well(
    receiver: Receiver, endpoint_at: Endpoints, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.WEBHOOK_TIMEOUT_S = 8
    monkeypatch.setattr(worker, "THREADS", 10)
    well = endpoint_at(receiver.url)
    Endpoint.objects.filter(pk=well.pk).update(last_success_at=timezone.now())
    with receiving(lambda exchange: exchange.hang()) as hanging:

        def answer(exchange: Any) -> None:
            exchange.say(204)
            if len(receiver.received) == 12:
                hanging.released.set()  # what is still to come of them proves nothing more

        receiver.answer = answer
        for _ in range(12):
            endpoint_at(hanging.url)
        for number in range(12):
            publish(numbered(number))
        began = time.monotonic()
        run()

    assert len(receiver.received) == 12
    assert max(received.at for received in receiver.received) - began < 7.5


def test_what_a_server_says_that_is_not_http_never_stops_the_worker(receiver: Receiver, endpoint_at: Endpoints) -> None:
    endpoint = endpoint_at(receiver.url)
    publish(in_english(MIGRAINE))
    receiver.answer = lambda exchange: (exchange.write(b"SSH\0\r\n"), None)[-1]

    run()

    assert endpoint.deliveries.get().attempts.get().failure == Failure.NOT_HTTP
