"""What people may do with an endpoint in the admin: see its secret, replace it, send a test, switch it on and off."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import Group, Permission
from django.utils import timezone
from wagtail.models import ModelLogEntry

from cms.webhooks import deliveries, signing
from cms.webhooks.models import Delivery, Disabled, Endpoint
from cms.webhooks.worker import Worker
from tests import factories
from tests.delivery.factories import publish
from tests.webhooks.acting import MIGRAINE, in_english
from tests.webhooks.admin_pages import LIST, address_of, text
from tests.webhooks.receiver import refuse

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import Settings

    from tests.webhooks.admin_pages import Endpoints
    from tests.webhooks.receiver import Receiver

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def person_with(client: Client, *permissions: str) -> Client:
    group = Group.objects.create(name="Partners")
    wanted = Permission.objects.filter(codename__in=["access_admin", *permissions])
    group.permissions.set(wanted)
    client.force_login(factories.user("petra", "Partners"))
    return client


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
