"""Keys in the course of time: rotated, used, about to expire."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.utils import timezone

from cms.access import issuing, keys, secrets
from cms.access.errors import InvalidKey, KeyIsRevoked
from cms.access.models import ApiKey, ApiKeySecret, State
from tests.access.locks import held

if TYPE_CHECKING:
    from collections.abc import Callable

    from cms.access.issuing import Issued

    MakeKey = Callable[..., Issued]


def reader(secret: str) -> keys.Reader:
    return keys.reader_of(f"Bearer {secret}")


# Rotation


@pytest.mark.django_db
@pytest.mark.parametrize("overlap", issuing.OVERLAPS[1:])
def test_after_a_rotation_both_secrets_are_good_until_the_overlap_ends(make_key: MakeKey, overlap: timedelta) -> None:
    with time_machine.travel("2026-03-01T12:00:00Z", tick=False) as clock:
        first = make_key()
        second = issuing.rotate(first.key, overlap=overlap)

        assert reader(first.secret).key == reader(second.secret).key
        clock.shift(overlap)
        keys.forget()

        with pytest.raises(InvalidKey, match="replaced"):
            reader(first.secret)
        assert reader(second.secret).key == first.key.prefix


@pytest.mark.django_db
def test_a_rotation_without_overlap_ends_the_old_secret_at_once(make_key: MakeKey) -> None:
    first = make_key()

    second = issuing.rotate(first.key, overlap=timedelta(0))

    with pytest.raises(InvalidKey, match="replaced"):
        reader(first.secret)
    assert reader(second.secret).key == first.key.prefix


@pytest.mark.django_db
def test_a_later_rotation_never_prolongs_an_older_secret(make_key: MakeKey) -> None:
    first = make_key()
    issuing.rotate(first.key, overlap=timedelta(hours=1))
    issuing.rotate(first.key, overlap=timedelta(days=7))

    in_time = ApiKeySecret.objects.filter(expires_at__lte=timezone.now() + timedelta(hours=1))
    assert [secret.digest for secret in in_time] == [secrets.digest(first.secret)]


@pytest.mark.django_db
def test_a_revoked_key_is_neither_rotated_nor_revoked_again(make_key: MakeKey) -> None:
    issued = make_key()
    issuing.revoke(issued.key)

    with pytest.raises(KeyIsRevoked):
        issuing.rotate(issued.key, overlap=timedelta(0))
    with pytest.raises(KeyIsRevoked):
        issuing.revoke(issued.key)
    assert issued.key.secrets.count() == 1


# The last use


@pytest.mark.django_db
def test_the_last_use_is_written_once_a_minute(make_key: MakeKey) -> None:
    issued = make_key()
    reader(issued.secret)
    first = ApiKeySecret.objects.get().last_used_at
    assert first is not None

    for _ in range(50):
        reader(issued.secret)
    keys.forget()
    reader(issued.secret)

    assert ApiKeySecret.objects.get().last_used_at == first
    with time_machine.travel(first + timedelta(minutes=2)):
        keys.forget()
        reader(issued.secret)
    assert ApiKeySecret.objects.filter(last_used_at__gt=first).exists()


@pytest.mark.django_db
def test_the_last_use_tells_which_of_two_secrets_is_still_in_use(make_key: MakeKey) -> None:
    first = make_key()
    second = issuing.rotate(first.key, overlap=timedelta(days=1))

    reader(second.secret)

    used = {secret.ending: secret.last_used_at is not None for secret in first.key.secrets.all()}
    assert used == {first.secret[-4:]: False, second.secret[-4:]: True}
    assert vars(ApiKey.objects.with_last_use().get())["last_used_at"] is not None


@pytest.mark.django_db(transaction=True)
def test_a_reader_does_not_wait_for_whoever_writes(make_key: MakeKey) -> None:
    issued = make_key()

    with held("SELECT 1 FROM access_apikeysecret FOR UPDATE"):
        began = time.monotonic()
        found = reader(issued.secret)
        took_s = time.monotonic() - began

    assert found.key == issued.key.prefix
    assert took_s < 5
    assert ApiKeySecret.objects.get().last_used_at is None


# States


@pytest.mark.django_db
def test_each_state_is_found_by_its_name(make_key: MakeKey) -> None:
    now = timezone.now()
    made = {
        State.ACTIVE: make_key(),
        State.EXPIRES_SOON: make_key(expires_at=now + timedelta(days=3)),
        State.EXPIRED: make_key(expires_at=now - timedelta(days=1)),
        State.REVOKED: make_key(expires_at=now - timedelta(days=1)),
    }
    issuing.revoke(made[State.REVOKED].key)
    far_off = make_key(expires_at=now + timedelta(days=300)).key

    for state, issued in made.items():
        found = set(ApiKey.objects.in_state(state, now=now))
        assert found == {issued.key} | ({far_off} if state == State.ACTIVE else set())
        assert all(key.state_at(now) == state for key in found)
