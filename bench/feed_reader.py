"""One that follows the change feed over HTTP and keeps what it is told, as the feed's description says."""

from __future__ import annotations

import http.client
import json
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bench.load import HOST

if TYPE_CHECKING:
    import threading

POLL_S = 0.05
_PAGE = 25

Key = tuple[str, str]


@dataclass
class Reader:
    """`held` has digest, address and version by content id and locale, `documents` the documents that were sent."""

    name: str
    port: int
    parameters: str = ""
    held: dict[Key, tuple[str, str, int]] = field(default_factory=dict)
    documents: dict[Key, dict[str, Any]] = field(default_factory=dict)
    sequences: list[int] = field(default_factory=list)
    pages: int = 0
    #: The newest edition just after its first page: it has to be told all that come after that.
    began_at: int = 0
    interruptions: int = 0
    failure: Exception | None = None

    def follow(self, done: threading.Event, start: threading.Event) -> None:
        """Until all is published, and then to the end once more."""
        start.wait()
        try:
            is_last = False
            while not is_last:
                is_last = done.is_set()
                self._catch_up()
                time.sleep(POLL_S)
        except Exception as error:
            self.failure = error

    def _catch_up(self) -> None:
        has_more = True
        while has_more:
            connection = http.client.HTTPConnection(HOST, self.port, timeout=60)
            try:
                while has_more:
                    has_more = self._read(connection)
            except (OSError, http.client.HTTPException):
                # A server that was killed: what it did not answer is asked again.
                self.interruptions += 1
                time.sleep(POLL_S)
            finally:
                connection.close()

    def _read(self, connection: http.client.HTTPConnection) -> bool:
        page = self._ask(connection, f"/api/v1/changes/?limit={_PAGE}{self.parameters}")
        if not self.pages:
            self.began_at = self._ask(connection, "/api/v1/")["sequence"]
        for change in page["changes"]:
            self._keep(change)
        self.parameters = f"{self.parameters.partition('&cursor')[0]}&cursor={page['next_cursor']}"
        self.pages += 1
        return bool(page["has_more"])

    def _ask(self, connection: http.client.HTTPConnection, path: str) -> Any:
        connection.request("GET", path)
        answer = connection.getresponse()
        body = json.loads(answer.read())
        if answer.status != 200:
            raise RuntimeError(f"{self.name} was answered {answer.status}: {body}")
        return body

    def _keep(self, change: dict[str, Any]) -> None:
        self.sequences.append(change["sequence"])
        key = (change["id"], change["locale"])
        if change["event"] == "gone":
            self.held.pop(key, None)
            self.documents.pop(key, None)
        else:
            self.held[key] = (change["digest"], change["url"], change["version"])
            if change.get("document"):
                self.documents[key] = change["document"]
