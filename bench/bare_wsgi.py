"""The least that a web server in Python can do: a WSGI callable that gives the same bytes to everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

#: As long as a usual condition.
BODY = b'{"text":"' + b"x" * 25_000 + b'"}'


def application(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(BODY)))])
    return [BODY]
