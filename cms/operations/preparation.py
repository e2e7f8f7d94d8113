"""Makes a database ready to be served: tables, the sample content the first time, accounts. Does nothing twice."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from cms.operations import accounts
from cms.operations.models import Milestone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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
    accounts.show(accounts.make_sample_accounts(), say=say)


def has_pending_migrations() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


@contextmanager
def _without_facts() -> Iterator[None]:
    """The log tells each edition that is published: some five hundred lines, of which none is news."""
    logging.disable(logging.INFO)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)
