"""Where a follower of the change feed is: a cursor that holds for ever, and shows when a backup was restored."""

from __future__ import annotations

import binascii
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cms.delivery.errors import InvalidCursor
from cms.publishing import content

if TYPE_CHECKING:
    from collections.abc import Mapping

_MARK_BYTES = 8
#: A letter for the phase, the edition's number and mark, and in a crawl the number of the edition told last.
_LOG, _CRAWL = struct.Struct(">cq8s"), struct.Struct(">cq8sq")
_LETTERS = {b"L": _LOG, b"C": _CRAWL}
_REFUSED = (
    "The cursor is not one of the change feed with this `locale` and `type`. Send `next_cursor` as it is, with the "
    "same `locale` and `type`, or start again without it."
)

#: No log gets there; a number beyond it is made up, and databases could not reckon with it.
HIGHEST = 2**60

#: The mark of a log that nothing was written to yet.
NOTHING = bytes(_MARK_BYTES)


@dataclass(frozen=True)
class Place:
    """A follower has seen the log up to the edition `sequence`, whose mark is `mark`.

    While it crawls what was live then, `crawled` is the number of the edition that it was told last; None after that.
    """

    sequence: int
    mark: bytes
    crawled: int | None = None

    def cursor(self, *, filters: Mapping[str, str]) -> str:
        if self.crawled is None:
            place = _LOG.pack(b"L", self.sequence, self.mark)
        else:
            place = _CRAWL.pack(b"C", self.sequence, self.mark, self.crawled)
        return urlsafe_b64encode(place + _seal(place, filters)).decode().rstrip("=")

    @classmethod
    def of_cursor(cls, cursor: str, *, filters: Mapping[str, str]) -> Place:
        """Raises InvalidCursor for one that was changed, or is of a feed with other filters."""
        try:
            decoded = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
            _letter, *parts = _LETTERS[decoded[:1]].unpack(decoded[:-_MARK_BYTES])
        except (binascii.Error, ValueError, KeyError, struct.error):
            raise InvalidCursor(_REFUSED) from None
        place = cls(*parts)
        if place.cursor(filters=filters) != cursor or not 0 <= place.sequence <= HIGHEST:
            raise InvalidCursor(_REFUSED)
        return place


def mark(*facts: str | int) -> bytes:
    """What an edition is recognised by."""
    return _short_digest(facts)


def _seal(place: bytes, filters: Mapping[str, str]) -> bytes:
    return _short_digest([place.hex(), dict(filters)])


def _short_digest(value: Any) -> bytes:
    return bytes.fromhex(content.digest_of(value))[:_MARK_BYTES]
