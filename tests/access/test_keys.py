"""Keys: how they look, how they are sent, when they are good, and how soon they are not."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings as hypothesis_settings, strategies as st

from cms.access import issuing, keys, secrets
from cms.access.errors import InvalidKey
from cms.access.models import ApiKey, ApiKeySecret
from tests.access.processes import askers

if TYPE_CHECKING:
    from collections.abc import Callable

    from cms.access.issuing import Issued

    MakeKey = Callable[..., Issued]

NEVER_MADE = "hck_ab12cd34_" + "A" * 32


def reader(secret: str) -> keys.Reader:
    return keys.reader_of(f"Bearer {secret}")


# Secrets


@pytest.mark.once
def test_a_secret_begins_with_the_prefix_by_which_it_is_known() -> None:
    prefix = secrets.new_prefix()
    secret = secrets.new_secret(prefix)

    assert secret.startswith(f"{prefix}_")
    assert secrets.PATTERN.fullmatch(secret)
    assert len(prefix) == len("hck_ab12cd34")


@pytest.mark.once
def test_no_two_secrets_are_equal() -> None:
    assert len({secrets.new_secret("hck_ab12cd34") for _ in range(1000)}) == 1000


@pytest.mark.django_db
def test_the_database_holds_the_digest_of_a_secret_and_nothing_it_could_be_made_from(make_key: MakeKey) -> None:
    issued = make_key()
    random_part = issued.secret.rpartition("_")[2]

    row = str(ApiKeySecret.objects.values().get()) + str(ApiKey.objects.values().get())

    assert secrets.digest(issued.secret) in row
    assert random_part not in row
    assert issued.secret not in repr(issued)


@pytest.mark.django_db
def test_a_secret_is_looked_up_by_its_digest_so_that_time_tells_nothing_of_it(make_key: MakeKey) -> None:
    issued = make_key()

    with CaptureQueriesContext(
        connection,
    ) as queries:
        reader(issued.secret)

    assert secrets.digest(issued.secret) in queries[0]["sql"]
    assert all(issued.secret.rpartition("_")[2] not in query["sql"] for query in queries)


@pytest.mark.django_db
def test_a_prefix_that_is_taken_is_not_given_again(make_key: MakeKey, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = make_key().key.prefix
    prefixes = iter([taken, "hck_newnew99"])
    monkeypatch.setattr(secrets, "new_prefix", lambda: next(prefixes))

    assert make_key().key.prefix == "hck_newnew99"


# The header


@pytest.mark.django_db
@pytest.mark.parametrize("scheme", ["Bearer ", "bearer ", "BEARER ", "bEaReR   "])
def test_the_scheme_may_be_written_in_any_case(make_key: MakeKey, scheme: str) -> None:
    issued = make_key(rate=12_000, scopes=["read", "drafts"])

    assert keys.reader_of(scheme + issued.secret).key == issued.key.prefix


@pytest.mark.django_db
def test_a_reader_is_told_with_all_that_the_key_allows(make_key: MakeKey) -> None:
    issued = make_key(rate=12_000, scopes=["read", "drafts"], allowed_origins=["https://app.example.org"])

    found = reader(issued.secret)

    assert (found.rate, found.scopes) == (12_000, frozenset({"read", "drafts"}))
    assert found.origins == {"https://app.example.org"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer ",
        "Bearer x",
        "Bearer hck_ab12cd34",
        f"Bearer {NEVER_MADE}x",
        f"Bearer {NEVER_MADE}, Bearer {NEVER_MADE}",
        f"Bearer {NEVER_MADE} {NEVER_MADE}",
        f"Bearer\t{NEVER_MADE}",
        f"Bearer {NEVER_MADE}",
        f'Bearer "{NEVER_MADE}"',
        NEVER_MADE,
        f"Token {NEVER_MADE}",
        "Basic dXNlcjpwYXNzd29yZA==",
        "Bearer hck_ab12cd34_" + "é" * 32,
        "Bearer hck_ab12cd34_" + "\u0660" * 32,
        "Bearer مفتاح",
        "Bearer 密钥",
        "Bearer \udcff",
    ],
)
def test_what_is_no_key_is_refused(header: str) -> None:
    with pytest.raises(InvalidKey) as refused:
        keys.reader_of(header)

    assert refused.value.headers["WWW-Authenticate"].startswith('Bearer realm="delivery API"')
    assert refused.value.detail.isascii()


@pytest.mark.django_db
def test_a_bad_bearer_token_is_told_so_and_another_scheme_which_one_to_use() -> None:
    with pytest.raises(InvalidKey) as bad:
        reader(NEVER_MADE)
    with pytest.raises(InvalidKey) as other:
        keys.reader_of("Basic dXNlcjpwYXNzd29yZA==")

    assert 'error="invalid_token"' in bad.value.headers["WWW-Authenticate"]
    assert other.value.headers["WWW-Authenticate"] == 'Bearer realm="delivery API"'


@pytest.mark.django_db
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    header=st.text() | st.builds("Bearer {}".format, st.text()) | st.from_regex(r"[bB]earer hck_[a-z0-9]{8}_\w{30,34}")
)
def test_no_header_does_more_than_be_refused(header: str) -> None:
    with pytest.raises(InvalidKey):
        keys.reader_of(header)


# When a key is good


@pytest.mark.django_db
def test_an_expired_key_is_refused_from_that_moment_on(make_key: MakeKey) -> None:
    with time_machine.travel("2026-03-01T12:00:00Z", tick=False) as clock:
        issued = make_key(expires_at=timezone.now() + timedelta(minutes=1))
        reader(issued.secret)
        clock.shift(60)
        keys.forget()

        with pytest.raises(InvalidKey, match="expired"):
            reader(issued.secret)


@pytest.mark.django_db
def test_a_key_that_expires_within_the_second_is_not_remembered_beyond(make_key: MakeKey) -> None:
    issued = make_key(expires_at=timezone.now() + timedelta(seconds=0.2))
    reader(issued.secret)

    time.sleep(0.25)

    with pytest.raises(InvalidKey, match="expired"):
        reader(issued.secret)


@pytest.mark.django_db
def test_a_key_is_asked_for_once_in_a_while_not_on_each_request(make_key: MakeKey) -> None:
    issued = make_key()
    reader(issued.secret)

    with CaptureQueriesContext(connection) as queries:
        for _ in range(100):
            reader(issued.secret)

    assert len(queries) == 0


@pytest.mark.django_db
def test_a_revoked_key_is_refused_when_the_memory_is_over(make_key: MakeKey) -> None:
    issued = make_key()
    reader(issued.secret)

    issuing.revoke(issued.key)
    time.sleep(keys.REMEMBERED_S)

    with pytest.raises(InvalidKey, match="revoked"):
        reader(issued.secret)


@pytest.mark.django_db(transaction=True)
def test_every_process_refuses_a_revoked_key_within_a_second(make_key: MakeKey) -> None:
    issued = make_key()

    with askers(2, "watch", issued.secret) as found:
        time.sleep(0.3)
        issuing.revoke(issued.key)
        revoked_at = time.time()
        refused_at = [float(asker.line()) for asker in found]

    assert all(moment - revoked_at < 1 for moment in refused_at)
