"""Signs messages as Standard Webhooks has it; several secrets sign side by side while one replaces the other."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cms.webhooks.models import Endpoint, Secret

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import timedelta

PREFIX = "whsec_"
#: The specification asks for 24 to 64.
_KEY_BYTES = 32


def add(endpoint: Endpoint) -> Secret:
    return Secret.objects.create(
        endpoint=endpoint, key=PREFIX + base64.b64encode(secrets.token_bytes(_KEY_BYTES)).decode()
    )


def rotate(endpoint: Endpoint, *, overlap: timedelta) -> Secret:
    """From now on a new secret signs; those that signed so far do so too until the overlap is over."""
    now = timezone.now()
    with transaction.atomic():
        Endpoint.objects.select_for_update().get(pk=endpoint.pk)
        endpoint.secrets.filter(expires_at__lte=now).delete()
        endpoint.secrets.filter(Q(expires_at=None) | Q(expires_at__gt=now + overlap)).update(expires_at=now + overlap)
        return add(endpoint)


def valid_keys(endpoint: Endpoint) -> list[str]:
    """The newest first."""
    valid = endpoint.secrets.filter(Q(expires_at=None) | Q(expires_at__gt=timezone.now()))
    return list(valid.values_list("key", flat=True))


def headers(message_id: str, body: bytes, keys: Sequence[str], *, timestamp: int) -> dict[str, str]:
    """`timestamp` is that of the attempt, in seconds: receivers refuse what is older than some minutes."""
    signed = b".".join([message_id.encode(), str(timestamp).encode(), body])
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(_signature(key, signed) for key in keys),
    }


def _signature(key: str, signed: bytes) -> str:
    digest = hmac.new(base64.b64decode(key.removeprefix(PREFIX)), signed, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"
