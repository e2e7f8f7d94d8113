"""HTTP caching of answers: validators, 304, how long caches may keep an answer and by what they may drop it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import http_date, parse_etags, parse_http_date_safe

from cms.publishing import content
from cms.publishing.document import ORIGIN

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.http import HttpRequest

#: CDNs cut or refuse longer headers (16 KB at Fastly, less elsewhere).
_SURROGATE_KEY_BYTES = 8_000

_ORIGIN = ORIGIN.encode()


@dataclass(frozen=True)
class Validity:
    """What caches need to know of an answer.

    `etag` is without quotes; `last_modified` is None where it can't be told; `next_change_at` is when the clock alone
    will change the answer.
    """

    etag: str
    last_modified: datetime | None = None
    next_change_at: datetime | None = None
    surrogate_keys: str = ""


def with_public_origin(stored: bytes) -> bytes:
    """Stored bytes as they leave: the placeholder replaced by this installation's address."""
    return stored.replace(_ORIGIN, settings.PUBLIC_ORIGIN.encode())


def etag_of_stored(digest: str) -> str:
    """The ETag of stored bytes after `with_public_origin`, without reading them."""
    return f"{digest}-{_digest_of_origin(settings.PUBLIC_ORIGIN)}"


def answer(
    request: HttpRequest,
    body: bytes,
    *,
    validity: Validity,
    language: str,
    content_type: str = "application/json",
) -> HttpResponse:
    """The bytes with their headers, or 304 where the reader has them."""
    is_unchanged = _has_it(request, validity)
    response = HttpResponse(status=304) if is_unchanged else HttpResponse(body, content_type=content_type)
    headers = response.headers
    if is_unchanged:
        del headers["Content-Type"]
    headers["ETag"] = f'"{validity.etag}"'
    headers["Cache-Control"] = cache_control(validity.next_change_at)
    headers["Content-Language"] = language
    headers["X-Content-Type-Options"] = "nosniff"
    if validity.last_modified is not None:
        headers["Last-Modified"] = http_date(validity.last_modified.timestamp())
    if validity.surrogate_keys:
        headers["Surrogate-Key"] = validity.surrogate_keys
    return response


def cache_control(next_change_at: datetime | None = None) -> str:
    """Public caching as set, cut short by a change that is known to come."""
    times = settings.API_CACHE
    if next_change_at is None:
        return ", ".join(["public", *(f"{name}={seconds}" for name, seconds in times.items())])
    remaining_s = max(0, int((next_change_at - timezone.now()).total_seconds()))
    cut = {**times, "max-age": min(times["max-age"], remaining_s), "s-maxage": min(times["s-maxage"], remaining_s)}
    return ", ".join(["public", *(f"{name}={seconds}" for name, seconds in cut.items())])


def surrogate_keys(keys: Iterable[str]) -> str:
    """The keys in one header. Of too many the last are left out, so put the type first, which is purged as well."""
    kept: list[str] = []
    length = 0
    for key in dict.fromkeys(keys):
        length += len(key) + 1
        if length > _SURROGATE_KEY_BYTES:
            break
        kept.append(key)
    return " ".join(kept)


def _has_it(request: HttpRequest, validity: Validity) -> bool:
    """RFC 9110, 13.2.2: If-None-Match alone decides where it is sent; a malformed value matches nothing."""
    if_none_match = request.META.get("HTTP_IF_NONE_MATCH")
    if if_none_match is not None:
        sent = {etag.removeprefix("W/") for etag in parse_etags(if_none_match)}
        return "*" in sent or f'"{validity.etag}"' in sent
    if_modified_since = request.META.get("HTTP_IF_MODIFIED_SINCE")
    if if_modified_since is None or validity.last_modified is None:
        return False
    since = parse_http_date_safe(if_modified_since)
    return since is not None and int(validity.last_modified.timestamp()) <= since


@lru_cache(maxsize=16)
def _digest_of_origin(origin: str) -> str:
    return content.digest_of_bytes(origin.encode())[:8]
