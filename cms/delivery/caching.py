"""HTTP caching of answers: validators, codings, 304, how long caches may keep an answer and by what they drop it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import http_date, parse_etags, parse_http_date_safe

from cms.delivery import codings
from cms.publishing import content
from cms.publishing.document import ORIGIN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from typing import Any

    from django.http import HttpRequest

#: CDNs cut or refuse longer headers (16 KB at Fastly, less elsewhere).
_SURROGATE_KEY_BYTES = 8_000

_ORIGIN = ORIGIN.encode()

#: Where in the environment of a request it is told when the clock will change its answer.
NEXT_CHANGE_AT = "delivery.next_change_at"


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
    """The bytes with their headers, in a coding that the reader takes, or 304 where the reader has them."""
    coding = codings.chosen(request.META.get("HTTP_ACCEPT_ENCODING", "")) if len(body) >= codings.MIN_BYTES else ""
    etag = f'"{validity.etag}-{coding}"' if coding else f'"{validity.etag}"'
    if has_it(request.META, etag, validity.last_modified):
        response = HttpResponse(status=304)
        del response.headers["Content-Type"]
    else:
        response = HttpResponse(codings.encoded(body, coding) if coding else body, content_type=content_type)
        if coding:
            response.headers["Content-Encoding"] = coding
    for name, value in _headers(validity, etag=etag, language=language).items():
        response.headers[name] = value
    request.META[NEXT_CHANGE_AT] = validity.next_change_at
    return response


def _headers(validity: Validity, *, etag: str, language: str) -> dict[str, str]:
    """What 200 and 304 have in common."""
    found = {
        "ETag": etag,
        "Cache-Control": cache_control(validity.next_change_at),
        "Content-Language": language,
        "Vary": "Accept-Encoding",
        "X-Content-Type-Options": "nosniff",
    }
    if validity.last_modified is not None:
        found["Last-Modified"] = http_date(validity.last_modified.timestamp())
    if validity.surrogate_keys:
        found["Surrogate-Key"] = validity.surrogate_keys
    return found


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


def has_it(environ: Mapping[str, Any], etag: str, last_modified: datetime | None) -> bool:
    """Whether the reader says that this very answer is there already; `etag` is with its quotes.

    RFC 9110, 13.2.2: If-None-Match alone decides where it is sent; a malformed value matches nothing.
    """
    if_none_match = environ.get("HTTP_IF_NONE_MATCH")
    if if_none_match is not None:
        return if_none_match == etag or not _sent_etags(if_none_match).isdisjoint((etag, "*"))
    if_modified_since = environ.get("HTTP_IF_MODIFIED_SINCE")
    if if_modified_since is None or last_modified is None:
        return False
    since = parse_http_date_safe(if_modified_since)
    return since is not None and int(last_modified.timestamp()) <= since


def _sent_etags(if_none_match: str) -> set[str]:
    return {etag.removeprefix("W/") for etag in parse_etags(if_none_match)}


@lru_cache(maxsize=16)
def _digest_of_origin(origin: str) -> str:
    return content.digest_of_bytes(origin.encode())[:8]
