"""The pages of one list: each with a mark of all that it is made from, so that those that stay need no asking."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import orjson

from cms.delivery import coming
from cms.delivery.export import asking, layout, pages
from cms.delivery.list_parameters import DEFAULT_LIMIT
from cms.delivery.pagination import ORDERS
from cms.publishing import content, rows, store
from cms.publishing.addresses import API

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cms.delivery.export.documents import File

_FIRST = "index"
_ORDER = ORDERS["name"].column

#: Whatever a card shows is in the document as well, and so in its ETag; the rest says where it stands and how long.
_COLUMNS = ("content_id", _ORDER, "etag", "updated_at", "locale", "next_change_at")

#: Of each page by its name: its mark, empty where it can't be relied on; its file; the name of the next page.
Made = dict[str, tuple[str, str, str]]


@dataclass
class Listing:
    """A list in its default order for readers of a locale. `before` tells how its pages were made the last time, `made`
    how they are now.
    """

    type: str
    tag: str
    before: Made
    made: Made = field(default_factory=dict)

    @property
    def folder(self) -> str:
        return f"{self.tag}/lists/{layout.COLLECTIONS[self.type]}"

    def pages(self) -> Iterator[str | File]:
        """In their order, the names of those files that stay as they are, and the others anew."""
        began_at = store.state_version()
        marks, name = iter(self._marks()), _FIRST
        while name:
            mark = next(marks, "")
            known = self.before.get(name)
            if known is not None and known[0] == mark != "":
                self.made[name] = known
                yield known[1]
            else:
                yield self._asked(name, mark)
            name = self.made[name][2]
        if store.state_version() != began_at:
            # Something was published between the marks and the answers.
            self.made = {name: ("", file, following) for name, (_mark, file, following) in self.made.items()}

    def _asked(self, name: str, mark: str) -> File:
        cursor = "" if name == _FIRST else f"&cursor={name}"
        answered = asking.expect(f"{API}/{layout.COLLECTIONS[self.type]}/?locale={self.tag}{cursor}")
        file = pages.file_of(name, answered)
        following = orjson.loads(answered.body)["next"]
        after = parse_qs(urlsplit(following).query)["cursor"][0] if following else ""
        # A cursor too long for a name: the rest of the list is for the application to tell.
        self.made[name] = (mark, file.name, after if layout.can_be_a_name(after) else "")
        return file

    def _marks(self) -> Iterator[str]:
        """One for each page, in their order."""
        found = _rows(self.type, self.tag)
        same = [len(found), coming.next_change(self.type, state_version=None)]
        starts = [*range(0, max(len(found), 1), DEFAULT_LIMIT), len(found)]
        for start, end in pairwise(starts):
            yield content.digest_of_bytes(repr([*same, end < len(found), found[start:end]]).encode())


def _rows(type_: str, tag: str) -> list[list[Any]]:
    sql = f"{rows.select(_COLUMNS, 'type = %s AND requested_locale = %s')} ORDER BY {_ORDER}, content_id"
    return rows.read(sql, (type_, tag), columns=())
