"""A server on the loopback address that does of OpenSearch what search asks of it, and keeps each request.

It follows the documentation of OpenSearch 2 and 3, and is no proof of what a real server does.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

import orjson

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Answer = tuple[int, Any]
    Stored = dict[str, tuple[int, dict[str, Any]]]

USER, PASSWORD = "search", "p@ss:word"


@dataclass(frozen=True)
class Asked:
    method: str
    path: str
    parameters: dict[str, str]
    headers: dict[str, str]
    content: bytes

    @property
    def body(self) -> Any:
        return orjson.loads(self.content)

    @property
    def lines(self) -> list[Any]:
        return [orjson.loads(line) for line in self.content.splitlines()]


@dataclass
class SearchServer:
    """`instead` may answer in its place: a status and a body, bytes as they are."""

    port: int
    asked: list[Asked] = field(default_factory=list)
    indices: dict[str, Stored] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    instead: Callable[[Asked], Answer | None] = field(default=lambda asked: None)
    #: Where an answer leads on to.
    location: str = ""
    released: threading.Event = field(default_factory=threading.Event)
    connections: int = 0

    @property
    def url(self) -> str:
        return f"http://search:p%40ss%3Aword@127.0.0.1:{self.port}/"

    @property
    def stored(self) -> dict[str, dict[str, Any]]:
        """All entries, by their ids."""
        return {key: entry for entries in self.indices.values() for key, (_version, entry) in entries.items()}

    def told(self) -> list[str]:
        return [f"{asked.method} {asked.path}" for asked in self.asked]

    def answer(self, asked: Asked) -> Answer:
        self.asked.append(asked)
        if (instead := self.instead(asked)) is not None:
            return instead
        name, _, act = asked.path[1:].partition("/")
        act = "alias" if act.startswith("_alias/") else act or asked.method
        if name == "_aliases":
            return self._add_alias(asked.body["actions"][0]["add"])
        if act == "PUT":
            return self._make(name)
        name = self.aliases.get(name, name)
        if act != "_bulk" and name not in self.indices:
            return _error(404, "index_not_found_exception")
        answers = {
            "HEAD": lambda: (200, b""),
            "alias": lambda: (200 if name in self.aliases.values() else 404, b""),
            "_refresh": lambda: (200, {}),
            "_search": lambda: (200, self._search(name, asked.body)),
            "_msearch": lambda: (200, {"responses": [self._search(name, body) for body in asked.lines[1::2]]}),
            "_bulk": lambda: (200, self._bulk(name, asked)),
        }
        return answers[act]()

    def _make(self, name: str) -> Answer:
        if name in self.indices:
            return _error(400, "resource_already_exists_exception")
        self.indices[name] = {}
        return 200, {"acknowledged": True}

    def _add_alias(self, added: dict[str, str]) -> Answer:
        self.aliases[added["alias"]] = added["index"]
        return 200, {"acknowledged": True}

    def _search(self, name: str, body: dict[str, Any]) -> dict[str, Any]:
        entries = sorted((entry for _version, entry in self.indices[name].values()), key=lambda entry: entry["answer"])
        after = body.get("search_after", [0])[0]
        found = [entry for entry in entries if _holds(body.get("query"), entry) and entry["answer"] > after]
        shown = [
            {"fields": {field: [entry[field]] for field in body.get("docvalue_fields", ())}}
            for entry in found[: body["size"]]
        ]
        total = min(len(found), body.get("track_total_hits", 10_000))
        hits = {"total": {"value": total}, **({"hits": shown} if shown else {})}
        return {"status": 200, "timed_out": False, "_shards": {"failed": 0}, "hits": hits}

    def _bulk(self, name: str, asked: Asked) -> dict[str, Any]:
        items = []
        lines = iter(asked.lines)
        for line in lines:
            ((act, about),) = line.items()
            entry = next(lines) if act == "index" else None
            items.append({act: self._written(name, about, entry)})
        return {"errors": any("error" in outcome for item in items for outcome in item.values()), "items": items}

    def _written(self, name: str, about: dict[str, Any], entry: dict[str, Any] | None) -> dict[str, Any]:
        if name not in self.indices:
            return _failed(404, "index_not_found_exception")
        entries = self.indices[name]
        if about["_id"] in entries and entries[about["_id"]][0] > about["version"]:
            return _failed(409, "version_conflict_engine_exception")
        if entry is None:
            return {"status": 200 if entries.pop(about["_id"], None) else 404}
        entries[about["_id"]] = (about["version"], entry)
        return {"status": 201}


def _holds(query: Any, entry: dict[str, Any]) -> bool:
    if query is None:
        return True
    ((kind, asked),) = query.items()
    if kind == "term":
        return asked["terms"] in entry["terms"]
    if kind == "terms":
        return not set(asked["terms"]).isdisjoint(entry["terms"])
    assert kind == "bool"
    assert asked.get("minimum_should_match", 1) == 1
    should = asked.get("should", ())
    return all(_holds(part, entry) for part in asked.get("filter", ())) and (
        not should or any(_holds(part, entry) for part in should)
    )


def _failed(status: int, kind: str) -> dict[str, Any]:
    return {"status": status, "error": {"type": kind, "reason": "told at length"}}


def _error(status: int, kind: str) -> Answer:
    return status, {"error": {"type": kind, "reason": "told at length"}, "status": status}


@contextmanager
def serving(*, keeps_connections: bool = False) -> Iterator[SearchServer]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1" if keeps_connections else "HTTP/1.0"

        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            url = urlsplit(self.path)
            asked = Asked(self.command, url.path, dict(parse_qsl(url.query)), dict(self.headers), content)
            status, body = running.answer(asked)
            written = body if isinstance(body, bytes) else orjson.dumps(body)
            self.send_response(status)
            self.send_header("Content-Length", str(len(written)))
            if running.location:
                self.send_header("Location", running.location)
            self.end_headers()
            self.wfile.write(written)

        do_GET = do_HEAD = do_PUT = do_DELETE = do_POST  # noqa: N815 -- names of methods of HTTP

        def log_message(self, *args: Any) -> None:
            """Quiet."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def get_request(self) -> Any:
            running.connections += 1
            return super().get_request()

        def handle_error(self, *args: Any) -> None:
            """Who asks may hang up."""

    server = Server(("127.0.0.1", 0), Handler)
    running = SearchServer(server.server_port)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield running
    finally:
        running.released.set()
        server.shutdown()
        server.server_close()
        thread.join()
