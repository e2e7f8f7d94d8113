"""Asks an OpenSearch server over HTTP, within limits of time; whatever goes wrong is one kind of error."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit, urlunsplit

import orjson
import requests
from requests.auth import HTTPBasicAuth

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

CONNECT_TIMEOUT_S = 2

_JSON, _LINES = "application/json", "application/x-ndjson"


class Unavailable(Exception):
    """The server gave no answer that can be used. Says why, and neither who we are nor what was asked."""


class Refused(Unavailable):
    """The server answered with an error; `kind` is its own name for it, "" where it has none."""

    def __init__(self, status: int, kind: str) -> None:
        super().__init__(f"status {status} {kind}".rstrip())
        self.status = status
        self.kind = kind


class Server:
    """`url` may hold a user and a password; `timeout_s` is the longest silence that is waited for.

    Each thread keeps a connection of its own.
    """

    def __init__(self, url: str, *, timeout_s: float) -> None:
        parts = urlsplit(url)
        host = parts.netloc.rpartition("@")[2]
        self._url = urlunsplit((parts.scheme, host, parts.path.rstrip("/"), "", ""))
        self._user = unquote(parts.username or "").encode()
        self._password = unquote(parts.password or "").encode()
        self._timeout_s = timeout_s
        self._threads = threading.local()

    def ask(self, method: str, path: str, body: Mapping[str, object] | None = None, **parameters: str) -> Any:
        """Any JSON, None for none. Raises Unavailable."""
        content = b"" if body is None else orjson.dumps(body)
        return self._answer(method, path, content, _JSON, parameters)

    def post_lines(self, path: str, lines: Iterable[Mapping[str, object]], **parameters: str) -> Any:
        """Any JSON. Raises Unavailable."""
        content = b"".join(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE) for line in lines)
        return self._answer("POST", path, content, _LINES, parameters)

    def close(self) -> None:
        """Ends this thread's connection; the next question opens another one."""
        if (session := getattr(self._threads, "session", None)) is not None:
            session.close()
            del self._threads.session

    def _answer(self, method: str, path: str, content: bytes, kind: str, parameters: Mapping[str, str]) -> Any:
        try:
            response = self._session().request(
                method,
                f"{self._url}{path}",
                params=parameters,
                data=content or None,
                headers={"Content-Type": kind} if content else {},
                timeout=(CONNECT_TIMEOUT_S, self._timeout_s),
                allow_redirects=False,  # what is asked, and the password, are for this server only
            )
        except requests.RequestException as error:
            raise Unavailable(type(error).__name__) from None  # its text holds the address
        if response.status_code not in (requests.codes.ok, requests.codes.created):
            raise Refused(response.status_code, _kind(response.content))
        return _read(response.content)

    def _session(self) -> requests.Session:
        session: requests.Session | None = getattr(self._threads, "session", None)
        if session is None:
            session = self._threads.session = requests.Session()
            session.headers["Accept"] = _JSON
            session.auth = HTTPBasicAuth(self._user, self._password) if self._user else None
        return session


def _read(content: bytes) -> Any:
    try:
        return orjson.loads(content) if content else None
    except orjson.JSONDecodeError:
        raise Unavailable("an answer that is not JSON") from None


def _kind(content: bytes) -> str:
    """The server's name for an error: a word, not the sentence, which may quote what was asked."""
    try:
        kind = orjson.loads(content)["error"]["type"]
    except (orjson.JSONDecodeError, KeyError, TypeError):
        return ""
    return kind if isinstance(kind, str) and kind.replace("_", "").isalnum() else ""
