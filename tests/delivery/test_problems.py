"""Every error under /api/ has one form, whatever raised it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404
from django.test import Client

from cms.delivery import answers, problems
from cms.delivery.problems import PROBLEM_TYPES
from tests.delivery.asking import assert_problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse
    from django.test import RequestFactory

pytestmark = pytest.mark.once

PATH = "/api/v1/conditions/crps/"


@pytest.fixture
def outsider() -> Client:
    """A client that sees a crash as readers do."""
    return Client(raise_request_exception=False)


def failing(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def fail(*args: Any) -> NoReturn:
        raise error

    monkeypatch.setattr(answers, "find", fail)


@pytest.mark.parametrize(
    "path",
    ["/api/", "/api/v2/", "/api/v1/nowhere/", "/api/v1/conditions/crps/nothing/", "/api/v1/%F0%9F%A9%BA/", "/api/v1//"],
)
@pytest.mark.parametrize("method", ["get", "head", "post", "delete"])
def test_an_unknown_path_is_a_problem(client: Client, path: str, method: str) -> None:
    answer = getattr(client, method)(path)

    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_the_instance_is_the_path_in_ascii(client: Client) -> None:
    body = assert_problem(client.get("/api/v1/مرض/?x=1"), status=404, slug="not-found")

    assert body["instance"] == "/api/v1/%D9%85%D8%B1%D8%B6/"


def test_elsewhere_errors_are_djangos(client: Client) -> None:
    assert client.get("/nowhere/").headers["Content-Type"].startswith("text/html")


def test_a_crash_is_a_problem_that_tells_nothing_of_its_cause(
    outsider: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch, RuntimeError("secret"))

    answer = outsider.get(PATH)

    assert_problem(answer, status=500, slug="internal")
    assert b"secret" not in answer.content
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_crash_reaches_djangos_log(client: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, RuntimeError("secret"))

    with pytest.raises(RuntimeError):
        client.get(PATH)


def test_a_database_that_is_away_is_unavailable(outsider: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, OperationalError("connection refused"))

    answer = outsider.get(PATH)

    assert_problem(answer, status=503, slug="unavailable")
    assert int(answer.headers["Retry-After"]) > 0


@pytest.mark.parametrize("error", [PermissionDenied(), SuspiciousOperation("odd")])
def test_what_django_would_forbid_is_a_malformed_request(
    outsider: Client, db: None, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    failing(monkeypatch, error)

    assert_problem(outsider.get(PATH), status=400, slug="bad-request")


def test_a_404_of_any_library_is_not_found(outsider: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, Http404())

    assert_problem(outsider.get(PATH), status=404, slug="not-found")


@pytest.mark.parametrize(
    ("handler", "here", "elsewhere"),
    [
        (problems.bad_request, 400, 400),
        (problems.permission_denied, 400, 403),
        (problems.page_not_found, 404, 404),
        (lambda request, error: problems.server_error(request), 500, 500),
    ],
)
def test_what_is_raised_before_a_view_has_the_same_form(
    rf: RequestFactory, handler: Callable[..., HttpResponse], here: int, elsewhere: int
) -> None:
    error = PermissionDenied("no")

    under_api, outside = handler(rf.get("/api/v1/"), error), handler(rf.get("/page/"), error)

    assert (under_api.status_code, outside.status_code) == (here, elsewhere)
    assert under_api.headers["Content-Type"] == "application/problem+json"
    assert outside.headers["Content-Type"].startswith("text/html")


def test_a_host_that_is_not_served_is_a_malformed_request(client: Client) -> None:
    assert_problem(client.get(PATH, headers={"Host": "evil.example"}), status=400, slug="bad-request")
    assert client.get("/admin/", headers={"Host": "evil.example"}).status_code == 400


@pytest.mark.parametrize("path", ["", "conditions/", "conditions/crps/", "problems/", "openapi.json", "docs/"])
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW"])
def test_other_methods_are_not_allowed(client: Client, db: None, path: str, method: str) -> None:
    answer = client.generic(method, f"/api/v1/{path}", data="{}", content_type="application/json")

    assert_problem(answer, status=405, slug="method-not-allowed")
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"


def test_options_tells_the_methods(client: Client, db: None) -> None:
    answer = client.options(PATH)

    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"


def test_a_preflight_allows_reading(client: Client, db: None) -> None:
    headers = {"Origin": "https://app.example.org", "Access-Control-Request-Method": "GET"}

    answer = client.options(PATH, headers=headers)

    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("slug", [problem_type.slug for problem_type in PROBLEM_TYPES])
def test_the_type_of_a_problem_leads_to_what_it_means(client: Client, slug: str) -> None:
    listed = {each["slug"]: each for each in client.get("/api/v1/problems/").json()["results"]}

    answer = client.get(listed[slug]["type"])

    assert answer.status_code == 200
    assert answer.json() == listed[slug]
    assert answer.json()["meaning"].endswith(".")
    assert answer.json()["advice"].endswith(".")


def test_an_unknown_problem_is_not_found(client: Client) -> None:
    assert_problem(client.get("/api/v1/problems/teapot/"), status=404, slug="not-found")


def test_an_address_without_its_last_slash_leads_on(client: Client) -> None:
    answer = client.get("/api/v1/conditions?limit=1")

    assert answer.status_code == 301
    assert answer.headers["Location"] == "/api/v1/conditions/?limit=1"
