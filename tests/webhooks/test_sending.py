"""A server that behaves badly costs one thread some seconds, and nobody anything else."""

from __future__ import annotations

import socket
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from cms.webhooks import sending
from cms.webhooks.models import Failure
from cms.webhooks.sending import Shipment, send
from tests.webhooks.receiver import make_certificate, receiving, refuse

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django import Settings

    from tests.webhooks.receiver import Exchange, Receiver

pytestmark = pytest.mark.once

KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


@pytest.fixture
def half_a_second(settings: Settings) -> None:
    settings.WEBHOOK_TIMEOUT_S = 0.5


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_certificate(tmp_path_factory.mktemp("tls"), name="DNS:hooks.example.org")


def shipment(url: str) -> Shipment:
    return Shipment(url, "msg_1", b'{"type":"webhook.test"}', [KEY])


def name_is(monkeypatch: pytest.MonkeyPatch, *found: str) -> list[str]:
    """Looked up once, a name is the first address, looked up again the second; the names that were asked for."""
    asked: list[str] = []

    def getaddrinfo(host: str, port: int, **_: Any) -> list[Any]:
        asked.append(host)
        address = found[min(len(asked), len(found)) - 1]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return asked


def test_a_message_arrives_signed(receiver: Receiver) -> None:
    receiver.answer = refuse(202, "Danke für die Nachricht".encode())

    sent = send(shipment(receiver.url))

    assert (sent.status, sent.failure, sent.answer) == (202, "", "Danke für die Nachricht")
    assert receiver.received[0].verified(KEY) == {"type": "webhook.test"}
    assert receiver.received[0].headers["Content-Type"] == "application/json"


@pytest.mark.parametrize("status", [300, 301, 302, 307, 308])
def test_a_redirect_is_not_followed(receiver: Receiver, status: int) -> None:
    with receiving() as elsewhere:
        receiver.answer = refuse(status, Location=elsewhere.url)

        sent = send(shipment(receiver.url))

        assert (sent.status, sent.failure) == (status, Failure.REDIRECT)
        assert elsewhere.connections == 0


@pytest.mark.parametrize("status", [400, 404, 410, 500, 503])
def test_only_2xx_is_a_success(receiver: Receiver, status: int) -> None:
    receiver.answer = refuse(status)

    assert send(shipment(receiver.url)).failure == Failure.STATUS


def test_a_server_that_hangs_is_left(receiver: Receiver, half_a_second: None) -> None:
    receiver.answer = lambda exchange: exchange.hang()
    began = time.monotonic()

    sent = send(shipment(receiver.url))

    assert sent.failure == Failure.SLOW
    assert 0.4 < time.monotonic() - began < 10


def test_a_server_that_sends_a_few_bytes_at_a_time_is_left(receiver: Receiver, half_a_second: None) -> None:
    receiver.answer = lambda exchange: exchange.trickle()
    began = time.monotonic()

    sent = send(shipment(receiver.url))

    assert sent.failure == Failure.SLOW
    assert time.monotonic() - began < 10


def test_a_success_whose_body_never_ends_is_a_success(receiver: Receiver, half_a_second: None) -> None:
    def answer(exchange: Exchange) -> None:
        exchange.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\nThank ")
        exchange.hang()

    receiver.answer = answer

    sent = send(shipment(receiver.url))

    assert (sent.status, sent.failure, sent.answer) == (200, "", "Thank ")


def test_of_ten_megabytes_the_beginning_is_read(receiver: Receiver) -> None:
    written: list[bool] = []
    is_over = threading.Event()

    def answer(exchange: Exchange) -> None:
        exchange.write(b"HTTP/1.1 200 OK\r\nContent-Length: 10000000\r\n\r\n")
        written.extend(exchange.write(b"x" * 100_000) for _ in range(100))
        is_over.set()

    receiver.answer = answer

    sent = send(shipment(receiver.url))

    assert (sent.status, len(sent.answer)) == (200, sending.MAX_ANSWER_BYTES)
    assert is_over.wait(5)
    assert not all(written)


def test_of_ten_megabytes_of_headers_little_is_read(receiver: Receiver) -> None:
    def answer(exchange: Exchange) -> None:
        exchange.write(b"HTTP/1.1 200 OK\r\n")
        for _ in range(90):
            exchange.write(b"X-Padding: " + b"x" * 60_000 + b"\r\n")

    receiver.answer = answer

    assert send(shipment(receiver.url)).failure in (Failure.NOT_HTTP, Failure.CONNECTION)


