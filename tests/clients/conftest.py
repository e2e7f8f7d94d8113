"""Both examples, started as programs, with a real server behind one that can be told to fail."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from tests.clients import node
from tests.clients.between import Between

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: Nothing listens there.
NOWHERE = "http://127.0.0.1:9"


@pytest.fixture(scope="session", autouse=True)
def packages() -> None:
    if not node.TSC.exists():
        pytest.fail("The tests of the clients need node_modules, which .ci/install-node makes.")


@pytest.fixture(scope="session")
def javascript() -> Path:
    return node.compiled()


@pytest.fixture
def between(live_server: Any, settings: Any) -> Iterator[Between]:
    server = Between(live_server.url)
    # So that redirects and pages of lists lead through it, too.
    settings.PUBLIC_ORIGIN = server.origin
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield server
    server.close()
    thread.join()


@dataclass(frozen=True)
class Reader:
    """Somebody with one of the examples and an offline copy of their own."""

    program: tuple[str, ...]
    between: Between
    store: Path

    def start(self, *words: str, api: str | None = None) -> subprocess.Popen[str]:
        command = [*self.program, *words, "--api", api or self.between.origin, "--store", str(self.store)]
        return subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=node.ENVIRONMENT
        )

    def run(self, *words: str, api: str | None = None) -> str:
        """What it says."""
        process = self.start(*words, api=api)
        said, complaints = process.communicate(timeout=60)
        assert process.returncode == 0, complaints
        return said

    def fail(self, *words: str, api: str | None = None) -> str:
        """What it complains of."""
        process = self.start(*words, api=api)
        _, complaints = process.communicate(timeout=60)
        assert process.returncode == 1, complaints
        return complaints

    @property
    def held(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.store.read_text())
        return found

    @property
    def keys(self) -> set[tuple[str, str]]:
        """The slug and locale of each condition that is held."""
        documents = self.held["documents"].values()
        return {(each["slug"], each["locale"]) for each in documents if each["type"] == "condition"}


@pytest.fixture
def typescript(javascript: Path, between: Between, tmp_path: Path) -> Reader:
    return Reader(("node", str(javascript / "main.js")), between, tmp_path / "offline.json")


@pytest.fixture
def python(between: Between, tmp_path: Path) -> Reader:
    program = (sys.executable, "-X", "utf8", str(node.ROOT / "docs/clients/python/follow.py"))
    return Reader(program, between, tmp_path / "offline.json")


@pytest.fixture(params=["typescript", "python"])
def reader(request: pytest.FixtureRequest) -> Reader:
    """Either of them: what a test says is true of both."""
    found: Reader = request.getfixturevalue(request.param)
    return found
