"""Many publish while the workers of webhooks are killed: whether the receiver ends with what the database holds.

python -m bench.webhooks_under_fire                                  # PostgreSQL: 8 processes, 2,000 changes
python -m bench.webhooks_under_fire --database sqlite --changes 200

Two workers send to one receiver, which verifies each message with the public library and refuses some. One of the two
is killed (-9) at random again and again, and started anew, until all is published and all has arrived.
"""

from __future__ import annotations

import argparse
import random
import signal
import subprocess
import sys
import threading
import time
from collections import defaultdict
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import django
from standardwebhooks import Webhook

from bench import databases
from bench.databases import ROOT
from bench.feed_under_load import CHANGES, WRITERS, start_writers
from bench.load import HOST
from bench.tables import print_table

if TYPE_CHECKING:
    from collections.abc import Iterator

WORKERS = 2
#: Messages between two kills. Seconds would do as well, if a worker were not killed before it began, on a busy machine.
_KILLED_AFTER = (30, 150)
#: One message in so many is refused at its first attempt.
_REFUSED = 200
#: A killed worker's messages are free again after that; in production it is a minute and a half.
_LEASE_S = 5.0
_PATIENCE_S = 900

_DOCUMENT_EVENTS = ["document.published", "document.moved", "document.gone"]

_Key = tuple[str, str]


@dataclass
class Receiver:
    """`held` is what it knows by content id and locale, built as the documentation tells receivers to."""

    secret: str = ""
    held: dict[_Key, tuple[int, str]] = field(default_factory=dict)
    newest: dict[_Key, int] = field(default_factory=dict)
    #: Sequence numbers per document in the order in which they first came.
    first_attempts: dict[_Key, list[int]] = field(default_factory=lambda: defaultdict(list))
    seen: set[int] = field(default_factory=set)
    taken: set[int] = field(default_factory=set)
    requests: int = 0
    refused: int = 0
    faults: list[str] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, body: bytes, headers: dict[str, str]) -> int:
        """The status to answer."""
        with self._lock:
            self.requests += 1
            try:
                change = Webhook(self.secret).verify(body, headers)["data"]
            except Exception as error:
                self.faults.append(f"not verified: {error!r}")
                return 400
            sequence, is_first = change["sequence"], change["sequence"] not in self.seen
            self.seen.add(sequence)
            if is_first:
                self.first_attempts[change["id"], change["locale"]].append(sequence)
                if sequence % _REFUSED == 0:
                    self.refused += 1
                    return 500
            self.taken.add(sequence)
            self._keep(change)
            return 204

    def _keep(self, change: dict[str, Any]) -> None:
        """What is older than what is known of a document is passed over."""
        key = (change["id"], change["locale"])
        if change["sequence"] < self.newest.get(key, 0):
            return
        self.newest[key] = change["sequence"]
        if change["event"] == "gone":
            self.held.pop(key, None)
        else:
            self.held[key] = (change["version"], change["digest"])


def main() -> int:
    arguments = _arguments()
    if arguments.worker:
        _work()
        return 0
    with ExitStack() as stack:
        stack.enter_context(databases.in_use(arguments.database))
        receiver = Receiver()
        port = stack.enter_context(_listening(receiver))
        began_at = _add_endpoint(f"http://{HOST}:{port}/hooks", receiver)
        kills, published_s, took_s = _run(receiver, changes=arguments.changes)
        return _report(receiver, began_at, kills=kills, published_s=published_s, took_s=took_s)


def _add_endpoint(url: str, receiver: Receiver) -> int:
    """The edition after which it hears everything."""
    from cms.publishing import store
    from cms.webhooks import signing
    from cms.webhooks.models import Endpoint

    endpoint = Endpoint.objects.create(url=url, position=store.sequence(), event_types=_DOCUMENT_EVENTS)
    receiver.secret = signing.add(endpoint).key
    return endpoint.position


