"""A client of the change feed as its description tells clients to be, and what it has to end up with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from cms.publishing.models import Document, DocumentState

if TYPE_CHECKING:
    from typing import Protocol

    class Client(Protocol):
        """What answers: Django's client, or something that answers as it does."""

        def get(self, path: str, /) -> Any: ...


FEED = "/api/v1/changes/"

#: The digest and address of each document by content id and locale.
Held = dict[tuple[str, str], tuple[str, str]]


@dataclass
class Follower:
    """`held` is what it was told so far; `told` are the changes in the order of their telling."""

    client: Client
    parameters: dict[str, str] = field(default_factory=dict)
    held: Held = field(default_factory=dict)
    told: list[dict[str, Any]] = field(default_factory=list)
    cursor: str | None = None

    def read(self, **parameters: Any) -> dict[str, Any]:
        """The next page."""
        place = {"cursor": self.cursor} if self.cursor else {}
        answer = self.client.get(f"{FEED}?{urlencode({**self.parameters, **place, **parameters})}")
        assert answer.status_code == 200, answer.content
        page: dict[str, Any] = answer.json()
        for change in page["changes"]:
            self._apply(change)
        self.cursor = page["next_cursor"]
        return page

    def catch_up(self, **parameters: Any) -> list[dict[str, Any]]:
        """Reads on until there is no more; returns what was told meanwhile."""
        before = len(self.told)
        while self.read(**parameters)["has_more"]:
            pass
        return self.told[before:]

    @property
    def sequences(self) -> list[int]:
        return [change["sequence"] for change in self.told]

    def _apply(self, change: dict[str, Any]) -> None:
        self.told.append(change)
        key = (change["id"], change["locale"])
        if change["event"] == "gone":
            self.held.pop(key, None)
        else:
            self.held[key] = (change["digest"], change["url"])


def live(**filters: str) -> Held:
    """What a follower with these filters has to hold when it was told everything."""
    documents = Document.objects.filter(state=DocumentState.LIVE, **filters).select_related("edition")
    return {
        (str(document.content_id), document.locale): (document.edition.digest, _url(document)) for document in documents
    }


def _url(document: Document) -> str:
    places = {
        "condition": "conditions/{}/",
        "therapy": "therapies/{}/",
        "glossary-term": "glossary/{}/",
        "site": "site/",
    }
    return f"http://testserver/api/v1/{places[document.type].format(document.slug)}?locale={document.locale}"
