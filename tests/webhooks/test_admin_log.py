"""The log of an endpoint in the admin: what was sent, what of it is shown, and what is sent again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from cms.webhooks.models import DeliveryState
from cms.webhooks.worker import Worker
from tests.delivery.factories import NOW, publish
from tests.webhooks.acting import MIGRAINE, in_english
from tests.webhooks.admin_pages import address_of, text
from tests.webhooks.receiver import refuse

if TYPE_CHECKING:
    from django.test import Client

    from tests.webhooks.admin_pages import Endpoints
    from tests.webhooks.receiver import Receiver

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_the_log_shows_each_attempt_and_is_narrowed_by_state_and_event(
    admin: Client, receiver: Receiver, endpoint_at: Endpoints
) -> None:
    endpoint = endpoint_at(receiver.url)
    receiver.answer = refuse(500, b"<b>Out of order</b>")
    publish(MIGRAINE)
    Worker().run_once()
    receiver.answer = refuse(204)
    delivery = endpoint.deliveries.get(locale="ar")
    endpoint.deliveries.exclude(pk=delivery.pk).update(state=DeliveryState.DELIVERED)

    waiting = admin.get(address_of(endpoint, "log"), {"state": "waiting"})
    gone = admin.get(address_of(endpoint, "log"), {"type": "document.gone"})
    results = admin.get(address_of(endpoint, "log/results"), {"state": "waiting"})
    page = text(admin.get(f"{address_of(endpoint, 'log')}{delivery.pk}/"))

    assert [row.pk for row in waiting.context["object_list"]] == [delivery.pk]
    assert [row.pk for row in results.context["object_list"]] == [delivery.pk]
    assert list(gone.context["object_list"]) == []
    assert "Nothing is like that." in text(gone)
    assert "&lt;b&gt;Out of order&lt;/b&gt;" in page
    assert "The server refused." in page
    assert delivery.message_id in page


def test_the_log_of_another_endpoint_is_not_shown_here(
    admin: Client, receiver: Receiver, endpoint_at: Endpoints
) -> None:
    endpoint, other = endpoint_at(receiver.url), endpoint_at("https://hooks.example.org/", position=99)
    publish(in_english(MIGRAINE))
    Worker().run_once()

    assert "Nothing was sent yet." in text(admin.get(address_of(other, "log")))
    assert admin.get(f"{address_of(other, 'log')}{endpoint.deliveries.get().pk}/").status_code == 404


def test_one_delivery_is_sent_again(admin: Client, receiver: Receiver, endpoint_at: Endpoints) -> None:
    endpoint = endpoint_at(receiver.url)
    publish(in_english(MIGRAINE))
    Worker().run_once()

    admin.post(f"{address_of(endpoint, 'log')}{endpoint.deliveries.get().pk}/replay/")
    Worker().run_once()

    assert receiver.told() == [("document.published", 1)] * 2


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"what": "parked"}, [2]),
        ({"what": "editions", "first": "1", "last": "2"}, [1, 2]),
        ({"what": "editions", "first": "3", "last": "99"}, [3]),
        ({"what": "times", "since": "2026-11-02 00:00", "until": "2026-11-03 12:00"}, [1, 2]),
    ],
)
def test_what_is_chosen_is_counted_first_and_sent_again_when_that_is_confirmed(
    admin: Client, receiver: Receiver, endpoint_at: Endpoints, asked: dict[str, str], expected: list[int]
) -> None:
    endpoint = endpoint_at(receiver.url)
    for number in range(3):
        publish(in_english(MIGRAINE, f"Attacks, {number}."), at=NOW + timedelta(days=number))
    Worker().run_once()
    endpoint.deliveries.filter(sequence=2).update(state=DeliveryState.PARKED)
    receiver.received.clear()

    asking = admin.post(address_of(endpoint, "replay"), asked)
    nothing_yet = endpoint.deliveries.waiting().count()
    done = admin.post(address_of(endpoint, "replay"), {**asked, "confirmed": "yes"}, follow=True)
    Worker().run_once()

    assert (asking.context["count"], nothing_yet) == (len(expected), 0)
    assert [sequence for _, sequence in receiver.told()] == expected
    assert f"{len(expected)} message" in text(done)


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({}, "what"),
        ({"what": "parked"}, "what"),
        ({"what": "editions", "first": "1"}, "last"),
        ({"what": "editions", "first": "five", "last": "2"}, "first"),
        ({"what": "editions", "first": "2", "last": "1"}, "__all__"),
        ({"what": "editions", "first": "1", "last": "99999999999999999999999"}, "last"),
        ({"what": "times", "since": "yesterday", "until": ""}, "until"),
        ({"what": "times", "since": "2001-01-01 00:00", "until": "2001-01-02 00:00"}, "__all__"),
    ],
)
def test_a_choice_that_means_nothing_is_refused_beside_its_field(
    admin: Client, endpoint_at: Endpoints, asked: dict[str, str], field: str
) -> None:
    publish(in_english(MIGRAINE))
    endpoint = endpoint_at("https://hooks.example.org/", position=1)

    response = admin.post(address_of(endpoint, "replay"), asked)

    assert field in response.context["form"].errors
