"""Whose key a request carries: by its Authorization header, known anew within a second on every process."""

from __future__ import annotations

import math
import re
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from cms.access import secrets
from cms.access.errors import InvalidKey
from cms.access.models import ApiKeySecret
from cms.access.patience import Busy, short_write

if TYPE_CHECKING:
    from datetime import datetime

#: So long a process goes by what it has read of a key; a margin is left to the second that is promised.
REMEMBERED_S = 0.5

#: The last use is kept to the minute.
USE_PERIOD = timedelta(minutes=1)
_TRY_AGAIN_S = 1.0

_MOST_KEYS = 10_000

_BEARER = re.compile(r"bearer +([A-Za-z0-9._~+/-]+=*)", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads with a key. `key` is its prefix, which is no secret; `rate` is None for the installation's own;
    no `origins` means any.
    """

    key: str
    secret_id: int
    scopes: frozenset[str]
    rate: int | None
    origins: frozenset[str]


@dataclass(slots=True)
class _Known:
    """Both moments by the clock that only goes forward."""

    reader: Reader
    until: float
    next_use: float


_known: dict[str, _Known] = {}


def reader_of(authorization: str) -> Reader:
    """The reader who sends this header. Raises InvalidKey; notes the use."""
    digest = secrets.digest(_secret_in(authorization))
    known = _known.get(digest)
    if known is None or time.monotonic() >= known.until:
        known = _look_up(digest)
    if time.monotonic() >= known.next_use:
        _note_use(known)
    return known.reader


def forget() -> None:
    """As a process that has just started."""
    _known.clear()


def _secret_in(authorization: str) -> str:
    match = _BEARER.fullmatch(authorization.strip(" \t"))
    if match is None:
        is_bearer = authorization.lower().lstrip().startswith("bearer")
        raise InvalidKey("Send the key as Authorization: Bearer <key>.", is_bearer=is_bearer)
    if secrets.PATTERN.fullmatch(match[1]) is None:
        raise InvalidKey("This is not a key. Compare it with the one that you were given.")
    return match[1]


def _look_up(digest: str) -> _Known:
    """Raises InvalidKey."""
    began = time.monotonic()
    now = timezone.now()
    secret = ApiKeySecret.objects.select_related("key").filter(digest=digest).first()
    if secret is None:
        _known.pop(digest, None)
        raise InvalidKey("This key is not known. Compare it with the one that you were given.")
    until = began + min(REMEMBERED_S, _remaining_s(secret, now))
    previous = _known.get(digest)
    known = _Known(_reader(secret), until=until, next_use=previous.next_use if previous else 0.0)
    if len(_known) >= _MOST_KEYS:
        _known.clear()
    _known[digest] = known
    return known


def _remaining_s(secret: ApiKeySecret, now: datetime) -> float:
    """How long the secret is good if nobody does anything, in seconds. Raises InvalidKey."""
    if secret.key.revoked_at is not None:
        raise InvalidKey("This key was revoked. Ask the publisher for another.")
    if secret.expires_at is not None and secret.expires_at <= now:
        raise InvalidKey("This key was replaced by a newer one. Use that.")
    if secret.key.expires_at is not None and secret.key.expires_at <= now:
        raise InvalidKey("This key has expired. Ask the publisher to extend it.")
    ends = [end for end in (secret.expires_at, secret.key.expires_at) if end is not None]
    return min(((end - now).total_seconds() for end in ends), default=math.inf)


def _reader(secret: ApiKeySecret) -> Reader:
    key = secret.key
    return Reader(
        key=key.prefix,
        secret_id=secret.pk,
        scopes=frozenset(key.scopes),
        rate=key.rate,
        origins=frozenset(key.allowed_origins),
    )


def _note_use(known: _Known) -> None:
    """At most once a minute, without waiting for anybody; where the database is busy, another request notes it."""
    known.next_use = time.monotonic() + USE_PERIOD.total_seconds()
    now = timezone.now()
    is_due = Q(last_used_at=None) | Q(last_used_at__lte=now - USE_PERIOD)
    try:
        with short_write(wait_ms=0):
            ApiKeySecret.objects.filter(is_due, pk=known.reader.secret_id).update(last_used_at=now)
    except Busy:
        known.next_use = time.monotonic() + _TRY_AGAIN_S
