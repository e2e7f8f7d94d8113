"""Servers on the loopback address that take webhooks, or behave as badly as servers do."""

from __future__ import annotations

import ssl
import subprocess
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import orjson
from standardwebhooks import Webhook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Answer = Callable[["Exchange"], None]


@dataclass(frozen=True)
class Received:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    at: float

    @property
    def message(self) -> Any:
        return orjson.loads(self.body)

    def verified(self, secret: str) -> Any:
        """The message. Raises WebhookVerificationError."""
        return Webhook(secret).verify(self.body, self.headers)


@dataclass
class Receiver:
    """`answer` may be replaced at any time; `released` ends what hangs."""

    port: int
    scheme: str = "http"
    received: list[Received] = field(default_factory=list)
    answer: Answer = field(default=lambda exchange: exchange.say(204))
    released: threading.Event = field(default_factory=threading.Event)
    connections: int = 0

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}/hooks"

    @property
    def messages(self) -> list[Any]:
        return [received.message for received in self.received]

    def told(self) -> list[tuple[str, int]]:
        return [(message["type"], message["data"]["sequence"]) for message in self.messages]


class Exchange:
    """One request, and what is said to it."""

    def __init__(self, request: Received, handler: BaseHTTPRequestHandler, receiver: Receiver) -> None:
        self.request = request
        self._handler = handler
        self._receiver = receiver

    def say(self, status: int, body: bytes = b"", **headers: str) -> None:
        self._handler.send_response(status)
        for name, value in headers.items():
            self._handler.send_header(name.replace("_", "-"), value)
        self._handler.send_header("Content-Length", str(len(body)))
        self._handler.end_headers()
        self.write(body)

    def write(self, data: bytes) -> bool:
        """Whether somebody is still there to read it."""
        try:
            self._handler.wfile.write(data)
        except OSError:
            return False
        return True

    def hang(self) -> None:
        self._receiver.released.wait(30)

    def trickle(self, data: bytes = b"HTTP/1.1 200 OK\r\n", *, pause_s: float = 0.02) -> None:
        """A header for ever, a few bytes at a time."""
        while self.write(data) and not self._receiver.released.wait(pause_s):
            data = b"X-More: 1\r\n"


def refuse(status: int, body: bytes = b"", **headers: str) -> Answer:
    return lambda exchange: exchange.say(status, body, **headers)


@contextmanager
def receiving(answer: Answer | None = None, *, certificate: Path | None = None) -> Iterator[Receiver]:
    """With a certificate (key and certificate in one file) it speaks TLS."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            request = Received(self.command, self.path, dict(self.headers), body, time.monotonic())
            receiver.received.append(request)
            receiver.answer(Exchange(request, self, receiver))

        do_PURGE = do_POST  # noqa: N815 -- the name of a method of HTTP

        def log_message(self, *args: Any) -> None:
            """Quiet."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 128

        def get_request(self) -> Any:
            receiver.connections += 1
            return super().get_request()

        def handle_error(self, *args: Any) -> None:
            """A sender that hangs up is what is tested."""

    server = Server(("127.0.0.1", 0), Handler)
    receiver = Receiver(server.server_port)
    if answer is not None:
        receiver.answer = answer
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        receiver.scheme = "https"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        receiver.released.set()
        server.shutdown()
        server.server_close()
        thread.join()


def make_certificate(folder: Path, *, name: str) -> Path:
    """Signed by itself, for a name or an address such as `DNS:hooks.example.org`."""
    file = folder / f"{name.partition(':')[2]}.pem"
    subject = ["-subj", "/CN=Webhook receiver", "-addext", f"subjectAltName={name}"]
    subprocess.run(
        [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-days",
            "2",
            "-keyout",
            file,
            "-out",
            f"{file}.crt",
            *subject,
        ],
        check=True,
        capture_output=True,
    )
    file.write_bytes(file.read_bytes() + file.with_name(f"{file.name}.crt").read_bytes())
    return file
