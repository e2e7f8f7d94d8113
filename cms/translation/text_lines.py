"""The text of one locale for people to read: a line a string, and what differs from an earlier text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.safestring import SafeString

from cms.translation import difference, markup, units
from cms.translation.labels import part_label

if TYPE_CHECKING:
    from cms.translation.snapshots import Snapshot
    from cms.translation.units import Unit


@dataclass(frozen=True)
class TextLine:
    """A string beside the one of the earlier text; `text` and `change` are safe HTML, `change` empty where they say
    the same.
    """

    label: str
    is_first_of_part: bool
    text: SafeString
    change: SafeString


def text_lines(model: Any, text: Snapshot, *, before: Snapshot | None = None) -> list[TextLine]:
    """In reading order; what the text before said and this one does not comes last."""
    now, former = _marked_units(model, text), _marked_units(model, before) if before else {}
    found, last = [], None
    for path in dict.fromkeys([*now, *former]):
        part = units.part_of(path)
        said, earlier = now.get(path, ""), former.get(path, "")
        is_changed = before is not None and said != earlier
        found.append(
            TextLine(
                label=part_label(model, part),
                is_first_of_part=part != last,
                text=difference.plain(said),
                change=difference.as_html(difference.words(earlier, said)) if is_changed else SafeString(),
            )
        )
        last = part
    return found


def _marked_units(model: Any, text: Snapshot) -> dict[str, str]:
    return {unit.path: _marked(unit) for unit in units.units(model, text)}


def _marked(unit: Unit) -> str:
    """A rich text a line for each paragraph or item."""
    if not unit.is_rich:
        return unit.text
    return "\n".join(markup.marked(piece) for piece in markup.split(unit.text).pieces)
