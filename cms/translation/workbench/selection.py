"""Which segments the page shows: a filter, a search, and fifty at a time."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

from cms.translation.labels import part_label
from cms.translation.markup import TAG

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from cms.translation.segments import Segment
    from cms.translation.workbench.bench import Bench

#: So many segments are quick to draw and to scroll through.
PER_PAGE = 50

FILTERS: dict[str, Any] = {
    "all": _("All"),
    "to_do": _("To do"),
    "missing": _("Missing"),
    "outdated": _("To look at again"),
    "machine": _("By machine, not read"),
    "errors": _("With errors"),
    "comments": _("With comments"),
}


@dataclass(frozen=True)
class Wanted:
    """What was asked for in the address. `at` is a path that shall be on the page, and wins over `page`."""

    show: str = "all"
    query: str = ""
    at: str = ""
    page: int = 1

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> Wanted:
        show, page = asked.get("show", "all"), asked.get("page", "1")
        return cls(
            show=show if show in FILTERS else "all",
            query=asked.get("q", "").strip()[:200],
            at=asked.get("at", ""),
            page=int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1,
        )

    def address(self, **others: Any) -> str:
        """The query string of this with other values; what is as it always is stays out."""
        values = {"show": self.show, "q": self.query, "at": "", "page": 1, **others}
        usual = {"show": "all", "q": "", "at": "", "page": 1}
        return "?" + urlencode({name: value for name, value in values.items() if value != usual[name]})


@dataclass(frozen=True)
class Selection:
    """The segments of a page out of those that were found. `later` and `earlier` are paths of the nearest ones to do
    on the pages behind and before, empty where there is none.
    """

    found: int
    segments: Sequence[Segment]
    page: int
    pages: int
    later: str
    earlier: str


def select(bench: Bench, wanted: Wanted) -> Selection:
    found = [segment for segment in bench.sheet.segments if _is_shown(bench, wanted)(segment)]
    pages = max(1, -(-len(found) // PER_PAGE))
    page = _page_of(found, wanted.at) or min(max(wanted.page, 1), pages)
    start, end = (page - 1) * PER_PAGE, page * PER_PAGE
    return Selection(
        found=len(found),
        segments=found[start:end],
        page=page,
        pages=pages,
        later=_first_to_do(bench, found[end:]),
        earlier=_first_to_do(bench, found[:start]),
    )


def parts(bench: Bench) -> list[tuple[str, str]]:
    """The parts of the content to jump to: the path of the first segment, and the label."""
    firsts: dict[str, str] = {}
    for segment in bench.sheet.segments:
        firsts.setdefault(segment.part, segment.path)
    return [(path, part_label(bench.sheet.model, part)) for part, path in firsts.items()]


def _is_shown(bench: Bench, wanted: Wanted) -> Callable[[Segment], bool]:
    tests: dict[str, Callable[[Segment], bool]] = {
        "all": lambda _segment: True,
        "to_do": bench.is_to_do,
        "missing": lambda segment: segment.is_missing,
        "outdated": lambda segment: segment.is_outdated,
        "machine": bench.is_unread,
        "errors": bench.has_errors,
        "comments": bench.has_open_comments,
    }
    is_wanted, words = tests[wanted.show], _folded(wanted.query)
    return lambda segment: is_wanted(segment) and (not words or _says(segment, words))


def _says(segment: Segment, words: str) -> bool:
    return any(words in _folded(text) for text in (segment.source, segment.target, segment.inherited))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", TAG.sub("", text)).casefold()


def _page_of(found: Sequence[Segment], path: str) -> int:
    """0 where it is on none."""
    place = next((place for place, segment in enumerate(found) if segment.path == path), None) if path else None
    return 0 if place is None else place // PER_PAGE + 1


def _first_to_do(bench: Bench, segments: Sequence[Segment]) -> str:
    return next((segment.path for segment in segments if bench.is_to_do(segment)), "")
