"""The command that makes a key: what it prints, where, and how it refuses."""

from __future__ import annotations

from datetime import UTC, datetime
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command

from cms.access import keys
from cms.access.models import ApiKey

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def run(*arguments: Any) -> tuple[str, str]:
    out, beside = StringIO(), StringIO()
    call_command("make_api_key", *arguments, stdout=out, stderr=beside)
    return out.getvalue(), beside.getvalue()


def test_it_prints_the_secret_alone_so_that_a_script_can_take_it() -> None:
    out, beside = run("Patient app")

    reader = keys.reader_of(f"Bearer {out.strip()}")
    assert reader.scopes == {"read"}
    assert reader.key in beside
    assert "not shown again" in beside
    assert out.strip() not in beside


def test_each_option_is_kept() -> None:
    run(
        "Patient app", "--owner", "Clínica del Dolor", "--contact", "a@example.org", "--scope", "drafts",
        "--scope", "read", "--origin", "https://App.example.org", "--rate", "7", "--expires", "2099-01-31",
    )  # fmt: skip

    key = ApiKey.objects.get()
    assert (key.name, key.owner, key.contact) == ("Patient app", "Clínica del Dolor", "a@example.org")
    assert (key.scopes, key.rate) == (["drafts", "read"], 7)
    assert key.allowed_origins == ["https://app.example.org"]
    assert key.expires_at == datetime(2099, 1, 31, 23, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize("given", ["2099-01-31T12:00Z", "2099-01-31T13:00+01:00", "2099-01-31 12:00"])
def test_a_moment_is_taken_with_its_zone_and_as_utc_without(given: str) -> None:
    run("Patient app", "--expires", given)

    assert ApiKey.objects.get().expires_at == datetime(2099, 1, 31, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--rate", "0"], "--rate must be a number from 1 to 1,000,000."),
        (["--rate", "1000001"], "--rate must be a number from 1 to 1,000,000."),
        (["--expires", "soon"], "--expires soon is no day and no moment."),
        (["--expires", "2099-13-01"], "--expires 2099-13-01 is no day and no moment."),
        (["--expires", "2026-01-01"], "--expires is in the past."),
        (["--origin", "example.org"], "example.org is not an origin."),
        (["--contact", "nobody"], "contact: Enter a valid email address."),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence_and_makes_no_key(arguments: list[str], sentence: str) -> None:
    with time_machine.travel("2026-06-01T12:00:00Z"), pytest.raises(CommandError) as error:
        run("Patient app", *arguments)

    assert sentence in str(error.value)
    assert error.value.returncode == 1
    assert not ApiKey.objects.exists()


@pytest.mark.parametrize("name", ["", "x" * 101])
def test_a_name_that_is_missing_or_too_long_is_refused(name: str) -> None:
    with pytest.raises(CommandError, match="name: "):
        run(name)


def test_a_scope_that_there_is_not_is_refused() -> None:
    with pytest.raises(CommandError, match="invalid choice: 'write'"):
        run("Patient app", "--scope", "write")
