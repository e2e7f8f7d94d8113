"""Enters by WSGI as a web server does, and counts how often Django is asked."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.handlers.wsgi import WSGIHandler

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

DETAIL = "/api/v1/conditions/crps/?locale=es-MX"


@dataclass
class Counted:
    """Django, and how often it was asked."""

    asked: int = 0

    def __post_init__(self) -> None:
        self._django = WSGIHandler()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        self.asked += 1
        return self._django(environ, start_response)


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


def ask(application: Any, address: str, method: str = "GET", headers: Mapping[str, str] | None = None) -> Answer:
    path, _, query = address.partition("?")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "testserver",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        **{f"HTTP_{name.upper().replace('-', '_')}": value for name, value in (headers or {}).items()},
    }
    began: list[Any] = []
    chunks = application(environ, lambda *answer: began.append(answer))
    body = b"".join(chunks)
    if hasattr(chunks, "close"):
        chunks.close()
    status, told = began[-1][:2]
    assert len(told) == len(dict(told))
    return Answer(int(status.split()[0]), dict(told), body)
