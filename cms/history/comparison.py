"""What differs between two editions, as a reader would have seen it: word by word inside what stayed in its place."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING

from cms.history.alignment import Pair, align
from cms.translation import difference
from cms.translation.difference import Change

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cms.history.reading import Block, Part, Piece


class Fate(StrEnum):
    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class PieceChange:
    """`words` is empty where the form alone differs: bold, a list made of paragraphs."""

    name: str
    fate: Fate
    words: Sequence[Change]

    @property
    def is_of_form(self) -> bool:
        return self.fate == Fate.CHANGED and all(change.kind == "equal" for change in self.words)


@dataclass(frozen=True)
class BlockChange:
    kind: str
    locale: str
    fate: Fate
    has_moved: bool
    pieces: Sequence[PieceChange]

    @property
    def is_touched(self) -> bool:
        return self.has_moved or self.fate != Fate.SAME


@dataclass(frozen=True)
class Run:
    """Blocks that follow each other and are all touched, or all not."""

    is_touched: bool
    blocks: Sequence[BlockChange]


@dataclass(frozen=True)
class PartChange:
    key: str
    locale: str
    heading: Sequence[Change]
    fate: Fate
    has_moved: bool
    blocks: Sequence[BlockChange]

    @property
    def is_touched(self) -> bool:
        return self.has_moved or self.fate != Fate.SAME

    @property
    def runs(self) -> list[Run]:
        return [Run(touched, list(blocks)) for touched, blocks in groupby(self.blocks, key=lambda it: it.is_touched)]


def compare(old: Sequence[Part], new: Sequence[Part]) -> list[PartChange]:
    """All parts of both, in the order of the new; nothing of either is left out."""
    return [_part(pair) for pair in _pairs(old, new)]


def touched(old: Sequence[Part], new: Sequence[Part]) -> list[PartChange]:
    """Those of `compare` that are touched, without a look into the others: most parts of most editions."""
    found = (_part(pair) for pair in _pairs(old, new) if pair.has_moved or pair.old != pair.new)
    return [part for part in found if part.is_touched]


def _pairs(old: Sequence[Part], new: Sequence[Part]) -> list[Pair[Part]]:
    return align(old, new, key=lambda part: part.key, said=lambda part: part.heading)


def _part(pair: Pair[Part]) -> PartChange:
    part = pair.new or pair.old
    assert part is not None  # noqa: S101 -- one of the two is always there
    before, now = (pair.old.blocks if pair.old else ()), (pair.new.blocks if pair.new else ())
    blocks = [_block(each) for each in align(before, now, key=lambda block: block.key, said=_words_of)]
    heading = _changes(pair.old.heading if pair.old else "", pair.new.heading if pair.new else "")
    is_same = all(change.kind == "equal" for change in heading) and not any(block.is_touched for block in blocks)
    return PartChange(part.key, part.locale, heading, _fate(pair, is_same=is_same), pair.has_moved, blocks)


def _block(pair: Pair[Block]) -> BlockChange:
    block = pair.new or pair.old
    assert block is not None  # noqa: S101 -- one of the two is always there
    before, now = (pair.old.pieces if pair.old else ()), (pair.new.pieces if pair.new else ())
    if before == now:  # as most of a document is from one edition to the next
        pairs = [Pair(piece, piece) for piece in now]
    else:
        pairs = align(before, now, key=lambda _piece: "", said=_named)
    pieces = [_piece(each) for each in pairs]
    is_same = all(piece.fate == Fate.SAME for piece in pieces)
    return BlockChange(block.kind, block.locale, _fate(pair, is_same=is_same), pair.has_moved, pieces)


def _piece(pair: Pair[Piece]) -> PieceChange:
    piece = pair.new or pair.old
    assert piece is not None  # noqa: S101 -- one of the two is always there
    words = _changes(pair.old.text if pair.old else "", pair.new.text if pair.new else "")
    is_same = pair.old is not None and pair.new is not None and pair.old.raw == pair.new.raw
    return PieceChange(piece.name, _fate(pair, is_same=is_same), words)


def _changes(before: str, now: str) -> list[Change]:
    if before == now:
        return [Change("equal", now)] if now else []
    return difference.words(before, now)


def _fate(pair: Pair[Part] | Pair[Block] | Pair[Piece], *, is_same: bool) -> Fate:
    if pair.old is None:
        return Fate.ADDED
    if pair.new is None:
        return Fate.REMOVED
    return Fate.SAME if is_same else Fate.CHANGED


def _words_of(block: Block) -> str:
    return "\n".join(piece.text for piece in block.pieces)


def _named(piece: Piece) -> str:
    """A fact becomes the same fact with another value, and no other."""
    return f"{piece.name}: {piece.text}"
