"""Two editions of one content id for the view: what they say, what differs, and where to go on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cms.delivery import answers
from cms.history import comparison, lines, reading, wording
from cms.history.comparison import Fate
from cms.locales import BY_TAG
from cms.publishing import content
from cms.publishing.models import Edition, Event

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from django.db.models import QuerySet
    from django.utils.safestring import SafeString

    from cms.history.comparison import BlockChange, PartChange, PieceChange
    from cms.history.reading import Part
    from cms.history.subjects import Subject


@dataclass(frozen=True)
class ShownPiece:
    label: str
    fate: Fate
    words: SafeString
    is_of_form: bool


@dataclass(frozen=True)
class ShownBlock:
    label: str
    locale: str
    direction: str
    fate: Fate
    has_moved: bool
    pieces: Sequence[ShownPiece]


@dataclass(frozen=True)
class ShownRun:
    is_touched: bool
    blocks: Sequence[ShownBlock]


@dataclass(frozen=True)
class ShownPart:
    """`anchor` leads to it from the top; `heading` is safe HTML in the part's language, `label` in the admin's."""

    anchor: str
    label: str
    heading: SafeString
    locale: str
    direction: str
    fate: Fate
    has_moved: bool
    is_touched: bool
    runs: Sequence[ShownRun]


def with_text(content_id: UUID) -> QuerySet[Edition]:
    return Edition.objects.filter(content_id=content_id).exclude(event=Event.GONE)


def before(edition: Edition) -> Edition | None:
    """The one that readers of the locale had until then, or had last; None for the first."""
    earlier = with_text(edition.content_id).filter(locale=edition.locale, sequence__lt=edition.sequence)
    return earlier.order_by("-sequence").first()


def after(edition: Edition) -> Edition | None:
    later = with_text(edition.content_id).filter(locale=edition.locale, sequence__gt=edition.sequence)
    return later.order_by("sequence").defer("content").first()


def told(subject: Subject, old: Edition | None, new: Edition) -> dict[str, Any]:
    """For the template. `old` None: the first edition, as it was."""
    shown = shown_parts(old, new)
    beside = [edition for edition in (new, old) if edition is not None]
    found = lines.lines(subject, beside)
    return {
        "new": found[0],
        "old": found[1] if old is not None else None,
        "older": before(new) if old is not None else None,
        "newer": after(new),
        "parts": shown,
        "touched": [part for part in shown if part.is_touched],
        "fates": Fate,
    }


def shown_parts(old: Edition | None, new: Edition) -> list[ShownPart]:
    """The first edition is compared with itself: nothing is marked in it."""
    now = parts_of(new)
    return [shown_part(part) for part in comparison.compare(parts_of(old) if old is not None else now, now)]


def document_of(edition: Edition) -> dict[str, Any]:
    """As the API gives it, with this site's addresses."""
    return answers.document_of(content.encode(content.decompress(edition.content)))


def parts_of(edition: Edition) -> Sequence[Part]:
    return reading.read(document_of(edition))


def shown_part(part: PartChange) -> ShownPart:
    return ShownPart(
        anchor=part.key.replace(".", "-"),
        label=wording.part_label(part.key, heading=part.heading),
        heading=wording.marked(part.heading),
        locale=part.locale,
        direction=direction_of(part.locale),
        fate=part.fate,
        has_moved=part.has_moved,
        is_touched=part.is_touched,
        runs=[ShownRun(run.is_touched, [_block(block) for block in run.blocks]) for run in part.runs],
    )


def direction_of(locale: str) -> str:
    """For a language that the site has no more, the browser goes by the letters."""
    return BY_TAG[locale].direction if locale in BY_TAG else "auto"


def _block(block: BlockChange) -> ShownBlock:
    return ShownBlock(
        label=wording.label(block.kind),
        locale=block.locale,
        direction=direction_of(block.locale),
        fate=block.fate,
        has_moved=block.has_moved,
        pieces=[_piece(piece, block.kind) for piece in block.pieces],
    )


def _piece(piece: PieceChange, kind: str) -> ShownPiece:
    name = "" if piece.name == kind else wording.label(piece.name)
    return ShownPiece(name, piece.fate, wording.marked(piece.words), piece.is_of_form)
