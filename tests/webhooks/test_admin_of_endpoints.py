"""Endpoints in the admin: how they are added, changed, listed and deleted, and what the forms refuse."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth import get_user_model
from wagtail.users.models import UserProfile

from cms.webhooks import deliveries, signing
from cms.webhooks.models import Delivery, Endpoint
from cms.webhooks.worker import Worker
from tests import factories
from tests.delivery.factories import NOW, publish
from tests.delivery.library import CRPS
from tests.webhooks.acting import MIGRAINE, in_english
from tests.webhooks.admin_pages import LIST, address_of, text
from tests.webhooks.receiver import refuse

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import Settings

    from tests.webhooks.admin_pages import Endpoints
    from tests.webhooks.receiver import Receiver

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def add(admin: Client, url: str, **fields: Any) -> Any:
    return admin.post(f"{LIST}new/", {"url": url, "start": "now", **fields}, follow=True)


# Adding and changing


def test_an_endpoint_is_added_with_a_secret_and_begins_with_what_comes(admin: Client, receiver: Receiver) -> None:
    publish(in_english(MIGRAINE))

    add(admin, receiver.url, description="Ward app", locales=["ar", "es-MX"], event_types=["document.gone"])

    endpoint = Endpoint.objects.get()
    assert (endpoint.position, endpoint.locales, endpoint.event_types) == (1, ["ar", "es-MX"], ["document.gone"])
    assert len(signing.valid_keys(endpoint)) == 1


@pytest.mark.parametrize(
    ("start", "position"), [({"start": "beginning"}, 0), ({"start": "moment", "since": "2026-11-03 00:00"}, 1)]
)
def test_it_may_begin_with_what_was_before(
    admin: Client, receiver: Receiver, start: dict[str, str], position: int
) -> None:
    publish(in_english(MIGRAINE), at=NOW)
    publish(in_english(CRPS), at=NOW + timedelta(days=2))

    add(admin, receiver.url, **start)

    assert Endpoint.objects.get().position == position


def test_a_moment_is_of_the_zone_that_its_label_names_wherever_a_person_works(
    admin: Client, receiver: Receiver
) -> None:
    person = get_user_model().objects.get(username=factories.administrator().username)
    UserProfile.objects.update_or_create(user=person, defaults={"current_time_zone": "America/Mexico_City"})
    publish(in_english(MIGRAINE), at=datetime(2026, 11, 3, 3, 0, tzinfo=UTC))

    add(admin, receiver.url, start="moment", since="2026-11-03 01:00")

    assert Endpoint.objects.get().position == 0


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("https://192.168.1.9/hooks", "Webhooks are not sent to private or internal addresses"),
        ("https://169.254.169.254/latest/meta-data/", "Webhooks are not sent to private or internal addresses"),
        ("https://[::1]/", "Webhooks are not sent to private or internal addresses"),
        ("http://8.8.8.8/hooks", "The address has to begin with https://"),
        ("https://no-such-name.invalid/", "No server of this name could be found"),
        ("ftp://example.org/", "Webhooks are not sent to"),
    ],
)
def test_an_address_that_nothing_is_sent_to_is_refused_beside_its_field(
    admin: Client, settings: Settings, url: str, sentence: str
) -> None:
    settings.WEBHOOK_ALLOWED_NETWORKS = []

    response = add(admin, url)

    assert any(sentence in str(error) for error in response.context["form"].errors["url"])
    assert not Endpoint.objects.exists()


def test_a_moment_that_is_not_said_is_asked_for(admin: Client, receiver: Receiver) -> None:
    response = add(admin, receiver.url, start="moment")

    assert "since" in response.context["form"].errors


def test_saving_the_form_does_not_turn_the_worker_back(
    admin: Client, receiver: Receiver, endpoint_at: Endpoints, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cms.webhooks import forms

    endpoint = endpoint_at(receiver.url)
    real = forms.EndpointForm.clean_url

    def meanwhile(form: Any) -> str:
        Endpoint.objects.update(position=70)
        return real(form)

    monkeypatch.setattr(forms.EndpointForm, "clean_url", meanwhile)

    admin.post(f"{LIST}edit/{endpoint.pk}/", {"url": receiver.url, "description": "Ward app", "locales": ["ar"]})

    endpoint.refresh_from_db()
    assert (endpoint.position, endpoint.description, endpoint.locales) == (70, "Ward app", ["ar"])


# The list


def test_the_list_says_how_each_endpoint_stands(admin: Client, receiver: Receiver, endpoint_at: Endpoints) -> None:
    endpoint = endpoint_at(receiver.url, description="Ward app")
    endpoint_at("https://hooks.example.org/", locales=["ar"], event_types=["review.overdue"])
    publish(MIGRAINE)
    receiver.answer = refuse(410)
    Worker().run_once()

    page = text(admin.get(LIST))

    assert "Ward app" in page
    assert "wants no more webhooks" in page
    assert "A review became overdue; all types of document; العربيّة" in page
    assert f'href="{address_of(endpoint)}"' in page


def test_an_empty_list_says_what_webhooks_are_for(admin: Client) -> None:
    assert "Nobody is told yet." in text(admin.get(LIST))


def test_the_list_asks_no_more_for_more_endpoints(
    admin: Client, endpoint_at: Endpoints, django_assert_max_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    admin.get(LIST)
    endpoint_at("https://hooks.example.org/")
    with CaptureQueriesContext(connection) as few:
        admin.get(LIST)
    for number in range(10):
        endpoint_at(f"https://hooks.example.org/{number}")

    with django_assert_max_num_queries(len(few)):
        admin.get(LIST)


# Deleting


def test_an_endpoint_is_deleted_with_all_it_has(admin: Client, receiver: Receiver, endpoint_at: Endpoints) -> None:
    endpoint = endpoint_at(receiver.url)
    publish(in_english(MIGRAINE))
    Worker().run_once()

    admin.post(f"{LIST}delete/{endpoint.pk}/")

    assert not Endpoint.objects.exists()
    assert not Delivery.objects.exists()


def test_what_comes_back_for_an_endpoint_that_was_deleted_meanwhile_is_nothing(
    receiver: Receiver, endpoint_at: Endpoints
) -> None:
    from cms.webhooks import fanout, sending

    endpoint = endpoint_at(receiver.url)
    publish(in_english(MIGRAINE))
    fanout.fan_out(endpoint)
    shipment = deliveries.claim(endpoint, limit=1)[0]
    endpoint.delete()

    deliveries.record([(shipment, sending.send(shipment))])

    assert not Delivery.objects.exists()
