"""What an answer costs: CPU time of the web server and the database, beside what a bare server and a bare view cost."""

from __future__ import annotations

import http.client
import shutil
from contextlib import ExitStack
from typing import TYPE_CHECKING

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench import load, processes, rounds
from bench.bare_wsgi import BODY
from bench.load import HOST, Request
from bench.rounds import Subject
from bench.servers import serving, serving_a_file
from bench.tables import number, print_table
from bench.web import PRODUCT
from cms.delivery import feed
from cms.delivery.feed_parameters import DEFAULT_LIMIT
from cms.delivery.feed_places import NOTHING, Place
from cms.locales import SOURCE, TAGS
from cms.publishing import store
from cms.publishing.models import Answer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bench.rounds import Figures
    from bench.servers import Server

#: CPU seconds for 1,000 requests that Django answers: SQLite, PostgreSQL.
TARGETS = {
    "detail, explicit locale": (0.50, 0.85),
    "detail, negotiated": (0.55, 0.90),
    "list of 20": (0.60, 0.95),
    "304": (0.40, 0.70),
    "change feed, 100 entries": (1.5, 2.0),
}
#: The same for answers that were given before, on either.
HOT_TARGETS = {"detail, explicit locale": 0.05, "list of 20": 0.05, "304": 0.04, "change feed, 100 entries": 0.06}
TARGET_MEMORY_MB = 150
_HOT = "hot: "
BARE_WSGI, BARE_VIEW, NGINX = "bare WSGI callable", "bare Django view", "nginx, a file"

_READERS = ("es-MX,es;q=0.9,en;q=0.8", "ar", "zh-CN,zh;q=0.9", "fr-CA,fr;q=0.8,en;q=0.5", "en-GB,en", "es-419,es;q=0.9")
_MOST_SLUGS = 40
_MOST_PAGES = 20


def detail_and_list() -> dict[str, list[Request]]:
    """The two most used kinds of address: many documents, all locales."""
    details = [f"/api/v1/conditions/{slug}/?locale={tag}" for slug in _slugs() for tag in TAGS]
    return {
        "detail, explicit locale": [Request(path) for path in details],
        "list of 20": [Request(f"/api/v1/conditions/?locale={tag}") for tag in TAGS],
    }


