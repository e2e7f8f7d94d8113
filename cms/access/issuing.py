"""Keys are made, get a new secret beside the old one, and are revoked; each act goes into Wagtail's log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.log_actions import log

from cms.access import secrets
from cms.access.errors import KeyIsRevoked
from cms.access.models import ApiKey, ApiKeySecret

if TYPE_CHECKING:
    from datetime import datetime

#: How long an old secret may go on beside a new one.
OVERLAPS = (timedelta(0), timedelta(hours=1), timedelta(days=1), timedelta(days=7))

_TRIES = 5


@dataclass(frozen=True)
class Issued:
    """A key and the secret that was made for it, here and never again."""

    key: ApiKey
    secret: str

    def __repr__(self) -> str:
        return f"Issued({self.key.prefix})"


@transaction.atomic
def make(key: ApiKey, *, by: Any = None) -> Issued:
    """Saves a new key under a prefix of its own, with its first secret."""
    key.created_by = by
    _save_under_new_prefix(key)
    secret = _add_secret(key)
    log(key, "access.make", user=by, data={"prefix": key.prefix})
    return Issued(key, secret)


@transaction.atomic
def rotate(key: ApiKey, *, overlap: timedelta, by: Any = None) -> Issued:
    """Another secret; those until now are good for the overlap, or as long as they were. Raises KeyIsRevoked."""
    locked = _still_good(key)
    now = timezone.now()
    _end_secrets(locked, now + overlap)
    secret = _add_secret(locked)
    log(locked, "access.rotate", user=by, data={"prefix": locked.prefix, "until": (now + overlap).isoformat()})
    return Issued(locked, secret)


@transaction.atomic
def revoke(key: ApiKey, *, by: Any = None) -> None:
    """For ever, and within a second on each process. Raises KeyIsRevoked."""
    locked = _still_good(key)
    locked.revoked_at = timezone.now()
    locked.save(update_fields=["revoked_at"])
    log(locked, "access.revoke", user=by, data={"prefix": locked.prefix})


def _still_good(key: ApiKey) -> ApiKey:
    """The row as it is now, held until the transaction ends."""
    locked = ApiKey.objects.select_for_update().get(pk=key.pk)
    if locked.revoked_at is not None:
        raise KeyIsRevoked(locked.prefix)
    return locked


def _end_secrets(key: ApiKey, moment: datetime) -> None:
    key.secrets.filter(expires_at=None).update(expires_at=moment)
    key.secrets.filter(expires_at__gt=moment).update(expires_at=moment)


def _add_secret(key: ApiKey) -> str:
    secret = secrets.new_secret(key.prefix)
    ApiKeySecret.objects.create(key=key, digest=secrets.digest(secret), ending=secret[-4:])
    return secret


def _save_under_new_prefix(key: ApiKey) -> None:
    for _attempt in range(_TRIES):
        key.prefix = secrets.new_prefix()
        if not ApiKey.objects.filter(prefix=key.prefix).exists():
            key.save(force_insert=True)
            return
    raise IntegrityError("No prefix is free")
