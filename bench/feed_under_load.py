"""Many publish while many follow the change feed over HTTP: whether all end with what the database holds.

python -m bench.feed_under_load                                  # PostgreSQL: 8 processes, 2,000 changes
python -m bench.feed_under_load --database sqlite --changes 400
python -m bench.feed_under_load --kill                           # the web server is killed again and again

Each writer publishes conditions of its own in some of the six locales, again and again: new words, new addresses,
locales that are withdrawn and come back. Three readers follow from nothing on, a fourth one, which has the documents
sent along, starts when half is published. They keep what they are told, as the feed's description says.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import threading
import time
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from itertools import cycle, islice
from typing import TYPE_CHECKING, Any

import django

from bench import databases
from bench.databases import ROOT
from bench.feed_reader import POLL_S, Reader
from bench.load import HOST
from bench.servers import KilledServer, serving
from bench.tables import print_table
from bench.web import PRODUCT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bench.feed_reader import Key
    from cms.publishing.document import Document, Publication

WRITERS, CHANGES, READERS = 8, 2_000, 3
#: Conditions that a writer has: few enough that most are changed while a reader crawls.
_EACH = 12


def main() -> int:
    arguments = _arguments()
    if arguments.writer is not None:
        django.setup()
        _write(arguments.writer, arguments.changes)
        return 0
    with ExitStack() as stack:
        stack.enter_context(databases.in_use(arguments.database))
        if not arguments.kill:
            server = stack.enter_context(serving(PRODUCT))
            readers, took_s = _run(server.port, changes=arguments.changes)
            return _report(readers, f"http://{HOST}:{server.port}", took_s)
        killed = KilledServer(PRODUCT)
        stack.callback(killed.end)
        with _kills(killed):
            readers, took_s = _run(killed.port, changes=arguments.changes)
        print(f"The web server and its workers were killed {killed.kills} times.")
        return _report(readers, f"http://{HOST}:{killed.port}", took_s)


@contextmanager
def _kills(server: KilledServer) -> Iterator[None]:
    """Kills it at random moments as long as the context lasts."""
    is_over = threading.Event()
    choose = random.Random(2)  # noqa: S311 -- a schedule, no secret

    def run() -> None:
        while not is_over.wait(choose.uniform(1, 5)):
            server.kill()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()


def _run(port: int, *, changes: int) -> tuple[list[Reader], float]:
    """Raises RuntimeError when a writer or a reader has failed."""
    done, at_once, late = threading.Event(), threading.Event(), threading.Event()
    readers = [Reader(f"reader {number + 1}", port) for number in range(READERS)]
    readers.append(Reader("late, with documents", port, "&include=document"))
    threads = [
        threading.Thread(target=reader.follow, args=(done, at_once if place < READERS else late))
        for place, reader in enumerate(readers)
    ]
    began = time.perf_counter()
    at_once.set()
    for thread in threads:
        thread.start()
    codes = _publish(changes, late)
    took_s = time.perf_counter() - began
    done.set()
    for thread in threads:
        thread.join()
    failures = [reader.failure for reader in readers if reader.failure]
    if any(codes) or failures:
        raise RuntimeError(f"Writers ended with {codes}, readers with {failures or 'no failure'}.")
    return readers, took_s


def start_writers(changes: int) -> list[subprocess.Popen[bytes]]:
    """Each publishes its share of the changes in the database in use, and ends."""
    command = [sys.executable, "-m", "bench.feed_under_load", "--changes", str(changes // WRITERS), "--writer"]
    return [subprocess.Popen([*command, str(number)], cwd=ROOT) for number in range(WRITERS)]  # noqa: S603 -- our own module


def _publish(changes: int, late: threading.Event) -> list[int]:
    """The codes that the writers ended with. Lets the late reader start when about half is published: a change makes
    some four editions.
    """
    from cms.publishing import store

    writers = start_writers(changes)
    before = store.sequence()
    while any(writer.poll() is None for writer in writers):
        time.sleep(POLL_S)
        if store.sequence() - before > 2 * changes:
            late.set()
    late.set()
    return [writer.returncode for writer in writers]


def _write(writer: int, changes: int) -> None:
    from bench import generate
    from cms.publishing import store
    from cms.publishing.document import Change

    originals = islice(cycle([publication for _, publication in generate.models()]), _EACH)
    own = [generate.copy(original, 1_000 * (writer + 1) + place) for place, original in enumerate(originals)]
    choose = random.Random(writer)  # noqa: S311 -- a schedule, no secret
    for number in range(changes):
        with store.locked() as counter:
            store.put(_variant(choose.choice(own), number, choose), change=Change(kind="content"), counter=counter)


def _variant(original: Publication, number: int, choose: random.Random) -> Publication:
    """Some of its locales, or none, in other words, under one of two addresses."""
    tags = choose.sample(list(original.documents), choose.randint(0, len(original.documents)))
    suffix = choose.choice(["", "-renamed"])
    return replace(
        original, documents={tag: _reworded(original.documents[tag], number, suffix) for tag in sorted(tags)}
    )


def _reworded(original: Document, number: int, suffix: str) -> Document:
    from cms.publishing.addresses import api_url

    slug, path, segment = (f"{text}{suffix}" for text in (original.slug, original.path, original.segment))
    own = {"slug": slug, "path": path, "url": api_url("condition", slug, original.locale), "summary": f"… {number}"}
    return replace(original, slug=slug, path=path, segment=segment, body={**original.body, **own})


def _report(readers: Sequence[Reader], origin: str, took_s: float) -> int:
    """1 if a reader has anything else than what is live, or missed an edition."""
    from django.db import connection

    from cms.publishing.models import Edition, Event

    held, documents = _live(origin)
    newest = Edition.objects.count()
    verdicts = [_faults(reader, held, documents, newest) for reader in readers]
    events = ", ".join(f"{Edition.objects.filter(event=event).count():,} {event}" for event in Event.values)
    print_table(
        f"Feed under load: {connection.vendor}, {WRITERS} processes, {newest:,} editions ({events}) in {took_s:.0f} s,"
        f" {len(held)} documents live in the end",
        ("reader", "pages", "interrupted", "changes told", "documents held", "faults"),
        [
            [
                reader.name,
                reader.pages,
                reader.interruptions,
                f"{len(reader.sequences):,}",
                len(reader.held),
                "; ".join(faults) or "none",
            ]
            for reader, faults in zip(readers, verdicts, strict=True)
        ],
        note="A fault: anything held that is not live, or not held that is; out of order; told twice; passed over.",
    )
    return int(any(verdicts))


def _live(origin: str) -> tuple[dict[Key, tuple[str, str, int]], dict[Key, dict[str, Any]]]:
    """What readers have to hold, and the documents as their addresses give them."""
    from cms.publishing.document import ORIGIN
    from cms.publishing.models import Answer, Document

    answers = {(str(answer.content_id), answer.requested_locale): answer for answer in Answer.objects.iterator()}
    held, documents = {}, {}
    for each in Document.objects.filter(state="live").select_related("edition"):
        key = (str(each.content_id), each.locale)
        body = json.loads(bytes(answers[key].body).decode().replace(ORIGIN, origin))
        held[key], documents[key] = (each.edition.digest, body["url"], each.version), body
    return held, documents


def _faults(
    reader: Reader, held: dict[Key, tuple[str, str, int]], documents: dict[Key, dict[str, Any]], newest: int
) -> list[str]:
    passed_over = set(range(reader.began_at + 1, newest + 1)) - set(reader.sequences)
    claims = {
        "holds something else": reader.held == held,
        "has other documents": "include" not in reader.parameters or reader.documents == documents,
        "out of order or told twice": reader.sequences == sorted(set(reader.sequences)),
        f"passed over {len(passed_over)}": not passed_over,
    }
    return [fault for fault, is_right in claims.items() if not is_right]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.feed_under_load")
    parser.add_argument("--database", choices=list(databases.KINDS), default="postgresql")
    parser.add_argument("--changes", type=int, default=CHANGES, help="How many changes are published, all in all.")
    parser.add_argument("--kill", action="store_true", help="Kill (-9) the web server again and again meanwhile.")
    parser.add_argument("--writer", type=int, help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
