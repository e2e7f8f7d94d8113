"""API keys in the admin: how they are found, who may do what, and what is remembered of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import Permission
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ModelLogEntry

from cms.access import issuing
from cms.access.models import ApiKey
from tests import factories
from tests.access.forms import FORM, LIST, of, text

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from cms.access.issuing import Issued

    MakeKey = Callable[..., Issued]

pytestmark = pytest.mark.django_db


# Finding


def test_an_empty_list_says_what_keys_are_for(admin: Client) -> None:
    page = text(admin.get(LIST))

    assert "There are no API keys yet." in page
    assert "A key is for an app or a partner that needs more" in page


def test_the_list_tells_what_matters_of_each_key(admin: Client, make_key: MakeKey) -> None:
    issued = make_key(rate=12_000, expires_at=timezone.now() + timedelta(days=3))
    make_key(name="Hospital site")

    page = text(admin.get(LIST))

    for told in (issued.key.prefix, "Patient app", "Clínica del Dolor", "Read what is published", "12,000"):
        assert told in page
    assert "Expires soon" in page
    assert "as usual" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=hospital", {"Hospital site"}),
        ("q=salud", {"Patient app"}),
        ("q=salud@example.org", {"Patient app"}),
        ("state=revoked", {"Hospital site"}),
        ("state=active", {"Patient app"}),
        ("state=expired", set()),
        ("state=nonsense", {"Hospital site", "Patient app"}),
        ("ordering=-last_used_at", {"Hospital site", "Patient app"}),
    ],
)
def test_keys_are_found_by_name_owner_contact_and_state(
    admin: Client, make_key: MakeKey, query: str, found: set[str]
) -> None:
    make_key(owner="Secretaría de Salud", contact="salud@example.org")
    issuing.revoke(make_key(name="Hospital site").key)

    for path in (LIST, f"{LIST}results/"):
        listed = admin.get(f"{path}?{query}").context["object_list"]
        assert {key.name for key in listed} == found


def test_a_key_is_found_by_its_prefix(admin: Client, make_key: MakeKey) -> None:
    issued = make_key()
    make_key(name="Hospital site")

    assert [key.pk for key in admin.get(f"{LIST}?q={issued.key.prefix}").context["object_list"]] == [issued.key.pk]


def test_more_keys_cost_the_list_no_more_queries(
    admin: Client, make_key: MakeKey, django_assert_num_queries: Any
) -> None:
    make_key()
    admin.get(LIST)
    with CaptureQueriesContext(connection) as before:
        admin.get(LIST)
    for number in range(10):
        make_key(name=f"Partner {number}")

    with django_assert_num_queries(len(before)):
        admin.get(LIST)


# Who may, and what is remembered


@pytest.mark.parametrize(
    ("codename", "allowed"),
    [
        (None, set()),
        ("view_apikey", {"list"}),
        ("add_apikey", {"list", "new"}),
        ("change_apikey", {"list", "edit", "rotate", "revoke"}),
    ],
)
def test_each_act_takes_its_permission(
    client: Client, make_key: MakeKey, codename: str | None, allowed: set[str]
) -> None:
    issued = make_key()
    person = factories.user("ana")
    wanted = ["access_admin", *([codename] if codename else [])]
    person.user_permissions.set(Permission.objects.filter(codename__in=wanted))
    client.force_login(person)

    pages = {"list": LIST, "new": f"{LIST}new/"}
    pages |= {act: of(act, issued.key) for act in ("edit", "rotate", "revoke")}
    assert {name for name, path in pages.items() if client.get(path).status_code == 200} == allowed
    for name in {"rotate", "revoke"} - allowed:
        client.post(pages[name], {"overlap": "0"})
    assert ApiKey.objects.get().state == "active"
    assert allowed >= {"rotate"} or issued.key.secrets.count() == 1


def test_the_menu_shows_keys_to_those_who_may_see_them(client: Client) -> None:
    def menu(person: Any) -> str:
        cache.clear()
        client.force_login(person)
        return client.get("/admin/").content.decode()

    stranger = factories.user("ana")
    stranger.user_permissions.set(Permission.objects.filter(codename="access_admin"))

    assert LIST in menu(factories.administrator())
    assert LIST not in menu(stranger)


def test_permissions_can_be_given_to_groups_in_the_admin(admin: Client) -> None:
    page = text(admin.get("/admin/groups/new/"))

    given = Permission.objects.filter(content_type__app_label="access", content_type__model="apikey")
    offered = {permission.codename for permission in given if f'value="{permission.pk}"' in page}
    assert {"add_apikey", "change_apikey"} <= offered


def test_each_act_is_in_the_history_of_the_key(admin: Client) -> None:
    admin.post(f"{LIST}new/", FORM)
    key = ApiKey.objects.get()
    admin.post(of("edit", key), {**FORM, "rate": "7"})
    admin.post(of("rotate", key), {"overlap": "86400"})
    admin.post(of("revoke", key))

    page = text(admin.get(of("history", key)))

    for told in (
        f"Made the key {key.prefix}",
        "Made a new secret; those before it are good until",
        f"Revoked the key {key.prefix}",
    ):
        assert told in page
    actions = ModelLogEntry.objects.order_by("timestamp", "pk").values_list("action", flat=True)
    assert list(actions) == ["access.make", "wagtail.edit", "access.rotate", "access.revoke"]
