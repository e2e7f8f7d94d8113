"""Every event reaches who wants it: signed, in order for each document, at least once."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone
from standardwebhooks import Webhook, WebhookVerificationError

from cms.delivery import feed
from cms.publishing.models import Edition
from cms.webhooks import deliveries, fanout, sending, signing, waits, worker
from cms.webhooks.models import Attempt, Delivery, DeliveryState, Disabled, Endpoint, Failure
from cms.webhooks.worker import Worker
from tests.delivery.factories import Content, Text, publish, remove
from tests.delivery.library import CRPS
from tests.webhooks.receiver import receiving, refuse

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.webhooks.receiver import Exchange, Receiver

    Endpoints = Callable[..., Endpoint]

pytestmark = pytest.mark.django_db

MIGRAINE = Content(
    slug="migraine",
    texts={
        "en": Text("Migraine", "Attacks of strong headache.", "migraine"),
        "ar": Text("الشقيقة", "نوبات من الصداع الشديد.", "الشقيقة"),
        "es-MX": Text("Migraña", "Ataques de dolor de cabeza fuerte.", "migrana"),
        "zh-Hans": Text("偏头痛", "反复发作的剧烈头痛。", "偏头痛"),
    },
)


def in_english(content: Content, summary: str = "Attacks of headache.", **fields: Any) -> Content:
    return replace(content, texts={"en": replace(content.texts["en"], summary=summary)}, **fields)


def numbered(number: int) -> Content:
    """A document of its own for each number."""
    name = f"migraine-{number}"
    return Content(slug=name, texts={"en": Text(f"Migraine {number}", "Attacks of headache.", name)})


def run() -> None:
    Worker().run_once()


def make_due(endpoint: Endpoint) -> None:
    """As if the waits were over."""
    endpoint.deliveries.waiting().update(due_at=timezone.now())
    Endpoint.objects.filter(pk=endpoint.pk).update(held_until=None)


# What is told


@pytest.mark.parametrize("locale", ["en", "ar", "es-MX", "zh-Hans"])
def test_a_message_holds_the_change_exactly_as_the_feed_tells_it(
    client: Any, receiver: Receiver, endpoint_at: Endpoints, locale: str
) -> None:
    endpoint = endpoint_at(receiver.url, locales=[locale])
    publish(MIGRAINE)

    run()

    changes = client.get(f"/api/v1/changes/?locale={locale}").json()["changes"]
    message = receiver.received[0].verified(signing.valid_keys(endpoint)[0])
    assert message == {"type": "document.published", "timestamp": changes[0]["occurred_at"], "data": changes[0]}
    assert len(receiver.received) == 1


def test_a_move_and_an_end_are_told_as_such(receiver: Receiver, endpoint_at: Endpoints) -> None:
    endpoint_at(receiver.url)
    publish(in_english(MIGRAINE))
    publish(in_english(MIGRAINE, slug="migraines", content_id=MIGRAINE.id))
    remove(replace(MIGRAINE, slug="migraines", content_id=MIGRAINE.id), reason="merged")

    run()

    assert [type_ for type_, _ in receiver.told()] == ["document.published", "document.moved", "document.gone"]
    assert receiver.messages[-1]["data"]["gone_reason"] == "merged"


def test_what_becomes_outdated_or_overdue_is_told_once(receiver: Receiver, endpoint_at: Endpoints) -> None:
    endpoint_at(receiver.url, event_types=["translation.outdated", "review.overdue"])
    arabic = MIGRAINE.texts["ar"]
    current = replace(MIGRAINE, texts={"ar": arabic})
    behind = replace(current, texts={"ar": replace(arabic, status="outdated")}, review_status="overdue")

    publish(current)
    publish(behind)
    publish(replace(behind, texts={"ar": replace(behind.texts["ar"], summary="صداع شديد.")}))
    run()

    assert receiver.told() == [("translation.outdated", 2), ("review.overdue", 2)]


def test_an_endpoint_hears_only_what_it_asked_for(receiver: Receiver, endpoint_at: Endpoints) -> None:
    endpoint_at(receiver.url, event_types=["document.published"], document_types=["condition"], locales=["es-MX"])
    publish(MIGRAINE)
    publish(Content(slug="ketamine", type="therapy", texts={"es-MX": Text("Ketamina", "Un anestésico.")}))
    remove(MIGRAINE)

    run()

    assert [(m["data"]["type"], m["data"]["locale"], m["data"]["event"]) for m in receiver.messages] == [
        ("condition", "es-MX", "published")
    ]


def test_only_what_comes_after_its_position_is_told(receiver: Receiver, endpoint_at: Endpoints) -> None:
    publish(in_english(MIGRAINE))
    endpoint_at(receiver.url, position=1)
    publish(in_english(CRPS))

    run()

    assert receiver.told() == [("document.published", 2)]


def test_an_edition_that_was_published_meanwhile_is_not_lost_between_two_batches(
    receiver: Receiver, endpoint_at: Endpoints, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fanout, "_BATCH", 3)
    endpoint_at(receiver.url)
    for number in range(8):
        publish(in_english(MIGRAINE, f"Attacks, {number}."))

    run()

    assert receiver.told() == [("document.published", number) for number in range(1, 9)]


# Signatures


def test_while_a_secret_is_replaced_both_verify_and_after_that_the_new_one_only(
    receiver: Receiver, endpoint_at: Endpoints
) -> None:
    endpoint = endpoint_at(receiver.url)
    old = signing.valid_keys(endpoint)[0]
    new = signing.rotate(endpoint, overlap=timedelta(hours=24)).key
    publish(in_english(MIGRAINE))
    run()
    endpoint.secrets.filter(key=old).update(expires_at=timezone.now())
    publish(in_english(MIGRAINE, "Another summary."))
    run()

    overlapping, after = receiver.received
    assert overlapping.verified(old) == overlapping.verified(new)
    assert after.verified(new)
    with pytest.raises(WebhookVerificationError):
        after.verified(old)


def test_a_second_rotation_does_not_lengthen_the_life_of_an_old_secret(
    receiver: Receiver, endpoint_at: Endpoints
) -> None:
    endpoint = endpoint_at(receiver.url)
    old = endpoint.secrets.get()
    signing.rotate(endpoint, overlap=timedelta(hours=1))
    first_end = endpoint.secrets.get(pk=old.pk).expires_at

    signing.rotate(endpoint, overlap=timedelta(days=7))

    assert endpoint.secrets.get(pk=old.pk).expires_at == first_end
    assert len(signing.valid_keys(endpoint)) == 3


def test_each_attempt_has_the_same_id_and_body_and_a_timestamp_of_its_own(
    receiver: Receiver, endpoint_at: Endpoints
) -> None:
    endpoint = endpoint_at(receiver.url)
    receiver.answer = refuse(500)
    publish(in_english(MIGRAINE))
    run()
    with time_machine.travel(timezone.now() + timedelta(minutes=3), tick=True):
        run()

    first, second = receiver.received
    assert (first.headers["webhook-id"], first.body) == (second.headers["webhook-id"], second.body)
    assert int(second.headers["webhook-timestamp"]) - int(first.headers["webhook-timestamp"]) >= 180
    Webhook(signing.valid_keys(endpoint)[0]).verify(first.body, first.headers)


# Order


def test_a_later_message_of_a_document_waits_for_an_earlier_one_and_others_do_not(
    receiver: Receiver, endpoint_at: Endpoints
) -> None:
    endpoint = endpoint_at(receiver.url)
    receiver.answer = lambda exchange: exchange.say(500 if exchange.request.message["data"]["sequence"] == 1 else 204)
    publish(in_english(MIGRAINE))
    publish(in_english(MIGRAINE, "Another summary."))
    publish(in_english(CRPS))
    run()
    told_while_failing = sorted(sequence for _, sequence in receiver.told())
    receiver.answer = refuse(204)
    make_due(endpoint)
    run()

    assert told_while_failing == [1, 3]
    assert [sequence for _, sequence in receiver.told()[2:]] == [1, 2]


def test_a_parked_message_holds_up_nothing(receiver: Receiver, endpoint_at: Endpoints) -> None:
    endpoint = endpoint_at(receiver.url)
    receiver.answer = lambda exchange: exchange.say(500 if exchange.request.message["data"]["sequence"] == 1 else 204)
    publish(in_english(MIGRAINE))
    publish(in_english(MIGRAINE, "Another summary."))
    run()
    endpoint.deliveries.waiting().filter(sequence=1).update(tries=len(waits.WAITS_S))
    make_due(endpoint)
    run()

    assert [row.state for row in endpoint.deliveries.order_by("sequence")] == ["parked", "delivered"]


def test_what_is_replayed_goes_in_order_and_does_not_hold_up_what_is_new(
    receiver: Receiver, endpoint_at: Endpoints
) -> None:
    endpoint = endpoint_at(receiver.url)
    publish(in_english(MIGRAINE))
    publish(in_english(MIGRAINE, "Another summary."))
    run()
    receiver.received.clear()
    receiver.answer = lambda exchange: exchange.say(500 if exchange.request.message["data"]["sequence"] == 1 else 204)

    assert deliveries.replay(endpoint.deliveries.all()) == 2
    publish(in_english(MIGRAINE, "A third summary."))
    run()

    assert sorted(sequence for _, sequence in receiver.told()) == [1, 3]
    assert endpoint.deliveries.waiting().count() == 2


def test_a_replayed_stretch_of_the_log_is_written_anew_where_it_was_swept(
    receiver: Receiver, endpoint_at: Endpoints
) -> None:
    endpoint = endpoint_at(receiver.url)
    for number in range(4):
        publish(in_english(MIGRAINE, f"Attacks, {number}."))
    run()
    ids = [received.headers["webhook-id"] for received in receiver.received]
    endpoint.deliveries.filter(sequence=2).delete()
    endpoint.refresh_from_db()
    receiver.received.clear()

    count = deliveries.replay_range(endpoint, 2, 3)
    run()

    assert count == 2
    assert [sequence for _, sequence in receiver.told()] == [2, 3]
    assert [received.headers["webhook-id"] for received in receiver.received] == ids[1:3]


# Attempts that fail


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
    receiver.answer = refuse(500)
    publish(in_english(MIGRAINE))
    run()
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
    receiver.answer = refuse(500)
    publish(in_english(MIGRAINE))
    run()
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


# Workers that die, and several at once


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


# Housekeeping


def test_what_was_delivered_long_ago_is_dropped_and_what_is_parked_stays(
    receiver: Receiver, endpoint_at: Endpoints
) -> None:
    endpoint = endpoint_at(receiver.url)
    publish(in_english(MIGRAINE))
    publish(in_english(CRPS))
    run()
    endpoint.deliveries.filter(sequence=2).update(state=DeliveryState.PARKED)
    endpoint.deliveries.update(finished_at=timezone.now() - timedelta(days=31))

    run()

    assert list(Delivery.objects.values_list("sequence", flat=True)) == [2]


def test_publishing_writes_nothing_for_webhooks(endpoint_at: Endpoints) -> None:
    endpoint_at("https://hooks.example.org/")
    publish(in_english(MIGRAINE))
    with connection.execute_wrapper(_no_table_of_webhooks):
        publish(in_english(MIGRAINE, "Another summary."))

    assert Delivery.objects.count() == 0


def _no_table_of_webhooks(execute: Any, sql: str, *rest: Any) -> Any:
    assert "webhooks_" not in sql
    return execute(sql, *rest)


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
    settings.WEBHOOK_TIMEOUT_S = 2
    with receiving(lambda exchange: exchange.hang()) as hanging:
        slow, well = endpoint_at(hanging.url), endpoint_at(receiver.url)
        for number in range(40):
            publish(numbered(number))
        began = time.monotonic()
        run()

        assert len(receiver.received) == 40
        assert max(received.at for received in receiver.received) - began < 1.8
    slow.refresh_from_db()
    well.refresh_from_db()
    assert slow.down_since is not None
    assert well.down_since is None


def test_any_number_of_endpoints_that_hang_leave_room_for_one_that_is_well(
    receiver: Receiver, endpoint_at: Endpoints, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.WEBHOOK_TIMEOUT_S = 4
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
    assert max(received.at for received in receiver.received) - began < 3.8


def test_what_a_server_says_that_is_not_http_never_stops_the_worker(receiver: Receiver, endpoint_at: Endpoints) -> None:
    endpoint = endpoint_at(receiver.url)
    publish(in_english(MIGRAINE))
    receiver.answer = lambda exchange: (exchange.write(b"SSH\0\r\n"), None)[-1]

    run()

    assert endpoint.deliveries.get().attempts.get().failure == Failure.NOT_HTTP


def test_reading_after_a_number_gives_what_the_feed_has(db: None) -> None:
    publish(MIGRAINE)

    assert [entry.sequence for entry in feed.read_after(2, limit=10)] == [3, 4]
    assert [entry.sequence for entry in feed.read_after(0, limit=2)] == [1, 2]
