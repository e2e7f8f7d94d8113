"""Makes a database ready to be served: tables, the sample content the first time, accounts, answers in a language that
was added. Does nothing twice.
"""

from __future__ import annotations

import logging
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState

from cms.operations import accounts
from cms.operations.models import Milestone
from cms.publishing import lifecycle, statistics
from cms.translation import counting
from search import indexing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from uuid import UUID

SAMPLE_LOADED = "sample_loaded"


def prepare(*, say: Callable[[str], object]) -> None:
    """Takes the steps that are missing, and says which. Interrupted at any point, it can be run again."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # the web server warns when it is not there
    if has_pending_migrations():
        say("Making the tables of the database; the first time takes a quarter of a minute.")
        call_command("migrate", verbosity=0, interactive=False)
    if not Milestone.objects.filter(name=SAMPLE_LOADED).exists():
        say("Loading the sample content.")
        with _without_facts():
            call_command("load_sample")
        Milestone.objects.get_or_create(name=SAMPLE_LOADED)
    if counting.is_lacking():
        say("Counting where each language of each content stands.")
        call_command("count_translations", verbosity=0)
    accounts.show(accounts.make_sample_accounts(), say=say)


def answer_in_added_locales(*, verbosity: int = 1, **kwargs: Any) -> None:
    """Runs at the end of each `migrate`: readers of a locale that is new in the list get what stands in for it.

    What was published before there was search is read for it.

    Built here and not left to the worker, which may still run with the list as it was. Interrupted, it goes on at the
    next `migrate`.
    """
    content_ids = [] if has_pending_migrations() else _incomplete()
    if not content_ids or has_unmade_migrations():
        return
    if verbosity:
        out = kwargs.get("stdout") or sys.stdout
        out.write(f"Building answers that are missing, and what they are found by: {len(content_ids)} contents.\n")
    with _without_facts():
        for content_id in content_ids:
            lifecycle.republish(content_id, dry_run=False)
        lifecycle.rebuild_stale()
    statistics.refresh()


def _incomplete() -> list[UUID]:
    return list(dict.fromkeys([*lifecycle.unanswered(), *indexing.unindexed()]))


def count_in_added_locales(*, verbosity: int = 1, **kwargs: Any) -> None:
    """Runs at the end of each `migrate`: the rows of the dashboard for content, or a locale, that has none yet."""
    if has_pending_migrations() or not counting.is_lacking() or has_unmade_migrations():
        return
    if verbosity:
        out = kwargs.get("stdout") or sys.stdout
        out.write("Counting where each language of each content stands.\n")
    call_command("count_translations", verbosity=0)


def has_pending_migrations() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def has_unmade_migrations() -> bool:
    """Whether the models have changes, such as the columns of a language, that no migration brings to the tables."""
    loader = MigrationExecutor(connection).loader
    detector = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
    return bool(detector.changes(graph=loader.graph))


@contextmanager
def _without_facts() -> Iterator[None]:
    """The log tells each edition that is published: some five hundred lines, of which none is news."""
    logging.disable(logging.INFO)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)
