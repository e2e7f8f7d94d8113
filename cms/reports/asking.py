"""Asks an address of another site whether it still leads where readers expect, and does no more than that.

As for webhooks, nothing that answers can stretch the time, no address inside this network is ever knocked at, also not
by way of a redirect, and what is answered is not read.
"""

from __future__ import annotations

import http.client
import ssl
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast
from urllib.parse import urljoin

from django.conf import settings

from cms.reports.models import Failure
from cms.webhooks import addresses, sending
from cms.webhooks.addresses import Refused
from cms.webhooks.models import Failure as NoWay

if TYPE_CHECKING:
    import socket

#: For one address, with all that it leads to.
TIMEOUT_S = 15.0
_MAX_REDIRECTS = 5
_REDIRECTS = {301, 302, 303, 307, 308}
_FOR_GOOD = {301, 308}
_GONE = {404, 410}
#: What servers answer to machines, whatever they would say to a reader.
_NOT_TO_MACHINES = {401, 403, 407, 429, 999}


@dataclass(frozen=True)
class Answered:
    """`failure` is empty where a reader would get the page; `moved_to` where the server says that it moved for good."""

    status: int | None = None
    failure: str = ""
    detail: str = ""
    moved_to: str = ""


def ask(url: str) -> Answered:
    deadline = time.monotonic() + TIMEOUT_S
    try:
        return _asked(url, deadline)
    except Refused as error:
        failure = Failure.NAME if error.why == NoWay.NAME else Failure.ADDRESS
        return Answered(failure=failure, detail=_told(error.detail))
    except TimeoutError:
        return Answered(failure=Failure.SLOW)
    except ssl.SSLError as error:
        return Answered(failure=Failure.TLS, detail=_told(getattr(error, "verify_message", "") or str(error.reason)))
    except (http.client.RemoteDisconnected, ConnectionError) as error:
        return Answered(failure=Failure.CONNECTION, detail=_told(str(error)))
    except (http.client.HTTPException, sending.TooLong, ValueError) as error:
        return Answered(failure=Failure.NOT_HTTP, detail=_told(str(error)))
    except OSError as error:
        return Answered(failure=Failure.CONNECTION, detail=_told(error.strerror or str(error)))


def _asked(url: str, deadline: float) -> Answered:
    place, moved_to, is_for_good = url, "", True
    for _hop in range(_MAX_REDIRECTS + 1):
        status, location = _status(place, deadline)
        if status not in _REDIRECTS or not location:
            return Answered(status, _failure(status), moved_to="" if _failure(status) else moved_to)
        place = urljoin(place, location)
        is_for_good = is_for_good and status in _FOR_GOOD
        moved_to = place if is_for_good else moved_to
    return Answered(failure=Failure.REDIRECTS)


def _failure(status: int) -> str:
    if status < 400:
        return ""
    if status in _GONE:
        return Failure.GONE
    return Failure.MACHINES if status in _NOT_TO_MACHINES else Failure.STATUS


def _status(url: str, deadline: float) -> tuple[int, str]:
    """Some servers answer HEAD with an error and GET with the page, so an error is asked about twice."""
    status, location = _one_answer(url, "HEAD", deadline)
    return _one_answer(url, "GET", deadline) if status >= 400 else (status, location)


def _one_answer(url: str, method: str, deadline: float) -> tuple[int, str]:
    target = addresses.resolve_public(url)
    with sending.connected(target, deadline) as sock:
        connection = http.client.HTTPConnection(target.host, target.port)
        connection.sock = sock
        connection.request(method, target.path, headers=_headers(target))
        limited = sending.Limited(sock, deadline)
        with http.client.HTTPResponse(cast("socket.socket", limited), method=method) as response:
            response.begin()
            return response.status, _in_letters(response.headers.get("Location", ""))


def _in_letters(location: str) -> str:
    """Headers are read as Latin-1, but whoever writes letters into an address means UTF-8."""
    try:
        return location.encode("latin-1").decode()
    except UnicodeError:
        return location


def _headers(target: addresses.Target) -> dict[str, str]:
    return {
        "Host": target.authority,
        "User-Agent": f"health-content-links/1 (+{settings.PUBLIC_ORIGIN})",
        "Accept": "*/*",
        "Connection": "close",
    }


def _told(detail: str) -> str:
    """PostgreSQL keeps no NUL in a text."""
    return detail.replace("\0", "\ufffd")[:300]
