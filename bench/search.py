"""What search costs, request by request: with the sample alone and with thousands of pages, and at each publish."""

from __future__ import annotations

import http.client
import time
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median, quantiles
from typing import TYPE_CHECKING
from unittest.mock import patch

from django.db import connection

from bench import asking, corpus, generate, processes, publishing
from bench.load import HOST, UnexpectedAnswer
from bench.servers import serving
from bench.tables import number, print_table
from bench.web import PRODUCT
from cms.publishing import registry
from search.models import Entry, Word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bench.asking import Asked
    from bench.servers import Server

PATHS = {"search": "/api/v1/search/", "suggest": "/api/v1/search/suggest/"}

#: CPU milliseconds of a first answer at 20,000 entries.
TARGETS = {"search": 30, "suggest": 10}

#: What is asked before anything is measured, so that vocabularies are read.
_WARMING = 40
_TIMES_HOT = 5


@dataclass(frozen=True)
class _Costs:
    """CPU milliseconds of each request, in the order of the questions; `mean` is of all, ended processes too."""

    each: Sequence[float]
    mean: float

    def line(self) -> list[str]:
        return [number(figure) for figure in (median(self.each), quantiles(self.each, n=20)[-1], self.mean)]


def report(*, entries: int, database_pid: int | None) -> None:
    _report_publishing()
    _report_size(database_pid)
    began = time.perf_counter()
    corpus.fill(entries=entries)
    print(f"\nFilled in {time.perf_counter() - began:.0f} s.")
    _report_publishing()
    _report_size(database_pid)


def _report_size(database_pid: int | None) -> None:
    rows: list[list[str]] = []
    kinds: list[list[str]] = []
    with serving(PRODUCT) as server:
        for name, asked in {"search": asking.questions(), "suggest": asking.beginnings()}.items():
            first, hot = _measured(server, name, asked, database_pid)
            rows += [
                [f"{name}, first answer", *first.line(), str(TARGETS[name])],
                [f"{name}, hot", *hot.line(), ""],
            ]
            kinds += _by_kind(name, asked[_WARMING:], first.each)
        memory = max(processes.memory(pid).resident for pid in server.workers())
    print_table(
        f"Search: {connection.vendor}, {Entry.objects.count():,} entries, {Word.objects.count():,} words",
        ("path", "median", "p95", "mean", "target"),
        rows,
        note=f"CPU ms a request, web server and database. A worker holds {number(memory)} MB after that.",
    )
    print_table("First answers by what is typed, CPU ms", ("path", "typed", "queries", "median", "most"), kinds)


def _measured(server: Server, name: str, asked: Sequence[Asked], database_pid: int | None) -> tuple[_Costs, _Costs]:
    """Each question once, when nobody has asked it before, and then again and again; by one worker."""
    client = http.client.HTTPConnection(HOST, server.port, timeout=60)
    roots = [server.pid, *([database_pid] if database_pid else [])]
    for question in asked[:_WARMING]:
        _ask(client, question.request(PATHS[name]).path)
    paths = [question.request(PATHS[name]).path for question in asked[_WARMING:]]
    first = _costs(client, paths, roots)
    hot = _costs(client, paths * _TIMES_HOT, roots)
    client.close()
    return first, hot


def _costs(client: http.client.HTTPConnection, paths: Sequence[str], roots: Sequence[int]) -> _Costs:
    pids = processes.all_below(*roots)
    before, each = processes.cpu_s(*roots), []
    for path in paths:
        began = processes.cpu_ms(pids)
        _ask(client, path)
        each.append(processes.cpu_ms(pids) - began)
    return _Costs(each, (processes.cpu_s(*roots) - before) * 1_000 / len(paths))


def _ask(client: http.client.HTTPConnection, path: str) -> None:
    client.request("GET", path)
    answer = client.getresponse()
    answer.read()
    if answer.status != 200:
        raise UnexpectedAnswer(f"{path} answers {answer.status}.")


def _by_kind(name: str, asked: Sequence[Asked], each: Sequence[float]) -> list[list[str]]:
    costs: dict[str, list[float]] = {}
    for question, cost in zip(asked, each, strict=True):
        costs.setdefault(question.kind, []).append(cost)
    return [
        [name, kind, str(len(of_kind)), number(median(of_kind)), number(max(of_kind))]
        for kind, of_kind in sorted(costs.items())
    ]


def _report_publishing() -> None:
    page = generate.models()[0][0]
    rows = []
    for name, change in publishing.changes(page).items():
        with_search, _all = publishing.median_cost(change, page)
        with _without_search():
            without, _all = publishing.median_cost(change, page)
        rows.append(
            [name, with_search.queries, number(with_search.cpu_ms), without.queries, number(without.cpu_ms)]
        )  # fmt: skip
    print_table(
        f"Publishing one page in six locales: {connection.vendor}, {Entry.objects.count():,} entries, our part",
        ("act", "queries", "CPU ms", "queries without search", "CPU ms without search"),
        rows,
    )


@contextmanager
def _without_search() -> Iterator[None]:
    with patch.object(registry, "_followers", []):
        yield
