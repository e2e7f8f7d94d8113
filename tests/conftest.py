"""What all tests share: the database, the browser and the golden answers."""

from __future__ import annotations

import os
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import hypothesis
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import DjangoDbBlocker

    from tests.databases import TestDatabase

CHROMIUM = Path("/usr/bin/chromium")
#: A state of a page is waited for as long as Playwright waits for what it acts on.
PATIENCE_MS = 30_000

# The same examples in every run: what makes a test fail is a change. How long one takes is the benchmarks’ matter.
hypothesis.settings.register_profile("suite", derandomize=True, deadline=None)
hypothesis.settings.load_profile("suite")


class Sample(NamedTuple):
    told: str
    template: str


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rewrite-golden", action="store_true", help="Write the golden answers anew instead of comparing."
    )


@pytest.fixture(scope="session")
def database(
    request: pytest.FixtureRequest, django_test_environment: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[TestDatabase]:
    """A migrated database for this process, and a fresh copy of it after each test that commits."""
    from django.test import TransactionTestCase

    from tests import databases

    with django_db_blocker.unblock():
        database = databases.test_database(anew=request.config.getoption("create_db"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _: database.restore())
        yield database
    with django_db_blocker.unblock():
        database.close()


@pytest.fixture(scope="session")
def django_db_setup(database: TestDatabase) -> None:
    """The plugin's own name for what every test with a database waits for."""


@pytest.fixture(scope="session")
def sample_content(database: TestDatabase, django_db_blocker: DjangoDbBlocker) -> Sample:
    """Loaded once in a process: tests that need it belong to its group, `xdist_group("sample")`."""
    from django.core.management import call_command

    told = StringIO()
    with django_db_blocker.unblock():
        database.restore()
        call_command("load_sample", stdout=told)
        return Sample(told.getvalue(), database.keep())


@pytest.fixture(scope="module")
def sample(sample_content: Sample, database: TestDatabase, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """A module finds the sample content in the database; what loading it has told. Not for tests that commit."""
    with django_db_blocker.unblock():
        database.restore(sample_content.template)
    yield sample_content.told
    with django_db_blocker.unblock():
        database.restore()


@pytest.fixture(scope="module")
def kept(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """What other fixtures of the module's scope write is there for each of its tests, and gone after the last.

    A test's own transaction lies within: it takes back what the test did. Not for tests that commit.
    """
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def nobody_known() -> Iterator[None]:
    """What a process remembers of readers, their keys and what they asked for, is no other test's."""
    from cms.access import keys, rates
    from tests.forgetting import forget_what_is_published

    keys.forget()
    rates.forget()
    forget_what_is_published()
    yield
    forget_what_is_published()  # what was looked for in vain would be written when the database is gone


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    from playwright.sync_api import expect

    expect.set_options(timeout=PATIENCE_MS)
    if not CHROMIUM.exists():
        pytest.fail(f"The browser tests need Chromium at {CHROMIUM}. On Debian: sudo apt-get install chromium")
    # Playwright keeps an event loop in the thread of the tests, where Django would refuse to use the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    flags = [
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ]
    if os.geteuid() == 0:
        flags.append("--no-sandbox")
    return {"executable_path": str(CHROMIUM), "headless": True, "args": flags}


@pytest.fixture(scope="session")
def live_server(django_db_setup: None, live_server: Any) -> Any:
    """A server in threads of its own, started when the test database is there.

    Before that the settings name a database in memory, and then all threads would share one connection.
    """
    return live_server


@pytest.fixture(scope="session")
def base_url(live_server: Any) -> str:
    """Where a browser finds the product, so that pages are opened by their path: `page.goto("/admin/")`."""
    return str(live_server.url)


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "locale": "en-GB"}


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    return Golden(request.path.parent / "golden", rewrite=request.config.getoption("--rewrite-golden"))


class Golden:
    """Answers as they were when a person last read them, one file each in `golden/` beside the test."""

    def __init__(self, folder: Path, *, rewrite: bool) -> None:
        self._folder = folder
        self._rewrite = rewrite

    def check(self, name: str, text: str) -> None:
        file = self._folder / name
        if self._rewrite:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        elif not file.exists():
            pytest.fail(
                f"There is no golden answer {file.name} yet: `make golden` writes it; read it before you commit it."
            )
        assert text == file.read_text(encoding="utf-8")
