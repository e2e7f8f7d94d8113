"""A server between a client and the API, which counts, holds back and fails as a test wants it."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PASSED_ON = ("Accept", "Authorization", "If-None-Match")
PASSED_BACK = ("Content-Type", "ETag", "Location", "Retry-After")
FEED = "/api/v1/changes/"


@dataclass(frozen=True)
class Reply:
    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


def refusal(status: int, slug: str, **headers: str) -> Reply:
    """A problem as the API tells it."""
    body = {
        "type": f"https://api.example.org/api/v1/problems/{slug}/",
        "title": slug,
        "status": status,
        "detail": "For a test.",
        "instance": "/",
    }
    return Reply(status, json.dumps(body).encode(), {"Content-Type": "application/problem+json", **headers})


class Between(ThreadingHTTPServer):
    """`origin` is its own address. `replies` are given instead of the API's, one for each request, first to last.

    `page_size` makes pages of the feed small; `hold` keeps a request, once it says so, until the end of the test.
    """

    daemon_threads = True
    block_on_close = False

    def __init__(self, server: str) -> None:
        super().__init__(("127.0.0.1", 0), _Request)
        self.server = server
        self.origin = f"http://127.0.0.1:{self.server_port}"
        self.replies: list[Reply] = []
        self.page_size: int | None = None
        self.hold: Callable[[str], bool] = lambda path: False
        self.is_holding = threading.Event()
        self._end = threading.Event()
        self.asked: list[str] = []
        self.answered: list[int] = []
        self.authorizations: list[str] = []

    @property
    def feed_pages(self) -> list[str]:
        return [path for path in self.asked if path.startswith(FEED)]

    def close(self) -> None:
        self._end.set()
        self.shutdown()
        self.server_close()

    def reply(self, path: str, headers: Mapping[str, str]) -> Reply | None:
        """None for what was held."""
        self.asked.append(path)
        self.authorizations += [headers["Authorization"]] if "Authorization" in headers else []
        if self.hold(path):
            self.is_holding.set()
            self._end.wait()
            return None
        if self.replies:
            return self.replies.pop(0)
        if self.page_size is not None and path.startswith(FEED):
            path += f"&limit={self.page_size}"
        return self.passed_on(path, headers)

    def passed_on(self, path: str, headers: Mapping[str, str]) -> Reply:
        place = urlsplit(self.server)
        connection = HTTPConnection(str(place.hostname), place.port, timeout=30)
        try:
            connection.request("GET", path, headers=dict(headers))
            answer = connection.getresponse()
            kept = {name: value for name in PASSED_BACK if (value := answer.headers[name])}
            return Reply(answer.status, answer.read(), kept)
        finally:
            connection.close()


class _Request(BaseHTTPRequestHandler):
    server: Between
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        wanted = {name: value for name in PASSED_ON if (value := self.headers[name])}
        reply = self.server.reply(self.path, wanted)
        if reply is None:
            self.close_connection = True
            return
        self.server.answered.append(reply.status)
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if reply.status != 304:
            self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body)

    def log_message(self, *_: Any) -> None:
        """Tests look at what was asked, not at a log."""
