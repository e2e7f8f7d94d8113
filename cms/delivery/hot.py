"""Hot answers: what was answered before and is unchanged goes out again before Django is entered.

A hot answer is exactly what Django would give, header for header: it is kept under all of a request that an answer of
the API can depend on, and only as long as the state version is the one that it was made in. Requests with a key, and
answers that were negotiated by language, go through Django.

A hot answer costs some 0.01 ms besides the web server; memory is bounded by bytes, the longest unused go first.
"""

from __future__ import annotations

from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from math import inf
from threading import Lock
from time import time
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.http import parse_http_date

from cms.access import door
from cms.access.errors import Refused
from cms.delivery import caching, codings, state
from cms.delivery.endpoints import BASE_PATH

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIApplication

    from cms.delivery.state import StateVersion

Environ = dict[str, Any]
Headers = list[tuple[str, str]]
Key = tuple[str | None, ...]

#: All of a request that an answer to an anonymous reader can depend on, but for its coding, which `_key_of` adds, its
#: language and its conditions.
_PARTS = (
    "PATH_INFO", "QUERY_STRING", "HTTP_ACCEPT", "HTTP_HOST", "SCRIPT_NAME", "wsgi.url_scheme", "HTTP_X_FORWARDED_PROTO",
)  # fmt: skip
_CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")
_METHODS = ("GET", "HEAD")

#: 304 does not describe a body that it has not.
_OF_THE_BODY = frozenset({"content-type", "content-length", "content-encoding"})

#: What an answer holds in memory beside its body, the words of its key and what its headers say.
_OVERHEAD_BYTES = 3_000


@dataclass(frozen=True, slots=True)
class HotAnswer:
    """An answer with status 200 and a validator. `until` is the moment, in seconds since 1970, when the clock changes
    its headers.
    """

    body: bytes
    headers: Headers
    headers_of_304: Headers
    etag: str
    last_modified: datetime | None
    version: int | None
    until: float

    @classmethod
    def of(cls, body: bytes, headers: Headers, *, version: int | None, until: float) -> HotAnswer:
        told = {name.lower(): value for name, value in headers}
        modified = told.get("last-modified")
        return cls(
            body,
            headers,
            [(name, value) for name, value in headers if name.lower() not in _OF_THE_BODY],
            told["etag"],
            datetime.fromtimestamp(parse_http_date(modified), tz=UTC) if modified else None,
            version,
            until,
        )

    def send(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Servers may change the headers that they are given (PEP 3333), so each request has its own list."""
        if _has_conditions(environ) and caching.has_it(environ, self.etag, self.last_modified):
            start_response("304 Not Modified", self.headers_of_304.copy())
            return []
        start_response("200 OK", self.headers.copy())
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [self.body]


class HotAnswers:
    """A WSGI application around Django's."""

    def __init__(self, application: WSGIApplication, *, most_bytes: int, known: StateVersion = state.known) -> None:
        self._application = application
        self._most_bytes = most_bytes
        self._known = known
        self._held: OrderedDict[Key, HotAnswer] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if (
            environ["REQUEST_METHOD"] not in _METHODS
            or not environ["PATH_INFO"].startswith(BASE_PATH)
            or "HTTP_AUTHORIZATION" in environ
        ):
            return self._application(environ, start_response)
        version = self._known.current()
        key = _key_of(environ)
        answer = self._held.get(key)
        if answer is None or answer.version != version or answer.until <= time():
            return self._ask(key, version, environ, start_response)
        try:
            door.admit(environ)
        except Refused:
            return self._application(environ, start_response)  # it tells the reader
        with suppress(KeyError):  # another thread may just have dropped it
            self._held.move_to_end(key)
        return answer.send(environ, start_response)

    def _ask(self, key: Key, version: int | None, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Django's answer, kept if it can be. It is asked without conditions, so that polling makes answers hot too."""
        if version is None or environ["REQUEST_METHOD"] == "HEAD":
            return self._application(environ, start_response)
        unconditional = {name: value for name, value in environ.items() if name not in _CONDITIONS}
        status, headers, body = _whole_answer(self._application, unconditional)
        if not status.startswith("200 ") or all(name.lower() != "etag" for name, _value in headers):
            start_response(status, headers)
            return [body]
        until = _constant_until(unconditional.get(caching.NEXT_CHANGE_AT))
        answer = HotAnswer.of(body, headers, version=version, until=until)
        if _is_for_all(headers) and time() < until:
            self._hold(key, answer)
        return answer.send(environ, start_response)

    def _hold(self, key: Key, answer: HotAnswer) -> None:
        with self._lock:
            before = self._held.pop(key, None)
            self._bytes += _size(key, answer) - (_size(key, before) if before else 0)
            self._held[key] = answer
            while self._bytes > self._most_bytes:
                self._bytes -= _size(*self._held.popitem(last=False))


def _key_of(environ: Environ) -> Key:
    """By the coding that is chosen, since readers name those that they take in many ways."""
    return (codings.chosen(environ.get("HTTP_ACCEPT_ENCODING", "")), *map(environ.get, _PARTS))


def _size(key: Key, answer: HotAnswer) -> int:
    """A reader may send thousands of bytes with each request, to fill the memory; a list has as many in its headers."""
    words = [*(part for part in key if part), *(value for _name, value in answer.headers)]
    return len(answer.body) + sum(map(len, words)) + _OVERHEAD_BYTES


def _has_conditions(environ: Environ) -> bool:
    return "HTTP_IF_NONE_MATCH" in environ or "HTTP_IF_MODIFIED_SINCE" in environ


def _whole_answer(application: WSGIApplication, environ: Environ) -> tuple[str, Headers, bytes]:
    began: list[tuple[str, Headers]] = []

    def start(status: str, headers: Headers, error: object = None, /) -> Any:
        began.append((status, headers))

    chunks = application(environ, start)
    try:
        body = b"".join(chunks)
    finally:
        if hasattr(chunks, "close"):
            chunks.close()
    status, headers = began[-1]
    return status, headers, body


def _is_for_all(headers: Headers) -> bool:
    """Whether caches may keep it, and it was not chosen by a header that is no part of the key."""
    told = {name.lower(): value.lower() for name, value in headers}
    return told.get("cache-control", "").startswith("public") and "accept-language" not in told.get("vary", "")


def _constant_until(next_change_at: datetime | None) -> float:
    """When the times that caches are told begin to shrink, because a change is near."""
    if next_change_at is None:
        return inf
    return next_change_at.timestamp() - max(settings.API_CACHE["max-age"], settings.API_CACHE["s-maxage"])
