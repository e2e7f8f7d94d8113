"""How tests ask the API and what they hold each answer to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

if TYPE_CHECKING:
    from django.test import Client


def results(client: Client, path: str) -> list[dict[str, Any]]:
    answer = client.get(path)
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = answer.json()["results"]
    return found


def slugs(client: Client, path: str) -> list[str]:
    return [card["slug"] for card in results(client, path)]


def queries(client: Client, path: str) -> int:
    """How many an answer costs."""
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)


def assert_problem(answer: Any, *, status: int, slug: str, **facts: Any) -> dict[str, Any]:
    """The answer is problem+json of this type with these facts."""
    assert answer.status_code == status, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["Content-Language"] == "en"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert not answer.cookies
    body: dict[str, Any] = answer.json()
    assert body["type"] == f"{settings.PUBLIC_ORIGIN}/api/v1/problems/{slug}/"
    assert body["status"] == status
    assert body["title"]
    assert body["detail"].endswith(".")
    assert body["instance"].startswith("/api/")
    assert {name: body[name] for name in facts} == facts
    return body