def test_interim_answers_for_ever_end(receiver: Receiver, half_a_second: None) -> None:
    receiver.answer = lambda exchange: exchange.trickle(b"HTTP/1.1 100 Continue\r\n\r\n", pause_s=0)

    assert send(shipment(receiver.url)).failure in (Failure.NOT_HTTP, Failure.SLOW)


@pytest.mark.parametrize("said", [b"", b"\r\n", b"SSH-2.0-OpenSSH_9.2\r\n", b"\0" * 300, b"HTTP/1.1 abc OK\r\n\r\n"])
def test_what_speaks_no_http_is_a_failure(receiver: Receiver, said: bytes) -> None:
    receiver.answer = lambda exchange: (exchange.write(said), None)[-1]

    assert send(shipment(receiver.url)).failure in (Failure.NOT_HTTP, Failure.CONNECTION)


def test_what_went_wrong_is_told_in_text_that_every_database_keeps(receiver: Receiver) -> None:
    receiver.answer = lambda exchange: (exchange.write(b"SSH\0\r\n"), None)[-1]

    assert send(shipment(receiver.url)).detail == "BadStatusLine: SSH\ufffd\r\n"


def test_an_answer_is_kept_as_text_whatever_it_is(receiver: Receiver) -> None:
    receiver.answer = refuse(500, b"<script>\0\xff\xfe")

    assert send(shipment(receiver.url)).answer == "<script>\ufffd\ufffd\ufffd"


def test_where_nobody_listens_is_a_failure() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))

        sent = send(shipment(f"http://127.0.0.1:{taken.getsockname()[1]}/"))

    assert sent.failure == Failure.CONNECTION


def test_proxies_of_the_environment_are_not_asked(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    with receiving() as proxy:
        for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")

        assert send(shipment(receiver.url)).status == 204
        assert proxy.connections == 0


# Certificates


def test_a_certificate_that_nobody_vouches_for_is_refused(certificate: Path) -> None:
    with receiving(certificate=certificate) as receiver:
        sent = send(shipment(receiver.url))

        assert (sent.failure, sent.status) == (Failure.TLS, None)
        assert receiver.received == []


def test_a_certificate_for_another_name_is_refused(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _trust(monkeypatch, certificate)
    name_is(monkeypatch, "127.0.0.1")
    with receiving(certificate=certificate) as receiver:
        sent = send(shipment(f"https://other.example.org:{receiver.port}/"))

        assert sent.failure == Failure.TLS
        assert "other.example.org" in sent.detail
        assert receiver.received == []


def test_a_certificate_is_checked_for_the_name_though_the_connection_goes_to_the_checked_address(
    certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _trust(monkeypatch, certificate)
    asked = name_is(monkeypatch, "127.0.0.1")
    with receiving(certificate=certificate) as receiver:
        sent = send(shipment(f"https://hooks.example.org:{receiver.port}/hooks"))

        assert sent.status == 204
        assert receiver.received[0].headers["Host"] == f"hooks.example.org:{receiver.port}"
        assert asked == ["hooks.example.org"]


# Names that change


def test_a_name_is_looked_up_once_so_that_it_cannot_change_between_check_and_connection(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, half_a_second: None
) -> None:
    settings.WEBHOOK_ALLOWED_NETWORKS = []
    tried: list[Any] = []
    asked = name_is(monkeypatch, "192.0.3.1", "127.0.0.1")

    def connect(self: socket.socket, place: Any) -> None:
        tried.append(place)
        raise TimeoutError

    monkeypatch.setattr(socket.socket, "connect", connect)

    send(shipment("https://rebinding.example.org/"))

    assert tried == [("192.0.3.1", 443)]
    assert asked == ["rebinding.example.org"]


def test_a_name_that_has_become_private_is_refused_at_the_next_attempt(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.WEBHOOK_ALLOWED_NETWORKS = ["198.51.100.0/24"]
    name_is(monkeypatch, "198.51.100.1", "10.0.0.7")
    monkeypatch.setattr(socket.socket, "connect", lambda *_: (_ for _ in ()).throw(ConnectionRefusedError()))

    first, second = send(shipment("https://hooks.example.org/")), send(shipment("https://hooks.example.org/"))

    assert (first.failure, second.failure) == (Failure.CONNECTION, Failure.ADDRESS)


def test_a_name_that_is_gone_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    def getaddrinfo(*_: Any, **__: Any) -> Any:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)

    assert send(shipment("https://gone.example.org/")).failure == Failure.NAME


def _trust(monkeypatch: pytest.MonkeyPatch, certificate: Path) -> None:
    import ssl

    context = ssl.create_default_context(cafile=str(certificate))
    monkeypatch.setattr(sending, "tls", lambda: context)
