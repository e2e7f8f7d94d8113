"""Sends one message, within limits of time and size that whatever answers cannot stretch.

Written on a bare socket, because the usual clients count the silence between two bytes: a server that sends one byte
a second holds them for ever. Here everything, from the look-up to the last byte, shares one deadline. No proxy of the
environment is used, nothing is followed, and no more is read than the log shows.
"""

from __future__ import annotations

import http.client
import io
import socket
import ssl
import time
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.utils.http import parse_http_date_safe

from cms.webhooks import addresses, signing
from cms.webhooks.addresses import Refused
from cms.webhooks.models import Failure

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from cms.webhooks.addresses import Target

MAX_ANSWER_BYTES = 2_048
#: Of the head of an answer too.
_MAX_READ_BYTES = 32_768
_CONNECT_S = 5.0
#: The status says whether a message has arrived; for the words that follow nobody waits long.
_BODY_S = 2.0
_MAX_DETAIL = 300

#: What a server says that is down, or asks for time, whatever it is sent.
_DOWN = {429, 502, 503, 504}
_SHORT_OF_TIME = {429, 503}


@dataclass(frozen=True)
class Shipment:
    """A message on its way: where to, and what signs it. `delivery` is the row that it is for, 0 for a test."""

    url: str
    message_id: str
    body: bytes
    keys: Sequence[str]
    delivery: int = 0
    endpoint: int = 0
    lease: UUID | None = None


@dataclass(frozen=True)
class Sent:
    """What came of it. `retry_after_s` is what the server asked for, not more than is given."""

    duration_ms: int
    status: int | None = None
    failure: str = ""
    detail: str = ""
    answer: str = ""
    retry_after_s: float = 0

    @property
    def is_delivered(self) -> bool:
        return not self.failure

    @property
    def is_down(self) -> bool:
        """Whether the failure is the server's, and not one of this message."""
        return bool(self.failure) and (self.status is None or self.status in _DOWN)

    @property
    def is_unwanted(self) -> bool:
        return self.status == http.client.GONE


def timeout_s() -> float:
    """How long an attempt may take, from the look-up of the name to the answer."""
    return float(settings.WEBHOOK_TIMEOUT_S)


def send(shipment: Shipment) -> Sent:
    began = time.monotonic()
    try:
        target = addresses.resolve(shipment.url)
        status, retry_after_s, answer = _post(target, shipment, deadline=began + timeout_s())
    except Refused as error:
        return _failed(began, error.why, error.detail)
    except ssl.SSLCertVerificationError as error:
        return _failed(began, Failure.TLS, error.verify_message)
    except TimeoutError:
        return _failed(began, Failure.SLOW)
    except (http.client.RemoteDisconnected, ssl.SSLEOFError) as error:
        return _failed(began, Failure.CONNECTION, str(error))
    except ssl.SSLError as error:
        return _failed(began, Failure.TLS, error.reason or str(error))
    except (http.client.HTTPException, ValueError, TooLong) as error:
        return _failed(began, Failure.NOT_HTTP, f"{type(error).__name__}: {error}")
    except OSError as error:
        return _failed(began, Failure.CONNECTION, error.strerror or str(error))
    failure = "" if 200 <= status < 300 else Failure.REDIRECT if 300 <= status < 400 else Failure.STATUS
    return Sent(_ms_since(began), status, failure, answer=answer, retry_after_s=retry_after_s)


def _failed(began: float, failure: Failure, detail: str = "") -> Sent:
    return Sent(_ms_since(began), None, failure, _storable(detail)[:_MAX_DETAIL])


def _ms_since(began: float) -> int:
    return round((time.monotonic() - began) * 1_000)


def _post(target: Target, shipment: Shipment, *, deadline: float) -> tuple[int, float, str]:
    with connected(target, deadline) as sock:
        connection = http.client.HTTPConnection(target.host, target.port)
        connection.sock = sock
        sock.settimeout(_left(deadline))
        connection.request("POST", target.path, shipment.body, _headers(target, shipment))
        limited = Limited(sock, deadline)
        with http.client.HTTPResponse(
            cast("socket.socket", limited), method="POST"
        ) as response:  # asks for a file only
            response.begin()
            retry_after_s = _retry_after_s(response.status, response.headers.get("Retry-After"))
            limited.deadline = min(deadline, time.monotonic() + _BODY_S)
            return response.status, retry_after_s, _beginning(response)


def _headers(target: Target, shipment: Shipment) -> dict[str, str]:
    return {
        "Host": target.authority,
        "Content-Type": "application/json",
        "User-Agent": "health-content-webhooks/1",
        "Connection": "close",
        **signing.headers(shipment.message_id, shipment.body, shipment.keys, timestamp=int(time.time())),
    }


def connected(target: Target, deadline: float) -> socket.socket:
    """To the first checked address that takes the connection. Raises OSError, ssl.SSLError."""
    failure: OSError = TimeoutError()
    for family, place in target.places:
        plain = socket.socket(family, socket.SOCK_STREAM)
        try:
            plain.settimeout(min(_CONNECT_S, _left(deadline)))
            plain.connect(place)
        except OSError as error:
            plain.close()
            failure = error
            continue
        return _secured(plain, target, deadline) if target.is_secure else plain
    raise failure


def _secured(plain: socket.socket, target: Target, deadline: float) -> socket.socket:
    try:
        plain.settimeout(_left(deadline))
        return tls().wrap_socket(plain, server_hostname=target.host)
    except BaseException:
        plain.close()
        raise


@cache
def tls() -> ssl.SSLContext:
    """Reading the system's authorities takes some 20 ms and a megabyte: once."""
    return ssl.create_default_context()


def _left(deadline: float) -> float:
    """Raises TimeoutError when it is over."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _beginning(response: http.client.HTTPResponse) -> str:
    """Of the body, as text; a body that breaks off, or takes too long, is as long as it is."""
    read = b""
    try:
        while len(read) < MAX_ANSWER_BYTES and (more := response.read1(MAX_ANSWER_BYTES - len(read))):
            read += more
    except (OSError, ValueError, http.client.HTTPException, TooLong):
        pass
    return _storable(read.decode("utf-8", "replace"))


def _storable(text: str) -> str:
    """PostgreSQL keeps no NUL in a text, and what servers say that is no HTTP is quoted among the errors too."""
    return text.replace("\0", "\ufffd")


def _retry_after_s(status: int, header: str | None) -> float:
    """Seconds or a date (RFC 9110, 10.2.3); 0 where nothing, or nonsense, was asked for."""
    if status not in _SHORT_OF_TIME or not header:
        return 0
    if header.isascii() and header.isdigit():
        return float(header[:9])
    moment = parse_http_date_safe(header)
    return max(0.0, moment - time.time()) if moment is not None else 0


class TooLong(Exception):
    """More was sent than is read."""


class Limited(io.RawIOBase):
    """What is read from a socket, up to a deadline and a size."""

    def __init__(self, source: socket.socket, deadline: float) -> None:
        self._source = source
        self.deadline = deadline
        self._left = _MAX_READ_BYTES

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(self, 4_096)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        self._source.settimeout(_left(self.deadline))
        count = self._source.recv_into(buffer)
        self._left -= count
        if self._left < 0:
            raise TooLong(f"more than {_MAX_READ_BYTES} bytes")
        return count
