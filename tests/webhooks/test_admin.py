"""Webhooks in the admin: who may do what, what the forms refuse, and what each act does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.utils import timezone
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from cms.webhooks import deliveries, signing
from cms.webhooks.models import Delivery, DeliveryState, Disabled, Endpoint
from cms.webhooks.worker import Worker
from tests import factories
from tests.delivery.factories import NOW, publish
from tests.delivery.library import CRPS
from tests.webhooks.acting import MIGRAINE, in_english
from tests.webhooks.receiver import refuse

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import Settings

    from tests.webhooks.receiver import Receiver

    Endpoints = Callable[..., Endpoint]

pytestmark = [pytest.mark.django_db, pytest.mark.once]

LIST = "/admin/webhooks/"


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(factories.administrator())
    return client


def person_with(client: Client, *permissions: str) -> Client:
    group = Group.objects.create(name="Partners")
    wanted = Permission.objects.filter(codename__in=["access_admin", *permissions])
    group.permissions.set(wanted)
    client.force_login(factories.user("petra", "Partners"))
    return client


def address_of(endpoint: Endpoint, act: str = "") -> str:
    return f"{LIST}{endpoint.pk}/{act}/" if act else f"{LIST}inspect/{endpoint.pk}/"


def text(response: Any) -> str:
    return str(response.content.decode())


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


# Who may


@pytest.mark.parametrize("path", ["", "inspect/{pk}/", "{pk}/log/", "{pk}/replay/", "new/"])
def test_who_has_no_permission_sees_nothing(client: Client, endpoint_at: Endpoints, path: str) -> None:
    endpoint = endpoint_at("https://hooks.example.org/")
    person = person_with(client)

    response = person.get(LIST + path.format(pk=endpoint.pk))

    assert response.status_code == 302
    assert 'href="/admin/webhooks/"' not in text(person.get("/admin/"))


@pytest.mark.parametrize("act", ["test", "switch", "secret", "rotate", "replay"])
def test_who_may_only_look_changes_nothing_and_learns_no_secret(
    client: Client, endpoint_at: Endpoints, receiver: Receiver, act: str
) -> None:
    endpoint = endpoint_at(receiver.url)
    person = person_with(client, "view_endpoint")

    page = text(person.get(address_of(endpoint)))
    refused = person.post(address_of(endpoint, act), {"secret": endpoint.secrets.get().pk})

    assert refused.status_code == 302
    assert "Replace the secret" not in page
    assert "Send a test" not in page
    endpoint.refresh_from_db()
    assert endpoint.is_enabled
    assert receiver.received == []


def test_the_menu_shows_webhooks_to_those_who_may_see_them(client: Client) -> None:
    assert "/admin/webhooks/" in text(person_with(client, "view_endpoint").get("/admin/"))


# What can be done


def test_the_secret_is_shown_when_asked_for_and_that_is_noted(admin: Client, endpoint_at: Endpoints) -> None:
    endpoint = endpoint_at("https://hooks.example.org/")
    key = signing.valid_keys(endpoint)[0]

    before = text(admin.get(address_of(endpoint)))
    after = admin.post(address_of(endpoint, "secret"), {"secret": endpoint.secrets.get().pk})

    assert key not in before
    assert key.replace("+", "&#x2B;") in text(after) or key in text(after)
    assert "no-store" in after["Cache-Control"]
    assert ModelLogEntry.objects.filter(action="webhooks.reveal").exists()


@pytest.mark.parametrize("secret", ["", "abc", "-1", "9" * 5_000, "1'"])
def test_a_secret_that_is_none_is_not_found(admin: Client, endpoint_at: Endpoints, secret: str) -> None:
    endpoint = endpoint_at("https://hooks.example.org/")

    assert admin.post(address_of(endpoint, "secret"), {"secret": secret}).status_code == 404


def test_a_new_secret_signs_at_once_and_the_old_one_for_as_long_as_was_chosen(
    admin: Client, endpoint_at: Endpoints
) -> None:
    endpoint = endpoint_at("https://hooks.example.org/")
    old = endpoint.secrets.get()

    admin.post(address_of(endpoint, "rotate"), {"overlap": "168"})

    old.refresh_from_db()
    assert old.expires_at is not None
    assert timedelta(days=6) < old.expires_at - timezone.now() <= timedelta(days=7)
    assert signing.valid_keys(endpoint)[-1] == old.key
    assert len(signing.valid_keys(endpoint)) == 2


def test_a_test_is_sent_signed_and_its_answer_is_shown_as_text(
    admin: Client, receiver: Receiver, endpoint_at: Endpoints
) -> None:
    endpoint = endpoint_at(receiver.url)
    receiver.answer = refuse(418, b"<script>alert(1)</script> \xd9\x84\xd8\xa7")

    page = text(admin.post(address_of(endpoint, "test")))

    assert receiver.received[0].verified(signing.valid_keys(endpoint)[0])["type"] == "webhook.test"
    assert "&lt;script&gt;alert(1)&lt;/script&gt; لا" in page
    assert "<script>alert(1)" not in page
    assert "418" in page
    assert not Delivery.objects.exists()


def test_a_test_of_an_address_that_has_become_private_says_so(
    admin: Client, settings: Settings, endpoint_at: Endpoints
) -> None:
    settings.WEBHOOK_ALLOWED_NETWORKS = []
    endpoint = endpoint_at("https://127.0.0.1/")

    assert "not one that webhooks are sent to" in text(admin.post(address_of(endpoint, "test")))


def test_switched_off_nothing_is_sent_and_switched_on_it_goes_on(
    admin: Client, receiver: Receiver, endpoint_at: Endpoints
) -> None:
    endpoint = endpoint_at(receiver.url)
    admin.post(address_of(endpoint, "switch"), {"to": "off"})
    publish(in_english(MIGRAINE))
    Worker().run_once()
    page = text(admin.get(address_of(endpoint)))
    sent_while_off = list(receiver.received)
    admin.post(address_of(endpoint, "switch"), {"to": "on"})
    Worker().run_once()

    assert sent_while_off == []
    assert "Switched off by hand." in page
    assert receiver.told() == [("document.published", 1)]


@pytest.mark.parametrize(("to", "because"), [("on", ""), ("off", Disabled.GONE)])
def test_a_page_that_is_out_of_date_never_switches_the_other_way(
    admin: Client, endpoint_at: Endpoints, to: str, because: str
) -> None:
    endpoint = endpoint_at("https://hooks.example.org/")
    if because:
        deliveries.disable(Endpoint.objects.all(), Disabled.GONE)

    admin.post(address_of(endpoint, "switch"), {"to": to})

    endpoint.refresh_from_db()
    assert (endpoint.is_enabled, endpoint.disabled_because) == (to == "on", because)


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
