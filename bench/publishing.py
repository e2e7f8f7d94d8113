"""What it costs to publish a page in six locales, and to build everything again."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from statistics import median
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench import generate, processes
from bench.databases import ROOT
from bench.tables import number, print_table
from cms.locales import SOURCE, column
from cms.publishing import lifecycle
from cms.publishing.models import Answer, Document, StaleMark
from cms.publishing.tasks import rebuild_stale_task
from cms.translation import authoring, releases
from cms.translation.models import Method
from conditions.models import ConditionPage
from conditions.sample.loader import APPROVER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

TARGET_QUERIES, TARGET_CPU_MS, TARGET_REPUBLISH_S = 25, 100, 180
_MANY = 3_000
_TIMES = 5
#: What opens and closes transactions is no query that asks or tells anything.
_BRACKETS = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")


@dataclass
class Cost:
    """Of one act, or of its parts that ran `runs` times: queries, and the CPU of this process and the database's."""

    queries: int = 0
    cpu_ms: float = 0.0
    runs: int = 1


@dataclass
class _Meter:
    """Counts from its making to `cost`."""

    began_cpu_ms: float = field(default_factory=lambda: _cpu_ms())
    began_queries: int = field(default_factory=lambda: len(connection.queries_log))

    def cost(self) -> Cost:
        cpu_ms = _cpu_ms() - self.began_cpu_ms
        asked = [query["sql"] for query in list(connection.queries_log)[self.began_queries :]]
        return Cost(sum(not sql.startswith(_BRACKETS) for sql in asked), cpu_ms)


def report(*, pages: int, database_pid: int | None) -> None:
    began = time.perf_counter()
    before = generate.count()
    generate.author(pages)
    took_s = time.perf_counter() - began
    print(f"\n{generate.count() - before} pages authored, published and released in five locales in {took_s:.1f} s.")
    _report_acts()
    _report_republish(database_pid)
    _report_processes()


def _report_acts() -> None:
    page = generate.models()[0][0]
    rows = []
    for name, change in changes(page).items():
        ours, all_in_all = median_cost(change, page)
        rows.append(
            [name, ours.runs, ours.queries, number(ours.cpu_ms), all_in_all.queries - ours.queries,
             number(all_in_all.cpu_ms - ours.cpu_ms)]
        )  # fmt: skip
    approval = _approval(page)
    rows.append(["approve one locale, all in all", 1, approval.queries, number(approval.cpu_ms), "", ""])
    print_table(
        f"Publishing one page in six locales: {connection.vendor}"
        f" (target: our part under {TARGET_QUERIES} queries and {TARGET_CPU_MS} ms)",
        ("act", "our runs", "our queries", "our CPU ms", "Wagtail's queries", "Wagtail's CPU ms"),
        rows,
        note=f"Median of {_TIMES}; with the CPU of the database's process; without BEGIN, COMMIT and savepoints.",
    )


def changes(page: ConditionPage) -> dict[str, Callable[[int], None]]:
    """What is done to the page before it is published: each time something else, by a number."""
    return {
        "nothing changed": lambda number: None,
        "English words changed": lambda number: setattr(
            page, column("summary", SOURCE), f"Words{' and words' * number}."
        ),
        "changed in all six locales": lambda number: setattr(page, "specialties", _specialties(page, number)),
    }


def _specialties(page: ConditionPage, number: int) -> list[str]:
    own = [name for name in page.specialties if name != "neurology"]
    return [*own, "neurology"] if number % 2 else own


def median_cost(change: Callable[[int], None], page: ConditionPage) -> tuple[Cost, Cost]:
    """Our own part, and all of it. The queries are counted apart, since that costs time itself."""
    measured = []
    for turn in range(_TIMES):
        change(turn)
        measured.append(_publish(page))
    change(_TIMES)
    with CaptureQueriesContext(connection):
        counted = _publish(page)
    ours, all_in_all = zip(*measured, strict=True)
    return _median(ours, counted[0]), _median(all_in_all, counted[1])


