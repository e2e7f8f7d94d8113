"""What there is to write besides documents and lists: the change feed, and what is the same for everybody."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote

import orjson

from cms.delivery import problems
from cms.delivery.export import asking, layout
from cms.delivery.export.documents import File
from cms.delivery.export.errors import ExportFailed, LogReset
from cms.locales import TAGS
from cms.publishing.addresses import API

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cms.delivery.export.asking import Answered

_OK, _GONE = 200, 410

#: By the name of the file, what is the same for readers of every locale.
_CONSTANT = {
    "index": f"{API}/",
    "locales": f"{API}/locales/",
    "problems": f"{API}/problems/",
    "openapi": f"{API}/openapi.json",
}

#: A crawl is made anew when more than so many changes, and more than it is long itself, have to be read after it.
_SHORT_LOG = 500


def constant() -> Iterator[tuple[str, File]]:
    """The files of `any` with their folders."""
    for name, address in _CONSTANT.items():
        yield layout.ANY, file_of(name, asking.expect(address))
    for slug in problems.BY_SLUG:
        yield f"{layout.ANY}/problems", file_of(slug, asking.expect(f"{API}/problems/{slug}/"))


def site() -> Iterator[tuple[str, File]]:
    """The publisher, for readers of each locale; nothing where the site's settings were not filled in."""
    for tag in TAGS:
        answered = asking.ask(f"{API}/site/?locale={tag}")
        if answered.status == _OK:
            yield f"{tag}/lists", file_of("site", answered)


@dataclass
class Feed:
    """The change feed in files, one for each cursor that a follower may have been given.

    `open` are the cursors whose pages have room for more, oldest first; the empty one begins the feed. They are asked
    again in each run, so each of them is what the application would answer. All others stay as they are for ever.
    """

    open: list[str] = field(default_factory=list)
    #: How many changes the crawl told, the newest edition at its end, and the newest one of all.
    crawled: int = 0
    crawled_to: int = 0
    told_to: int = 0
    #: The cursor at the end of the log.
    tail: str = ""

    @property
    def has_long_log(self) -> bool:
        return self.told_to - self.crawled_to > max(self.crawled, _SHORT_LOG)

    def begin(self) -> Iterator[File]:
        """Crawls what is live; pages of earlier crawls stay good for those who are in the middle of them."""
        earlier, self.crawled, self.crawled_to, self.told_to = self.open, 0, 0, 0
        yield from self._follow([""])
        self.crawled_to, crawl = self.told_to, self.open
        yield from self._follow(cursor for cursor in earlier if cursor not in crawl)
        self.open = [*self.open, *crawl]

    def go_on(self) -> Iterator[File]:
        """Raises LogReset."""
        yield from self._follow(self.open)

    def _follow(self, cursors: Iterable[str]) -> Iterator[File]:
        self.open, waiting = [], list(dict.fromkeys(cursors))
        known = set(waiting)
        while waiting:
            cursor = waiting.pop(0)
            answered = self._asked(cursor)
            page = orjson.loads(answered.body)
            yield file_of(cursor or "index", answered)
            self.crawled += len(page["changes"]) if not self.crawled_to else 0
            self.told_to = max([self.told_to, *(change["sequence"] for change in page["changes"])])
            if not page["has_more"]:
                self.open.append(cursor)
            if page["next_cursor"] == cursor:
                self.tail = cursor
            if page["next_cursor"] not in known:
                known.add(page["next_cursor"])
                waiting.append(page["next_cursor"])

    def _asked(self, cursor: str) -> Answered:
        answered = asking.ask(f"{API}/changes/" + (f"?cursor={quote(cursor)}" if cursor else ""))
        if answered.status == _GONE:
            raise LogReset
        if answered.status != _OK:
            raise ExportFailed(f"The application answers the change feed with {answered.status}.")
        return answered


def file_of(name: str, answered: Answered) -> File:
    languages = answered.headers.get("Content-Language", "en")
    return File(layout.file_name(name, languages), answered.body, answered.headers)