def _run(receiver: Receiver, *, changes: int) -> tuple[int, float, float]:
    """How often a worker was killed, how long it took to publish, and until all had arrived."""
    began = time.perf_counter()
    writers = start_writers(changes)
    workers = [_start_worker() for _ in range(WORKERS)]
    choose = random.Random(1)  # noqa: S311 -- a schedule, no secret
    kills, published_s, next_kill = 0, 0.0, _KILLED_AFTER[0]
    try:
        while not _is_over(writers, began):
            time.sleep(0.05)
            if not published_s and all(writer.poll() is not None for writer in writers):
                published_s = time.perf_counter() - began
            if receiver.requests > next_kill:
                victim = choose.randrange(WORKERS)
                workers[victim].kill()
                workers[victim].wait()
                workers[victim] = _start_worker()
                kills += 1
                next_kill = receiver.requests + choose.randint(*_KILLED_AFTER)
    finally:
        _end(workers)
    if any(writer.returncode for writer in writers):
        raise RuntimeError(f"Writers ended with {[writer.returncode for writer in writers]}.")
    return kills, published_s or time.perf_counter() - began, time.perf_counter() - began


def _is_over(writers: list[subprocess.Popen[bytes]], began: float) -> bool:
    from cms.publishing import store
    from cms.webhooks.models import Delivery, Endpoint

    if time.perf_counter() - began > _PATIENCE_S:
        return True
    if any(writer.poll() is None for writer in writers):
        return False
    is_behind = Endpoint.objects.filter(position__lt=store.sequence()).exists()
    return not is_behind and not Delivery.objects.waiting().exists()


def _start_worker() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "bench.webhooks_under_fire", "--worker"]
    return subprocess.Popen(command, cwd=ROOT)  # noqa: S603 -- our own module


def _end(workers: list[subprocess.Popen[bytes]]) -> None:
    for worker in workers:
        worker.send_signal(signal.SIGTERM)
    for worker in workers:
        worker.wait(timeout=30)


def _work() -> None:
    from django.conf import settings

    django.setup()
    settings.WEBHOOK_ALLOWED_NETWORKS = [f"{HOST}/32"]
    from cms.webhooks import deliveries
    from cms.webhooks.worker import Worker

    deliveries.lease_s = lambda: _LEASE_S
    stopped = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopped.set())
    Worker().run_until(stopped)


def _report(receiver: Receiver, began_at: int, *, kills: int, published_s: float, took_s: float) -> int:
    """1 if a message was lost, came out of order first, or the receiver holds anything else than what is live."""
    from django.db import connection

    from cms.publishing.models import Document, DocumentState, Edition
    from cms.webhooks.models import Attempt

    numbers = set(Edition.objects.filter(sequence__gt=began_at).values_list("sequence", flat=True))
    live = Document.objects.filter(state=DocumentState.LIVE, edition_id__gt=began_at)
    held = {
        (str(content_id), locale): (version, digest)
        for content_id, locale, version, digest in live.values_list(
            "content_id", "locale", "version", "edition__digest"
        )
    }
    out_of_order = sum(order != sorted(order) for order in receiver.first_attempts.values())
    claims = {
        f"{len(numbers - receiver.taken)} lost": receiver.taken == numbers,
        f"{out_of_order} documents out of order": not out_of_order,
        "holds something else": receiver.held == held,
        **dict.fromkeys(receiver.faults[:3], False),
    }
    faults = [fault for fault, is_right in claims.items() if not is_right]
    again = receiver.requests - len(receiver.seen)
    print_table(
        f"Webhooks under fire: {connection.vendor}, {WRITERS} processes publish {len(numbers):,} editions in"
        f" {published_s:.0f} s, {WORKERS} workers killed {kills} times",
        ("figure", "value"),
        [
            ["messages received", f"{receiver.requests:,}"],
            ["of these more than once", f"{again:,}"],
            ["refused at first", receiver.refused],
            ["attempts in the log", f"{Attempt.objects.count():,}"],
            ["documents held", f"{len(receiver.held):,} of {len(held):,}"],
            ["all delivered after", f"{took_s:.0f} s, {len(numbers) / took_s:.0f} a second"],
            ["faults", "; ".join(faults) or "none"],
        ],
        note="A fault: an edition that was not taken, a first attempt before that of an older edition of its document,"
        " a signature that does not verify, an end state that is not the database's.",
    )
    return int(bool(faults))


@contextmanager
def _listening(receiver: Receiver) -> Iterator[int]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(receiver.take(body, dict(self.headers)))
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            """Quiet."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 256

        def handle_error(self, *args: Any) -> None:
            """A worker that was killed hangs up."""

    server = Server((HOST, 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.webhooks_under_fire")
    parser.add_argument("--database", choices=list(databases.KINDS), default="postgresql")
    parser.add_argument("--changes", type=int, default=CHANGES, help="How many changes are published, all in all.")
    parser.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
