"""The server and the sender of mails are named in the environment."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from cms.settings.base import from_environment
from cms.settings.environment import Environment

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("url", "backend", "address", "is_secure"),
    [
        ("", "dummy", ("", 0, "", ""), (False, False)),
        ("console:", "console", ("", 0, "", ""), (False, False)),
        ("smtp://127.0.0.1:2525", "smtp", ("127.0.0.1", 2525, "", ""), (False, False)),
        ("smtp+tls://ana:p%40ss@mail.example.org", "smtp", ("mail.example.org", 587, "ana", "p@ss"), (True, False)),
        ("smtps://ana%40example.org:x@mail.example.org", "smtp", ("mail.example.org", 465, "ana@example.org", "x"),
         (False, True)),
    ],
)  # fmt: skip
def test_a_mail_server_is_named_by_its_url(monkeypatch, url, backend, address, is_secure):
    monkeypatch.setenv("EMAIL_URL", url)

    found = from_environment(_environment())

    assert found["EMAIL_BACKEND"] == f"django.core.mail.backends.{backend}.EmailBackend"
    assert tuple(found[f"EMAIL_{name}"] for name in ("HOST", "PORT", "HOST_USER", "HOST_PASSWORD")) == address
    assert (found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == is_secure
    assert found["DEFAULT_FROM_EMAIL"] == "no-reply@api.example.org"


@pytest.mark.parametrize(
    "url",
    ["mail.example.org", "http://mail.example.org", "smtp://", "smtp://host:port", "smtp://host:0", "smtp://host/path"],
)
def test_a_wrong_url_of_a_mail_server_is_named_without_what_is_secret_in_it(monkeypatch, url):
    monkeypatch.setenv("EMAIL_URL", url.replace("://", "://ana:secret@"))

    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL: must be smtp://") as raised:
        _environment()

    assert "secret" not in str(raised.value)


def test_the_sender_of_mails_can_be_named(monkeypatch):
    monkeypatch.setenv("EMAIL_FROM", "Health content <content@example.org>")

    assert from_environment(_environment())["DEFAULT_FROM_EMAIL"] == "Health content <content@example.org>"


def _environment():
    return Environment.read(
        secret_key="x" * 50, allowed_hosts="api.example.org", public_origin="https://api.example.org"
    )
