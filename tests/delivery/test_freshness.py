"""Several processes answer, any of them may publish: each reader gets what is published now, a second later at most."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
import time
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from cms.delivery.state import RELIED_ON_S
from tests.databases import environment
from tests.delivery.factories import NOW, Content, Text, publish
from tests.delivery.library import CRPS, EPILEPSY

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
WITHIN_S = 1.0
LOCALES = ("en", "ar", "es-MX", "zh-Hans", "fr")


@pytest.mark.django_db(transaction=True)
def test_what_one_process_publishes_every_process_answers_with_within_a_second(transactional_library: None) -> None:
    with ExitStack() as stack:
        ports = [stack.enter_context(web_process()) for _ in range(2)]
        paths = [f"/api/v1/conditions/crps/?locale={locale}" for locale in LOCALES]
        for port in ports:
            for path in (*paths, *paths, "/api/v1/conditions/epilepsy/?locale=ar", "/api/v1/conditions/?locale=ar"):
                assert get(port, path)[0] == 200

        publish(replace(CRPS, texts={"en": replace(CRPS.texts["en"], summary="New.")}), at=NOW + timedelta(days=3))
        publish(replace(EPILEPSY, texts={}), at=NOW + timedelta(days=3))
        publish(Content("asthma", {"en": Text("Asthma", "Narrow airways.", "asthma")}), at=NOW + timedelta(days=3))
        time.sleep(WITHIN_S)

        for port in ports:
            for path in paths:
                assert get(port, path)[1]["summary"] == "New."
            assert get(port, "/api/v1/conditions/epilepsy/?locale=ar")[0] == 410
            names = [card["name"] for card in get(port, "/api/v1/conditions/?locale=ar")[1]["results"]]
            assert "Asthma" in names
            assert "Epilepsy" not in names


def test_a_process_relies_on_what_it_knows_for_less_than_was_promised() -> None:
    assert RELIED_ON_S < WITHIN_S / 2


@contextmanager
def web_process() -> Iterator[int]:
    """The port of one that answers."""
    command = [sys.executable, "-m", "tests.delivery.web_process"]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        yield int(process.stdout.readline())
    finally:
        process.communicate(timeout=20)


def get(port: int, path: str) -> tuple[int, Any]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())