def change_feed() -> dict[str, list[Request]]:
    """Whole pages of 100: of the log, and of what a newcomer crawls first."""
    last = store.sequence() - DEFAULT_LIMIT
    places = range(0, last, max(1, last // _MOST_PAGES))
    return {
        "change feed, 100 entries": [Request(f"/api/v1/changes/?cursor={_cursor_after(place)}") for place in places],
        "change feed, first crawl": _crawl(),
    }


def _crawl() -> list[Request]:
    found = [Request("/api/v1/changes/?type=condition")]
    client = Client(SERVER_NAME=HOST)
    while len(found) < _MOST_PAGES and (page := client.get(found[-1].path).json())["has_more"]:
        found.append(Request(f"/api/v1/changes/?type=condition&cursor={page['next_cursor']}"))
    return found[:-1] or found


def _cursor_after(sequence: int) -> str:
    """A place in the unfiltered log."""
    marks = {edition.sequence: edition.mark for edition in feed._read(feed._ENDS, (sequence, sequence))}
    return Place(sequence, marks.get(sequence, NOTHING)).cursor(filters={})


def report(*, database_pid: int | None, seconds: float) -> None:
    with ExitStack() as servers:
        # The first is without hot answers, so that each request is answered by Django.
        product = servers.enter_context(serving(PRODUCT, API_HOT_MB="0"))
        hot, wsgi, view = (
            servers.enter_context(serving(application))
            for application in (PRODUCT, "bench.bare_wsgi:application", "bench.bare_django:application")
        )
        paths = {**detail_and_list(), **_other_paths()}
        paths["304"] = _conditional(product, paths["detail, explicit locale"][: len(TAGS)])
        subjects = {
            name: Subject(product, requests, database_pid, status=304 if name == "304" else 200)
            for name, requests in paths.items()
        }
        # An ETag is of the bytes, and these hold the address of their server.
        asked_again = {**paths, "304": _conditional(hot, paths["304"])}
        subjects |= {
            _HOT + name: Subject(hot, asked_again[name], database_pid, status=subjects[name].status)
            for name in HOT_TARGETS
        }
        subjects |= {BARE_WSGI: Subject(wsgi, [Request("/")]), BARE_VIEW: Subject(view, [Request("/")])}
        if shutil.which("nginx"):
            subjects[NGINX] = Subject(servers.enter_context(serving_a_file(BODY)), [Request("/")])
        figures = rounds.measure(subjects, seconds=seconds)
        queries = {name: _queries(paths[name][0]) for name in paths}
        _print(figures, queries, seconds)
        _print_memory(hot)


def _other_paths() -> dict[str, list[Request]]:
    slugs = _slugs()
    negotiated = [
        Request(f"/api/v1/conditions/{slug}/", {"Accept-Language": reader}) for slug in slugs for reader in _READERS
    ]
    sections = [f"/api/v1/conditions/{slug}/sections/safety/?locale={tag}" for slug in slugs for tag in TAGS]
    return {
        "detail, negotiated": negotiated,
        "list, filtered by topic": [Request(f"/api/v1/conditions/?locale={tag}&topic=chronic-pain") for tag in TAGS],
        "one section": [Request(path) for path in sections],
        "therapies": [Request(f"/api/v1/therapies/?locale={tag}") for tag in TAGS],
        **change_feed(),
        "change feed, nothing new": [Request(f"/api/v1/changes/?cursor={_cursor_after(store.sequence())}")],
        "change feed, 25 documents": [Request(f"{request.path}&include=document&limit=25") for request in _crawl()],
        "site": [Request(f"/api/v1/site/?locale={tag}") for tag in TAGS],
    }


def _slugs() -> list[str]:
    found = Answer.objects.filter(type="condition", requested_locale=SOURCE).order_by("name_key", "content_id")
    return list(found.values_list("slug", flat=True)[:_MOST_SLUGS])


def _conditional(server: Server, requests: Sequence[Request]) -> list[Request]:
    connection = http.client.HTTPConnection(HOST, server.port)
    found = []
    for request in requests:
        connection.request("GET", request.path)
        answer = connection.getresponse()
        answer.read()
        found.append(Request(request.path, {"If-None-Match": answer.headers["ETag"]}))
    connection.close()
    return found


def _queries(request: Request) -> str:
    """The first time, and when it was asked before."""
    client = Client(headers=dict(request.headers), SERVER_NAME=HOST)
    first, again = (_count(client, request) for _ in range(2))
    return str(again) if first == again else f"{again} (first {first})"


def _count(client: Client, request: Request) -> int:
    with CaptureQueriesContext(connection) as queries:
        client.get(request.path)
    return len(queries)


def _print(figures: Mapping[str, Figures], queries: Mapping[str, str], seconds: float) -> None:
    bare = figures[BARE_VIEW].cpu_s
    rows = [
        [
            name,
            number(each.cpu_s),
            _target(name),
            f"{each.cpu_s / bare:.1f}",
            number(each.requests_per_s),
            number(each.p99_ms),
            queries.get(name, "0"),
            f"{each.body_bytes / 1_000:.1f}",
        ]
        for name, each in figures.items()
    ]
    print_table(
        f"Delivery: {connection.vendor}, {Answer.objects.filter(type='condition').count()} answers of conditions",
        ("path", "CPU s/1000", "target", "× bare view", "req/s", "p99 ms", "queries", "body KB"),
        rows,
        note=f"{load.CONNECTIONS} connections by {load.client()}, median of {rounds.ROUNDS} rounds of {seconds:g} s.",
    )


def _target(name: str) -> str:
    if name.startswith(_HOT):
        return number(HOT_TARGETS[name.removeprefix(_HOT)])
    target = TARGETS.get(name)
    return number(target[connection.vendor == "postgresql"]) if target else ""


def _print_memory(server: Server) -> None:
    workers = [processes.memory(pid) for pid in server.workers()]
    rows = [
        [f"web worker {place + 1}", *map(number, (each.resident, each.share, each.private))]
        for place, each in enumerate(workers)
    ]
    print_table(
        f"Memory after that, MB (target: under {TARGET_MEMORY_MB} resident)",
        ("process", "resident", "its share", "of it private"),
        rows,
        note="Its share: what several processes hold together is counted once, divided among them.",
    )
