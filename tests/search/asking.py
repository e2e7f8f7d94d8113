"""How tests ask search, and what they compare of its answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

if TYPE_CHECKING:
    from django.test import Client

SEARCH = "/api/v1/search/"
SUGGEST = "/api/v1/search/suggest/"


def address(q: str, locale: str = "en", *, path: str = SEARCH, **parameters: Any) -> str:
    return f"{path}?{urlencode({'q': q, 'locale': locale, **parameters})}"


def ask(client: Client, q: str, locale: str = "en", *, path: str = SEARCH, **parameters: Any) -> dict[str, Any]:
    """The whole answer."""
    answer = client.get(address(q, locale, path=path, **parameters))
    assert answer.status_code == 200, answer.content
    body: dict[str, Any] = answer.json()
    return body


def found(client: Client, q: str, locale: str = "en", **parameters: Any) -> list[str]:
    """Slugs, the best first."""
    return [result["slug"] for result in ask(client, q, locale, **parameters)["results"]]


def best(client: Client, q: str, locale: str = "en", **parameters: Any) -> dict[str, Any]:
    result: dict[str, Any] = ask(client, q, locale, **parameters)["results"][0]
    return result


def matched(client: Client, q: str, locale: str = "en", **parameters: Any) -> tuple[str, str | None, str]:
    """The best result's part, kind of name and way of matching."""
    match = best(client, q, locale, **parameters)["matched"]
    return match["part"], match["kind"], match["how"]


def suggested(client: Client, q: str, locale: str = "en", **parameters: Any) -> list[str]:
    """Texts, the likeliest first."""
    return [result["text"] for result in ask(client, q, locale, path=SUGGEST, **parameters)["results"]]


def marks(result: dict[str, Any], part: str) -> str:
    """The excerpt of a part."""
    return next(str(highlight["html"]) for highlight in result["highlights"] if highlight["part"] == part)