def _median(measured: Sequence[Cost], counted: Cost) -> Cost:
    return replace(counted, cpu_ms=median(cost.cpu_ms for cost in measured))


def _publish(page: ConditionPage) -> tuple[Cost, Cost]:
    with _watching_our_part() as ours:
        meter = _Meter()
        page.save_revision().publish()
        all_in_all = meter.cost()
    page.refresh_from_db()
    return ours, all_in_all


@contextmanager
def _watching_our_part() -> Iterator[Cost]:
    """Everything that publishing calls of the project's own."""
    cost, published = Cost(runs=0), authoring.published

    def watched(content: Any) -> None:
        meter = _Meter()
        published(content)
        found = meter.cost()
        cost.runs += 1
        cost.queries += found.queries
        cost.cpu_ms += found.cpu_ms

    with patch.object(authoring, "published", watched):
        yield cost


def _approval(page: ConditionPage) -> Cost:
    approver = get_user_model().objects.get(username=APPROVER)
    measured = [_approve(page, approver) for _ in range(_TIMES)]
    with CaptureQueriesContext(connection):
        counted = _approve(page, approver)
    return _median(measured, counted)


def _approve(page: ConditionPage, approver: Any) -> Cost:
    meter = _Meter()
    releases.approve(page, "fr", by=approver, method=Method.MACHINE_SAMPLE)
    return meter.cost()


def _report_republish(database_pid: int | None) -> None:
    lifecycle.rebuild_stale()
    rows = [_republished("nothing is wrong", database_pid)]
    Answer.objects.all().delete()
    Document.objects.all().delete()
    rows.append(_republished("all documents and answers were lost", database_pid))
    print_table(
        f"Republishing {ConditionPage.objects.count()} pages in six locales: {connection.vendor}",
        ("state before", "pages/s", "CPU ms a page", f"{_MANY:,} pages, s", "of it CPU s", "target, s"),
        rows,
        note=f"{_MANY:,} pages are extrapolated.",
    )


def _republished(state: str, database_pid: int | None) -> list[str]:
    content_ids = list(ConditionPage.objects.order_by("path").values_list("content_id", flat=True))
    roots = [os.getpid(), *([database_pid] if database_pid else [])]
    began, began_cpu_s = time.perf_counter(), processes.cpu_s(*roots)
    for content_id in content_ids:
        lifecycle.republish(content_id, dry_run=False)
    took_s, cpu_s = time.perf_counter() - began, processes.cpu_s(*roots) - began_cpu_s
    pages = len(content_ids)
    figures = (pages / took_s, cpu_s / pages * 1_000, took_s / pages * _MANY, cpu_s / pages * _MANY)
    return [state, *map(number, figures), str(TARGET_REPUBLISH_S)]


def _report_processes() -> None:
    StaleMark.objects.bulk_create(
        (StaleMark(content_id=page, reason="bench") for page in lifecycle.all_content_ids(stale_only=False)),
        ignore_conflicts=True,
    )
    waiting = StaleMark.objects.count()
    rebuild_stale_task.enqueue()
    worker_mb = _peak_mb("db_worker", "--batch")
    left = StaleMark.objects.count()
    rows = [
        [f"manage.py db_worker, {waiting - left} contents built again", number(worker_mb)],
        ["manage.py republish", number(_peak_mb("republish"))],
    ]
    print_table(f"Memory of processes, MB: {connection.vendor}", ("process", "resident at most"), rows)


def _peak_mb(*command: str) -> float:
    process = subprocess.Popen(  # noqa: S603 -- our own command
        [sys.executable, "manage.py", *command], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return used.ru_maxrss / 1024


def _cpu_ms() -> float:
    """Of this process, and of the one that the database keeps for it."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return (used.ru_utime + used.ru_stime) * 1_000 + _database_cpu_ms()


def _database_cpu_ms() -> float:
    if connection.vendor != "postgresql":
        return 0.0
    return processes.cpu_s_alone(connection.connection.info.backend_pid) * 1_000
