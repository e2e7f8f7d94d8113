"""Whether a detail, a list and the change feed cost the same at any size, and by which index they are found."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench import delivery, generate, rounds
from bench.load import HOST, Request
from bench.rounds import Subject
from bench.servers import serving
from bench.tables import number, print_table
from bench.web import PRODUCT
from cms.locales import TAGS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.rounds import Figures

#: What a plan says when it reads or sorts more than it gives.
_WASTE = ("Seq Scan on publishing_answer", "SCAN publishing_answer", "TEMP B-TREE", "Sort")


def report(*, sizes: Sequence[int], database_pid: int | None, seconds: float) -> None:
    found: dict[str, dict[str, Figures]] = {}
    with serving(PRODUCT) as server:
        for size in sizes:
            began = time.perf_counter()
            generate.publish(size)
            print(f"\n{generate.count():,} conditions after {time.perf_counter() - began:.0f} s.", flush=True)
            subjects = {name: Subject(server, requests, database_pid) for name, requests in _paths().items()}
            found[f"{generate.count():,} conditions"] = rounds.measure(subjects, seconds=seconds)
    print_table(
        f"Growth: {connection.vendor}, each condition in six locales, CPU s/1000",
        ("path", *found),
        [[name, *(number(figures[name].cpu_s) for figures in found.values())] for name in _paths()],
    )
    _print_plans()


def _paths() -> dict[str, list[Request]]:
    """The last one gives few of many: none of its cards stands at the head of the list."""
    filtered = [Request(f"/api/v1/conditions/?locale={tag}&review_status=overdue") for tag in TAGS]
    return {**delivery.detail_and_list(), "list, filtered by review": filtered, **delivery.change_feed()}


def _print_plans() -> None:
    for name, requests in delivery.detail_and_list().items():
        for plan in _plans(requests[0]):
            wasteful = [line for line in plan if any(sign in line for sign in _WASTE)]
            verdict = f"reads or sorts too much: {wasteful}" if wasteful else "by index only"
            print(f"\nPlan of a {name} on {connection.vendor}: {verdict}")
            print("\n".join(f"    {line}" for line in plan), flush=True)


def _plans(request: Request) -> list[list[str]]:
    """How the database finds what this request needs, a second time."""
    client = Client(SERVER_NAME=HOST)
    client.get(request.path)
    with CaptureQueriesContext(connection) as queries:
        client.get(request.path)
    return [_explain(query["sql"]) for query in queries.captured_queries]


def _explain(sql: str) -> list[str]:
    prefix = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
    with connection.cursor() as cursor:
        cursor.execute(f"{prefix} {sql}".replace("%", "%%"), ())
        return [str(row[-1]) for row in cursor.fetchall()]
