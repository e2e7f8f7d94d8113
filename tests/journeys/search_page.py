"""The example page of the search as a person uses it, over answers that a test decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page, Request, Route

DEMO = "/api/v1/docs/search/"
#: More than a phone has room for.
SPECIALTIES = ("pain_medicine", "anesthesiology", "general_practice", "psychiatry", "neurology")


class Search:
    """Answers for the search, in the form that it answers in; `asked` holds the parameters of each request.

    `answers` replaces the answer to a `q`; `late` holds each `q` whose answer waits for `let_go`.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.asked: list[dict[str, str]] = []
        self.suggested: list[str] = []
        self.answers: dict[str, dict[str, Any]] = {}
        self.late: dict[str, Route | None] = {}
        self.complaints: list[str] = []
        page.on("console", lambda message: self.complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.listen()

    def listen(self) -> None:
        self.page.route("**/api/v1/search/**", self._hear)

    def open(self, **state: str) -> None:
        self.page.goto(f"{DEMO}?{urlencode(state)}")
        expect(self.page.get_by_label("Language")).to_be_enabled()

    def type(self, text: str) -> None:
        self.field.press_sequentially(text)

    def let_go(self, q: str) -> None:
        route = self.late.pop(q)
        assert route is not None
        route.fulfill(**self._answer(route.request))

    @property
    def field(self) -> Locator:
        return self.page.get_by_role("combobox", name="Search")

    @property
    def options(self) -> Locator:
        return self.page.get_by_role("listbox", name="Suggestions").get_by_role("option")

    @property
    def results(self) -> Locator:
        return self.page.locator("#results li")

    @property
    def told(self) -> Locator:
        return self.page.locator("#told")

    def _hear(self, route: Route) -> None:
        query = dict(parse_qsl(urlsplit(route.request.url).query))
        if "/suggest/" in route.request.url:
            self.suggested.append(query["q"])
        else:
            self.asked.append(query)
            if query["q"] in self.late:
                self.late[query["q"]] = route
                return
        route.fulfill(**self._answer(route.request))

    def _answer(self, request: Request) -> dict[str, Any]:
        query = dict(parse_qsl(urlsplit(request.url).query))
        told = {"q": query["q"], "locale": query["locale"], "corrections": []}
        if "/suggest/" in request.url:
            return {"json": {"query": told, "results": suggestions(query["locale"])}}
        if query["q"] in self.answers:
            return self.answers[query["q"]]
        found = [result(query["q"], query["locale"]), result("Shingles", "en", requested=query["locale"])]
        return {"json": envelope(told, found, next=None if "cursor" in query else f"{query['q']}&cursor=2")}


def envelope(query: dict[str, Any], results: list[dict[str, Any]], *, next: str | None = None) -> dict[str, Any]:
    facets = {
        "type": [{"value": "condition", "count": 2}],
        "topic": [{"id": "1", "slug": "chronic-pain", "name": "Chronic pain", "locale": "en", "count": 2}],
        "specialty": [{"value": specialty, "count": 1} for specialty in SPECIALTIES],
    }
    # The public address, which is not the one that the browser came by.
    address = next and f"https://health.example/api/v1/search/?locale={query['locale']}&q={next}"
    return {"count": 3, "next": address, "previous": None, "query": query, "facets": facets, "results": results}


def result(name: str, locale: str, *, requested: str = "", html: str = "It is <mark>felt</mark>.") -> dict[str, Any]:
    direction = "rtl" if locale == "ar" else "ltr"
    highlight = {"part": "sections.safety", "heading": "Safety", "locale": locale, "dir": direction, "html": html}
    return {
        **{"type": "condition", "locale": locale, "requested_locale": requested or locale, "score": 0.9},
        **{"name": name, "summary": "What it is.", "url": "https://health.example/api/v1/conditions/one/"},
        "matched": {"part": "other_names", "text": "zona", "kind": "lay", "how": "prefix"},
        "highlights": [highlight],
    }


def suggestions(locale: str) -> list[dict[str, Any]]:
    direction = "rtl" if locale == "ar" else "ltr"
    shared = {"type": "condition", "locale": locale, "dir": direction, "name": "Postherpetic neuralgia"}
    return [
        {**shared, "text": text, "html": f"<mark>{text[:2]}</mark>{text[2:]}", "kind": "lay"}
        for text in ("first words", "second words", "third words")
    ]
