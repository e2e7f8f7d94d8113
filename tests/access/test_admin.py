"""API keys in the admin: made, shown once, changed, rotated, revoked, found, and by whom."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from wagtail.models import ModelLogEntry

from cms.access import issuing, keys
from cms.access.errors import InvalidKey
from cms.access.models import ApiKey
from tests.access.forms import FORM, LIST, errors_of, of, secret_on, text

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from cms.access.issuing import Issued

    MakeKey = Callable[..., Issued]

pytestmark = [pytest.mark.django_db, pytest.mark.once]

# Making


def test_a_key_that_was_made_opens_the_api(admin: Client) -> None:
    answer = admin.post(f"{LIST}new/", {**FORM, "rate": "12000", "scopes": ["read", "drafts"]})

    reader = keys.reader_of(f"Bearer {secret_on(answer)}")
    key = ApiKey.objects.get()
    assert (answer.status_code, reader.key, reader.rate) == (200, key.prefix, 12_000)
    assert reader.scopes == {"read", "drafts"}
    assert key.created_by is not None


def test_the_secret_is_shown_this_once_with_a_warning_and_an_example(admin: Client) -> None:
    answer = admin.post(f"{LIST}new/", FORM)
    secret = secret_on(answer)

    assert "shown this once and never again" in text(answer)
    assert f"curl -H &quot;Authorization: Bearer {secret}&quot; http://testserver/api/v1/conditions/" in text(answer)
    assert "no-store" in answer.headers["Cache-Control"]
    for path in (LIST, of("edit", ApiKey.objects.get()), of("history", ApiKey.objects.get())):
        assert secret.rpartition("_")[2] not in admin.get(path).content.decode()


def test_the_secret_is_kept_in_no_session_and_in_no_log(admin: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("DEBUG"):
        secret = secret_on(admin.post(f"{LIST}new/", FORM)).rpartition("_")[2]

    sessions = [session.get_decoded() for session in Session.objects.all()]
    assert secret not in str(sessions)
    assert secret not in str(list(ModelLogEntry.objects.values()))
    assert secret not in caplog.text


def test_the_page_with_the_secret_takes_the_address_of_the_key_so_that_reloading_makes_no_other(admin: Client) -> None:
    answer = admin.post(f"{LIST}new/", FORM)

    assert f'access/issued.js" data-url="{of("edit", ApiKey.objects.get())}"' in text(answer)


def test_reading_is_ticked_to_begin_with(admin: Client) -> None:
    assert re.search(r'value="read"[^>]*\bchecked', text(admin.get(f"{LIST}new/")))


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("name", "", "This field is required."),
        ("owner", "", "This field is required."),
        ("contact", "nobody", "Enter a valid email address."),
        ("scopes", [], "This field is required."),
        ("scopes", ["write"], "write is not one of the available choices."),
        ("rate", "0", "greater than or equal to 1"),
        ("rate", "-1", "greater than or equal to 1"),
        ("rate", "1000001", "less than or equal to 1000000"),
        ("rate", "much", "Enter a whole number."),
        ("expires_at", "2020-01-01 00:00", "This moment has passed."),
        ("expires_at", "tomorrow", "Enter a valid date/time."),
        ("allowed_origins", "app.example.org", "“app.example.org” is not an origin."),
        ("allowed_origins", "https://a.example\nhttps://a.example/path", "“https://a.example/path” is not an origin."),
        ("allowed_origins", "\n".join(f"https://a{number}.example" for number in range(51)), "At most 50 origins"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(admin: Client, field: str, value: Any, message: str) -> None:
    answer = admin.post(f"{LIST}new/", {**FORM, field: value})

    assert list(errors_of(answer)) == [field]
    assert message in errors_of(answer)[field][0]
    assert not ApiKey.objects.exists()


def test_origins_are_kept_as_browsers_send_them(admin: Client) -> None:
    origins = "https://App.Example.org/\r\n\r\nhttps://clínica.example:443\r\nhttps://app.example.org"
    admin.post(f"{LIST}new/", {**FORM, "allowed_origins": origins})

    assert ApiKey.objects.get().allowed_origins == ["https://app.example.org", "https://xn--clnica-4va.example"]


@pytest.mark.parametrize("name", ["تطبيق المرضى", "患者应用", "<b>Niños & niñas</b>"])
def test_names_in_every_script_are_shown_as_they_are(admin: Client, name: str) -> None:
    admin.post(f"{LIST}new/", {**FORM, "name": name})
    shown = name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

    assert shown in text(admin.get(LIST))
    assert "<b>Niños" not in text(admin.get(of("edit", ApiKey.objects.get())))


# Changing


def test_limits_and_scopes_can_be_changed_and_count_at_once(admin: Client, make_key: MakeKey) -> None:
    issued = make_key()

    admin.post(of("edit", issued.key), {**FORM, "scopes": ["drafts"], "rate": "42"})

    reader = keys.reader_of(f"Bearer {issued.secret}")
    assert (reader.rate, reader.scopes) == (42, frozenset({"drafts"}))


def test_a_key_that_has_expired_can_be_saved_as_it_is_and_be_extended(admin: Client, make_key: MakeKey) -> None:
    yesterday = timezone.now().replace(second=0, microsecond=0) - timedelta(days=1)
    issued = make_key(expires_at=yesterday)

    unchanged = admin.post(of("edit", issued.key), {**FORM, "expires_at": f"{yesterday:%Y-%m-%d %H:%M}"})
    assert unchanged.status_code == 302
    admin.post(of("edit", issued.key), FORM)

    assert keys.reader_of(f"Bearer {issued.secret}").key == issued.key.prefix


def test_the_page_of_a_key_tells_each_secret_by_its_end(admin: Client, make_key: MakeKey) -> None:
    first = make_key()
    second = issuing.rotate(first.key, overlap=timedelta(days=1))
    keys.reader_of(f"Bearer {second.secret}")

    page = text(admin.get(of("edit", first.key)))

    assert f"…{first.secret[-4:]}" in page
    assert f"…{second.secret[-4:]}" in page
    assert first.key.prefix in page


# Rotating


def test_a_new_secret_goes_beside_the_old_one(admin: Client, make_key: MakeKey) -> None:
    first = make_key()

    answer = admin.post(of("rotate", first.key), {"overlap": "3600"})

    assert keys.reader_of(f"Bearer {secret_on(answer)}").key == first.key.prefix
    assert keys.reader_of(f"Bearer {first.secret}").key == first.key.prefix
    assert "the secrets before this one are good, too" in text(answer)
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_new_secret_can_end_the_old_one_at_once(admin: Client, make_key: MakeKey) -> None:
    first = make_key()

    answer = admin.post(of("rotate", first.key), {"overlap": "0"})

    assert "are good, too" not in text(answer)
    with pytest.raises(InvalidKey):
        keys.reader_of(f"Bearer {first.secret}")


@pytest.mark.parametrize("overlap", ["", "1", "999999999", "now"])
def test_an_overlap_that_is_not_offered_rotates_nothing(admin: Client, make_key: MakeKey, overlap: str) -> None:
    issued = make_key()

    answer = admin.post(of("rotate", issued.key), {"overlap": overlap})

    assert "overlap" in errors_of(answer)
    assert issued.key.secrets.count() == 1


# Revoking


def test_revoking_asks_first_and_then_refuses_the_key(admin: Client, make_key: MakeKey) -> None:
    issued = make_key()

    assert "All its secrets are refused within a second." in text(admin.get(of("revoke", issued.key)))
    assert keys.reader_of(f"Bearer {issued.secret}").key == issued.key.prefix
    answer = admin.post(of("revoke", issued.key), follow=True)
    keys.forget()

    assert "is revoked." in text(answer)
    with pytest.raises(InvalidKey, match="revoked"):
        keys.reader_of(f"Bearer {issued.secret}")


@pytest.mark.parametrize("act", ["rotate", "revoke"])
def test_nothing_is_done_with_a_key_that_was_revoked(admin: Client, make_key: MakeKey, act: str) -> None:
    issued = make_key()
    issuing.revoke(issued.key)
    revoked_at = ApiKey.objects.get().revoked_at

    for answer in (
        admin.get(of(act, issued.key), follow=True),
        admin.post(of(act, issued.key), {"overlap": "0"}, follow=True),
    ):
        assert "was revoked already" in text(answer)
    assert ApiKey.objects.get().revoked_at == revoked_at
    assert issued.key.secrets.count() == 1


def test_a_key_that_was_revoked_stays_to_be_read_and_cannot_be_changed(admin: Client, make_key: MakeKey) -> None:
    issued = make_key()
    issuing.revoke(issued.key)

    page = text(admin.get(of("edit", issued.key)))
    admin.post(of("edit", issued.key), {**FORM, "name": "Another name"})

    assert "was revoked and is good for nothing any more" in page
    assert ApiKey.objects.get().name == "Patient app"


@pytest.mark.parametrize("path", ["delete", "usage", "copy"])
def test_a_key_is_never_deleted(admin: Client, make_key: MakeKey, path: str) -> None:
    issued = make_key()

    assert admin.post(f"{LIST}{path}/{issued.key.pk}/").status_code == 404
    assert ApiKey.objects.exists()
