"""Asks the application itself, through all of its middleware: what it answers is what is exported.

Only the web server is left out, and with it the count of requests an address may make, since nobody is asking.
"""

from __future__ import annotations

import io
import logging
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest

from cms.access import door
from cms.delivery.export.errors import ExportFailed

if TYPE_CHECKING:
    from collections.abc import Iterator

#: What of an answer's headers belongs to the answer; the others are made anew for each request.
KEPT = (
    "Content-Type", "Content-Language", "ETag", "Last-Modified", "Cache-Control", "Surrogate-Key", "Location",
    "X-Content-Type-Options", "Access-Control-Allow-Origin", "Access-Control-Expose-Headers",
)  # fmt: skip

_OK = 200

_LOGGER = logging.getLogger("django.request")


@dataclass(frozen=True)
class Answered:
    """`headers` are those of `KEPT` that there were; the body is in no content coding."""

    status: int
    headers: dict[str, str]
    body: bytes


def ask(address: str) -> Answered:
    """The answer to an anonymous GET of a path with its query string."""
    response: Any = _application().get_response(WSGIRequest(door.own(_environ(address))))
    headers = {name: response.headers[name] for name in KEPT if name in response.headers}
    return Answered(response.status_code, headers, bytes(response.content))


def expect(address: str) -> Answered:
    """Raises ExportFailed for anything but a 200."""
    answered = ask(address)
    if answered.status != _OK:
        raise ExportFailed(f"The application answers {address} with {answered.status}, so nothing was exported.")
    return answered


@contextmanager
def quiet() -> Iterator[None]:
    """No log of this process tells of documents that are gone."""
    _LOGGER.addFilter(_is_a_crash)
    try:
        yield
    finally:
        _LOGGER.removeFilter(_is_a_crash)


def _is_a_crash(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.ERROR


@cache
def _application() -> BaseHandler:
    handler = BaseHandler()
    handler.load_middleware()
    return handler


def _environ(address: str) -> dict[str, object]:
    origin, asked = urlsplit(settings.PUBLIC_ORIGIN), urlsplit(address)
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote(asked.path).encode().decode("latin-1"),
        "QUERY_STRING": asked.query,
        "SERVER_NAME": origin.hostname or "",
        "SERVER_PORT": str(origin.port or (443 if origin.scheme == "https" else 80)),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": origin.netloc,
        "HTTP_ACCEPT_ENCODING": "identity",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": origin.scheme,
        "wsgi.input": io.BytesIO(),
    }
