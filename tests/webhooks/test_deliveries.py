"""Every event reaches who wants it: signed, in order for each document, at least once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.utils import timezone
from standardwebhooks import WebhookVerificationError

from cms.delivery import feed
from cms.webhooks import deliveries, fanout, signing, waits
from cms.webhooks.models import Delivery, DeliveryState, Endpoint
from tests.delivery.factories import Content, Text, publish, remove
from tests.delivery.library import CRPS
from tests.webhooks.acting import MIGRAINE, in_english, make_due, run
from tests.webhooks.receiver import refuse

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.webhooks.receiver import Receiver

    Endpoints = Callable[..., Endpoint]

pytestmark = pytest.mark.django_db


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


def test_reading_after_a_number_gives_what_the_feed_has(db: None) -> None:
    publish(MIGRAINE)

    assert [entry.sequence for entry in feed.read_after(2, limit=10)] == [3, 4]
    assert [entry.sequence for entry in feed.read_after(0, limit=2)] == [1, 2]


def test_reading_by_number_gives_what_the_feed_has_and_nothing_else(db: None) -> None:
    publish(MIGRAINE)

    assert feed.read_at([4, 2, 9]) == {entry.sequence: entry for entry in feed.read_after(0, limit=10)[1::2]}
    assert feed.read_at([]) == {}
