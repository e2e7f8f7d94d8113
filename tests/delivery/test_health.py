"""What operators' probes are told."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

import pytest
from django.db import DatabaseError, InterfaceError, OperationalError

from cms.publishing import store

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries


def test_a_process_that_answers_lives_whatever_the_database_does(client: Client) -> None:
    answer = client.get("/health/live/")

    assert answer.json() == {"status": "ok"}
    assert answer.headers["Cache-Control"] == "no-store"


def test_ready_is_who_can_read_what_is_published(
    client: Client, db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        answer = client.get("/health/ready/")

    assert answer.json() == {"status": "ok"}


@pytest.mark.parametrize("error", [OperationalError, InterfaceError, DatabaseError])
def test_who_cannot_read_is_not_ready(client: Client, monkeypatch: pytest.MonkeyPatch, error: type[Exception]) -> None:
    def fail() -> NoReturn:
        raise error("away")

    monkeypatch.setattr(store, "sequence", fail)

    answer = client.get("/health/ready/")

    assert answer.status_code == 503
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["type"].endswith("/problems/unavailable/")
    assert answer.headers["Cache-Control"] == "no-store"


def test_probes_only_read(client: Client) -> None:
    assert client.post("/health/live/").status_code == 405
