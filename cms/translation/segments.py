"""What a translator sees at a time: a plain unit, or one paragraph or item of a rich one."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from cms.publishing.content import digest_of
from cms.translation import markup, units

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cms.translation.units import Unit


_CELL = re.compile(r"/(?:column-\d+|row-\d+-\d+)$")


@dataclass(frozen=True)
class Segment:
    """One string as a translator sees it, all texts as marked text, empty for none.

    `made_from` is the source that the target was translated from. `inherited` is what an overlay says as long as it has
    no text of its own. `is_own` marks what each locale has for itself (its path segment): it need not be there.
    """

    path: str
    unit: str
    part: str
    source: str
    target: str
    made_from: str
    inherited: str = ""
    inherited_from: str = ""
    limit: int | None = None
    is_rich: bool = False
    is_own: bool = False
    #: In an overlay, which lacks nothing.
    may_inherit: bool = False
    #: The targets of the source's links, by number.
    links: tuple[str, ...] = field(default=(), repr=False)

    @property
    def is_missing(self) -> bool:
        return bool(self.source) and not self.target and not self.is_own and not self.may_inherit

    @property
    def is_outdated(self) -> bool:
        """Whether the source says something else than when this was translated."""
        if not self.target or self.is_own:
            return False
        has_moved = bool(self.made_from) and self.made_from != self.source
        return has_moved or bool(self.inherited_from and self.inherited_from != self.inherited)

    @property
    def digest(self) -> str:
        return digest_of(self.target)

    @property
    def is_whole(self) -> bool:
        """Whether it is a rich text in one piece, for its paragraphs are not the source's."""
        return self.is_rich and "#" not in self.path

    @property
    def anchor(self) -> str:
        """What is known of a text is kept under its unit."""
        return anchor_of(self.unit)

    def worded(self, text: str) -> str:
        """A text for this segment as it is; empty where it has no words."""
        words = markup.TAG.sub("", text) if self.is_rich else text
        return text if words.strip() else ""


def anchor_of(unit: str) -> str:
    """A unit's path without the numbers of a table's cell, for rows and columns move."""
    return _CELL.sub("/cells", unit)


def pieces_of(unit: Unit, *, source: str, target: str, base: str, is_apart: bool) -> Iterable[Segment]:
    """The segments of a unit: itself when it is plain, else its pieces; all in one where pieces can't be told apart.

    The texts are as they are stored, empty for none.
    """
    part = units.part_of(unit.path)
    if not unit.is_rich:
        yield Segment(
            unit.path, unit.path, part, source, target, base if source else "", limit=unit.limit, is_own=is_apart
        )
        return
    sources, targets, bases = (markup.split(text).pieces for text in (source, target, base))
    if target and len(targets) != len(sources):
        yield Segment(
            unit.path, unit.path, part, markup.marked(source), _marked_like(source, target), markup.marked(base),
            is_rich=True, links=tuple(markup.links_of(source)),
        )  # fmt: skip
        return
    for number, piece in enumerate(sources):
        own = targets[number] if target else ""
        words = markup.marked(piece)
        if own or markup.has_words(words):
            yield Segment(
                f"{unit.path}#{number}", unit.path, part, words, _marked_like(piece, own),
                markup.marked(bases[number]) if number < len(bases) else "",
                is_rich=True, links=tuple(markup.links_of(piece)),
            )  # fmt: skip


def _marked_like(source: str, target: str) -> str:
    return markup.marked(target, links=markup.links_of(source))


def inheriting(segment: Segment, below: str | None, former: str | None) -> Segment:
    """A segment of an overlay: what it says like the locale below is not its own. Both texts as they are stored."""
    inherited = _piece_of(segment, below)
    own = "" if segment.target == inherited else segment.target
    before = _piece_of(segment, former) if own else ""
    return replace(segment, target=own, may_inherit=True, inherited=inherited, inherited_from=before)


def _piece_of(segment: Segment, stored: str | None) -> str:
    if not stored or not segment.is_rich:
        return stored or ""
    if "#" not in segment.path:
        return markup.marked(stored)
    pieces, number = markup.split(stored).pieces, int(segment.path.rpartition("#")[2])
    return markup.marked(pieces[number], links=segment.links) if number < len(pieces) else ""


def base_of(segment: Segment, now: Unit, before: str) -> str:
    """The source of a unit as the locale reflects it, once this segment is up to date."""
    if "#" not in segment.path:
        return now.text
    frame = markup.split(now.text)
    pieces = list(markup.split(before).pieces)
    if len(pieces) != len(frame.pieces):
        pieces = [""] * len(frame.pieces)
    number = int(segment.path.rpartition("#")[2])
    pieces[number] = frame.pieces[number]
    return frame.with_pieces(pieces)


def stored_unit(segment: Segment, text: str, *, source: str, target: str, below: str) -> str:
    """The unit as it is stored once this segment says something else; empty in an overlay is as `below` has it."""
    text = segment.worded(text)
    if not segment.is_rich:
        return text or below
    links = _links(segment, target)
    if "#" not in segment.path:
        return markup.stored(text, links=links, has_blocks=True) or below
    frame = markup.split(source)
    pieces = list(markup.split(target).pieces) if target else []
    if len(pieces) != len(frame.pieces):
        pieces = [""] * len(frame.pieces)
    number = int(segment.path.rpartition("#")[2])
    others = markup.split(below).pieces
    pieces[number] = markup.stored(text, links=links) or (others[number] if number < len(others) else "")
    return frame.with_pieces(pieces) if any(pieces) else ""


def _links(segment: Segment, target: str) -> list[str]:
    """The source's links by number, but for those that the locale leads somewhere else."""
    links = list(segment.links)
    pieces = markup.split(target).pieces
    number = int(segment.path.rpartition("#")[2]) if "#" in segment.path else None
    own = target if number is None else pieces[number] if number < len(pieces) else ""
    for place, attributes in markup.numbered_links(own, links):
        if place <= len(links):
            links[place - 1] = attributes
        else:
            links.append(attributes)
    return links
