"""A message that was not taken is sent again, later and later, until it is parked; nothing is lost meanwhile."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.utils import timezone
from standardwebhooks import Webhook

from cms.publishing.models import Edition
from cms.webhooks import deliveries, fanout, signing, waits
from cms.webhooks.models import Attempt, DeliveryState, Disabled, Endpoint, Failure
from tests.delivery.factories import publish
from tests.delivery.library import CRPS
from tests.webhooks.acting import MIGRAINE, in_english, make_due, run
from tests.webhooks.receiver import refuse

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.webhooks.receiver import Receiver

    Endpoints = Callable[..., Endpoint]

pytestmark = pytest.mark.django_db


def refused(receiver: Receiver) -> None:
    """One message, which the server does not take."""
    receiver.answer = refuse(500)
    publish(in_english(MIGRAINE))
    run()


def test_each_attempt_has_the_same_id_and_body_and_a_timestamp_of_its_own(
    receiver: Receiver, endpoint_at: Endpoints
) -> None:
    endpoint = endpoint_at(receiver.url)
    refused(receiver)
    with time_machine.travel(timezone.now() + timedelta(minutes=3), tick=True):
        run()

    first, second = receiver.received
    assert (first.headers["webhook-id"], first.body) == (second.headers["webhook-id"], second.body)
    assert int(second.headers["webhook-timestamp"]) - int(first.headers["webhook-timestamp"]) >= 180
    Webhook(signing.valid_keys(endpoint)[0]).verify(first.body, first.headers)


def test_a_failed_attempt_is_repeated_with_growing_waits_for_three_days_and_then_parked(
    receiver: Receiver, endpoint_at: Endpoints
) -> None:
    endpoint = endpoint_at(receiver.url)
    receiver.answer = refuse(500, b"The database of appointments is down.")
    publish(in_english(MIGRAINE))
    began, waited = timezone.now(), []
    with time_machine.travel(began, tick=False) as clock:
        while True:
            run()
            delivery = endpoint.deliveries.get()
            if delivery.state == DeliveryState.PARKED:
                break
            waited.append(delivery.due_at - timezone.now())
            clock.move_to(delivery.due_at)

        assert timedelta(days=2, hours=12) < timezone.now() - began < timedelta(days=3, hours=8)
    assert len(receiver.received) == len(waits.WAITS_S) + 1
    assert waited == sorted(waited)
    attempt = delivery.attempts.all()[0]
    assert (attempt.status, attempt.failure, attempt.answer) == (
        500,
        Failure.STATUS,
        "The database of appointments is down.",
    )


@pytest.mark.parametrize("asked", ["120", "date"])
def test_a_server_that_asks_for_time_gets_it(receiver: Receiver, endpoint_at: Endpoints, asked: str) -> None:
    endpoint = endpoint_at(receiver.url)
    now = timezone.now().replace(microsecond=0)
    header = asked if asked != "date" else (now + timedelta(seconds=120)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    receiver.answer = refuse(429, Retry_After=header)
    publish(in_english(MIGRAINE))
    publish(in_english(CRPS))

    run()

    held_until = Endpoint.objects.values_list("held_until", flat=True).get(pk=endpoint.pk) or now
    assert timedelta(seconds=115) < held_until - now < timedelta(seconds=130)
    assert len(receiver.received) <= 2


def test_a_server_cannot_ask_for_more_than_an_hour(receiver: Receiver, endpoint_at: Endpoints) -> None:
    endpoint = endpoint_at(receiver.url)
    receiver.answer = refuse(503, Retry_After="999999999999")
    publish(in_english(MIGRAINE))

    run()

    held_until = Endpoint.objects.values_list("held_until", flat=True).get(pk=endpoint.pk) or timezone.now()
    assert timedelta(minutes=55) < held_until - timezone.now() <= timedelta(hours=1)


def test_a_server_that_wants_no_more_is_disabled_and_the_log_says_so(
    receiver: Receiver, endpoint_at: Endpoints, caplog: Any
) -> None:
    endpoint = endpoint_at(f"{receiver.url}?token=x7Q2")
    receiver.answer = refuse(410)
    publish(in_english(MIGRAINE))
    run()
    publish(in_english(CRPS))
    run()

    endpoint.refresh_from_db()
    assert (endpoint.is_enabled, endpoint.disabled_because) == (False, Disabled.GONE)
    assert len(receiver.received) == 1
    assert "127.0.0.1" in caplog.text
    assert "token" not in caplog.text


def test_an_endpoint_that_fails_for_five_days_is_disabled_and_goes_on_where_it_was(
    receiver: Receiver, endpoint_at: Endpoints
) -> None:
    endpoint = endpoint_at(receiver.url, failing_since=timezone.now() - timedelta(days=6))
    refused(receiver)
    endpoint.refresh_from_db()
    assert (endpoint.is_enabled, endpoint.disabled_because) == (False, Disabled.FAILING)

    receiver.answer = refuse(204)
    publish(in_english(CRPS))
    deliveries.enable(endpoint)
    run()

    assert sorted(sequence for _, sequence in receiver.told()) == [1, 1, 2]


def test_quiet_days_after_a_message_was_parked_are_no_days_of_failing(
    receiver: Receiver, endpoint_at: Endpoints
) -> None:
    endpoint = endpoint_at(receiver.url)
    refused(receiver)
    endpoint.deliveries.update(tries=len(waits.WAITS_S))
    make_due(endpoint)
    run()
    with time_machine.travel(timezone.now() + timedelta(days=9), tick=True):
        publish(in_english(CRPS))
        run()

    endpoint.refresh_from_db()
    assert endpoint.is_enabled


def test_of_an_endpoint_that_takes_nothing_only_so_much_is_written(
    receiver: Receiver, endpoint_at: Endpoints, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fanout, "MOST_WAITING", 2)
    monkeypatch.setattr(fanout, "_BATCH", 2)
    endpoint = endpoint_at(receiver.url, held_until=timezone.now() + timedelta(minutes=5))
    for number in range(6):
        publish(in_english(MIGRAINE, f"Attacks, {number}."))
    run()
    assert endpoint.deliveries.count() == 2

    make_due(endpoint)
    run()

    assert [sequence for _, sequence in receiver.told()] == [1, 2, 3, 4, 5, 6]


def test_a_message_whose_edition_a_restore_has_replaced_is_parked(receiver: Receiver, endpoint_at: Endpoints) -> None:
    endpoint = endpoint_at(receiver.url, held_until=timezone.now() + timedelta(minutes=5))
    publish(in_english(MIGRAINE))
    run()
    Edition.objects.update(digest="0" * 32)
    make_due(endpoint)

    run()

    assert receiver.received == []
    assert endpoint.deliveries.get().state == DeliveryState.PARKED
    assert Attempt.objects.get().failure == Failure.LOST
