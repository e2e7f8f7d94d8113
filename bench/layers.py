"""Where the time of a detail answer goes: the same request measured one layer further out each time."""

from __future__ import annotations

import io
import time
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Any

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import RequestFactory, override_settings
from django.urls import resolve

from bench.load import HOST
from bench.tables import number, print_table
from cms import wsgi
from cms.delivery import answers, state
from cms.delivery.hot import HotAnswers
from cms.locales import BY_TAG, SOURCE
from cms.publishing.models import Answer

if TYPE_CHECKING:
    from collections.abc import Callable

_TIMES, _ROUNDS = 400, 5


def report() -> None:
    slug = Answer.objects.filter(type="condition", requested_locale=SOURCE).values_list("slug", flat=True)[0]
    _print("Where the time of a detail answer goes", _layers(slug))
    _print("Where the time of a hot answer goes", _hot_layers(slug))
    with override_settings(API_RATES={"anonymous": 10**9}):
        _print("The same where rates are counted", _hot_layers(slug))


def _print(title: str, layers: dict[str, Callable[[], object]]) -> None:
    rounds = [{name: _cpu_us(act) for name, act in layers.items()} for _ in range(_ROUNDS)]
    totals = [0.0, *(median(each[name] for each in rounds) for name in layers)]
    rows = [
        [name, number(inner_and_own - inner), number(inner_and_own)]
        for name, (inner, inner_and_own) in zip(layers, pairwise(totals), strict=True)
    ]
    print_table(
        f"{title}: {connection.vendor}, CPU µs of the web process alone",
        ("layer", "its own", "with all within"),
        rows,
        note="Called in one process, without the web server and, on PostgreSQL, without the database's own process.",
    )


def _layers(slug: str) -> dict[str, Callable[[], object]]:
    """From the inside outwards."""
    path = f"/api/v1/conditions/{slug}/"
    locale = BY_TAG[SOURCE]
    request = RequestFactory(SERVER_NAME=HOST).get(path, {"locale": SOURCE})
    match = resolve(path)
    with override_settings(MIDDLEWARE=[]):
        without_middleware = WSGIHandler()
    whole = WSGIHandler()
    return {
        "the database's driver": lambda: _by_driver(slug, locale.tag),
        "finding the answer": lambda: answers.find("condition", slug, locale),
        "the view (Django REST framework)": lambda: match.func(request, *match.args, **match.kwargs),
        "Django's request, addresses, signals": lambda: _whole_body(without_middleware, request.environ),
        "middleware": lambda: _whole_body(whole, request.environ),
    }


def _hot_layers(slug: str) -> dict[str, Callable[[], object]]:
    """From the inside outwards, for an answer that was given before."""
    environ = (
        RequestFactory(SERVER_NAME=HOST, REMOTE_ADDR=HOST)
        .get(f"/api/v1/conditions/{slug}/", {"locale": SOURCE})
        .environ
    )
    door_and_hot = wsgi.make()
    hot = HotAnswers(WSGIHandler(), most_bytes=1_000_000)
    for application in (hot, door_and_hot):
        application(environ, _start_response)
    return {
        "whether anything was published": state.known.current,
        "the key and the answer": lambda: hot(environ, _start_response),
        "whom to believe": lambda: door_and_hot(environ, _start_response),
    }


def _by_driver(slug: str, tag: str) -> Any:
    values = ("condition", tag, slug, "condition", tag, slug)
    with connection.cursor() as cursor:
        cursor.execute(answers._BY_KEY, values)
        return cursor.fetchall()


def _whole_body(application: WSGIHandler, environ: dict[str, Any]) -> bytes:
    answer = application({**environ, "wsgi.input": io.BytesIO()}, _start_response)
    body = b"".join(answer)
    answer.close()
    return body


def _start_response(status: str, headers: list[tuple[str, str]], error: object = None, /) -> Callable[[bytes], object]:
    return lambda body: None


def _cpu_us(act: Callable[[], object]) -> float:
    for _ in range(20):
        act()
    began = time.process_time()
    for _ in range(_TIMES):
        act()
    return (time.process_time() - began) / _TIMES * 1_000_000
