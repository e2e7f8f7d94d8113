"""What a preview costs the server: JSON by token, the reading view, Wagtail's view of the draft, the site to come."""

from __future__ import annotations

import time
from datetime import timedelta
from statistics import median
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bench import generate
from bench.load import HOST
from bench.tables import number, print_table
from cms.preview import links, tokens

if TYPE_CHECKING:
    from collections.abc import Callable

TARGET_MS = 300
_ROUNDS = 15


def report(*, pages: int) -> None:
    generate.author(pages)
    page = generate.models()[0][0]
    person = get_user_model().objects.filter(is_superuser=True)[0]
    client = Client(SERVER_NAME=HOST)
    client.force_login(person)
    rows = [_row(name, ask) for name, ask in _asked(client, page, person).items()]
    print_table(
        f"Preview of a full page, and of the site to come with {generate.count()} conditions: {connection.vendor}"
        f" (target: a page under {TARGET_MS} ms)",
        ("", "ms", "of it CPU", "queries"),
        rows,
        note="Median of 15 requests through the whole of Django and its middleware, without the web server.",
    )


def _asked(client: Client, page: Any, person: Any) -> dict[str, Callable[[], Any]]:
    def at(path: str) -> Callable[[], Any]:
        return lambda: client.get(path)

    def token(locale: str) -> str:
        return tokens.of(links.make(page, locale, by=person, days=1))

    site = tokens.of(links.make_for_site(timezone.now() + timedelta(days=7), "en", by=person, days=1))
    admin = reverse("wagtailadmin_pages:view_draft", args=[page.pk])
    return {
        "JSON of a draft, en": at(f"/api/v1/preview/{token('en')}/"),
        "JSON of a draft, es-MX": at(f"/api/v1/preview/{token('es-MX')}/"),
        "JSON of a draft, ar": at(f"/api/v1/preview/{token('ar')}/"),
        "reading view, ar": at(f"/preview/{token('ar')}/"),
        "Wagtail's view of the draft, ar": at(f"{admin}?mode=ar"),
        "the site in a week: one page": at(f"/api/v1/preview/{site}/conditions/{page.slug}/"),
        "the site in a week: the list": at(f"/api/v1/preview/{site}/conditions/"),
    }


def _row(name: str, ask: Callable[[], Any]) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        answer = ask()
    queries = len(captured)
    if answer.status_code != 200:
        raise RuntimeError(f"{name}: {answer.status_code}")
    rounds = [_ms(ask) for _ in range(_ROUNDS)]
    took, cpu = (median(figures) for figures in zip(*rounds, strict=True))
    return [name, number(took), number(cpu), str(queries)]


def _ms(ask: Callable[[], Any]) -> tuple[float, float]:
    """By the clock, and of this process alone."""
    began, began_cpu = time.perf_counter(), time.process_time()
    ask()
    return (time.perf_counter() - began) * 1000, (time.process_time() - began_cpu) * 1000
