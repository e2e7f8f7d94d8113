"""What is going to be taken away says so, in each answer that it took part in and in the description."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.test import RequestFactory

from cms.delivery import openapi
from cms.delivery.deprecation import Deprecation, headers
from cms.delivery.endpoints import ENDPOINTS
from cms.delivery.parameters import FALLBACK, LOCALE
from cms.delivery.views import LocalesView

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.once

OLD_ADDRESS = Deprecation(
    since=datetime(2026, 11, 1, tzinfo=UTC),
    sunset=datetime(2027, 11, 1, tzinfo=UTC),
    more="https://docs.example.org/languages",
)
OLD_PARAMETER = Deprecation(
    since=datetime(2026, 6, 1, tzinfo=UTC), sunset=None, more="https://docs.example.org/parameters"
)
PARAMETERS = (LOCALE, replace(FALLBACK, deprecation=OLD_PARAMETER))


def asked(query: str = "", **options: Any) -> Any:
    return LocalesView.as_view(parameters=PARAMETERS, **options)(RequestFactory().get(f"/api/v1/languages/{query}"))


def test_a_deprecated_address_says_since_when_until_when_and_what_instead(db: None) -> None:
    answer = asked(deprecation=OLD_ADDRESS)

    assert answer.headers["Deprecation"] == "@1793491200"
    assert answer.headers["Sunset"] == "Mon, 01 Nov 2027 00:00:00 GMT"
    assert answer.headers["Link"] == '<https://docs.example.org/languages>; rel="deprecation"; type="text/html"'


def test_it_says_so_when_nothing_has_changed_and_when_it_refuses_too(db: None) -> None:
    etag = asked(deprecation=OLD_ADDRESS).headers["ETag"]
    request = RequestFactory().get("/api/v1/languages/", headers={"If-None-Match": etag})
    unchanged = LocalesView.as_view(parameters=PARAMETERS, deprecation=OLD_ADDRESS)(request)
    refused = asked("?colour=red", deprecation=OLD_ADDRESS)

    assert [unchanged.status_code, refused.status_code] == [304, 400]
    for answer in (unchanged, refused):
        assert answer.headers["Deprecation"] == "@1793491200"


def test_a_deprecated_parameter_is_told_where_it_is_used(db: None) -> None:
    assert asked("?fallback=none").headers["Deprecation"] == "@1780272000"
    assert "Sunset" not in asked("?fallback=none").headers
    for query in ("", "?locale=ar"):
        assert "Deprecation" not in asked(query).headers


def test_of_several_the_earliest_moments_and_all_pages_are_told() -> None:
    told = headers([OLD_ADDRESS, OLD_PARAMETER])

    assert told["Deprecation"] == "@1780272000"
    assert told["Sunset"] == "Mon, 01 Nov 2027 00:00:00 GMT"
    assert told["Link"].count('rel="deprecation"') == 2


def test_what_is_not_deprecated_says_nothing(client: Client, db: None) -> None:
    answer = client.get("/api/v1/locales/")

    assert headers([]) == {}
    assert {"Deprecation", "Sunset", "Link"}.isdisjoint(answer.headers)


def test_the_description_marks_what_is_deprecated(monkeypatch: pytest.MonkeyPatch) -> None:
    locales = next(endpoint for endpoint in ENDPOINTS if endpoint.name == "locales")
    monkeypatch.setattr(
        openapi,
        "ENDPOINTS",
        [locales, replace(locales, path="languages/", parameters=PARAMETERS, deprecation=OLD_ADDRESS)],
    )

    paths = openapi.description("https://api.example.org")["paths"]

    old, new = paths["/api/v1/languages/"]["get"], paths["/api/v1/locales/"]["get"]
    assert old["deprecated"] is True
    assert {"Deprecation", "Sunset", "Link"} <= old["responses"]["200"]["headers"].keys()
    assert [parameter.get("deprecated") for parameter in old["parameters"]] == [None, True]
    assert "deprecated" not in new
    assert "Deprecation" not in new["responses"]["200"]["headers"]
