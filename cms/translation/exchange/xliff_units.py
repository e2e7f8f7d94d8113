"""One `<unit>` of XLIFF: a segment of ours, which other programs may have cut into several of theirs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from django.utils.translation import gettext as _
from lxml import etree

from cms.translation.exchange import codes
from cms.translation.exchange.files import STATES, ExchangedSegment
from cms.translation.exchange.findings import NotUnderstood

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element

    from cms.translation.exchange.findings import Findings

SIZE = "urn:oasis:names:tc:xliff:sizerestriction:2.0"
_RESTRICTION = f"{{{SIZE}}}sizeRestriction"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

#: Ids are NMTOKENs, which have neither `/` nor `#`; a path has neither of these.
_ID_OF_PATH = str.maketrans("/#", ":·")
_PATH_OF_ID = str.maketrans(":·", "/#")

#: Category of the note that says a limit in words.
_LIMIT = "limit"

_COLLAPSED = re.compile("[ \t\r\n]+")


def write(file: _Element, segment: ExchangedSegment) -> None:
    """Adds the unit of a segment. The standard knows no state of what is not translated but `initial`."""
    unit = codes.child(file, "unit", id=segment.path.translate(_ID_OF_PATH), name=segment.path)
    unit.set(_SPACE, "preserve")
    notes = {"instructions": segment.note}
    if segment.limit is not None:
        unit.set(_RESTRICTION, str(segment.limit))
        notes[_LIMIT] = _("At most %(limit)d characters.") % {"limit": segment.limit}
    write_notes(unit, notes)
    state = segment.state if segment.target else "initial"
    element = codes.child(unit, "segment", state=state)
    tags = codes.write_source(codes.child(element, "source"), segment.source)
    if segment.target:
        codes.write_target(codes.child(element, "target"), segment.target, source_tags=tags)


def write_notes(element: _Element, text_by_category: dict[str, str]) -> None:
    said = {category: text for category, text in text_by_category.items() if text}
    if said:
        notes = codes.child(element, "notes")
        for category, text in said.items():
            codes.child(notes, "note", category=category).text = codes.holdable(text)


def read(unit: _Element, content_id: str, found: Findings) -> None:
    """Adds what a unit says, or why it makes no sense, to what was found."""
    path = unit.get("name") or unit.get("id", "").translate(_PATH_OF_ID)
    line = _line(unit)
    try:
        source, target = _texts(unit)
    except NotUnderstood as error:
        found.refuse(str(error), path=path, line=line)
        return
    limit = unit.get(_RESTRICTION, "")
    segment = ExchangedSegment(
        path=path,
        source=source,
        target=target,
        state=_state(unit),
        note="\n".join(note.text or "" for note in unit.iterfind("{*}notes/{*}note") if note.get("category") != _LIMIT),
        limit=int(limit) if re.fullmatch("[0-9]{1,9}", limit) else None,
    )
    found.add(content_id, segment, line=line)


def _line(unit: _Element) -> int:
    """Beyond the 65,534th, libxml2 tells the line in which the blank before the first child ends."""
    line = cast("int", unit.sourceline)
    return line if line < 65_535 else line - (unit.text or "").count("\n")


def _texts(unit: _Element) -> tuple[str, str]:
    """Source and target of a unit, each put together from its segments and what may be ignored between them."""
    parts = [*unit.iterchildren("{*}segment", "{*}ignorable")]
    sources = [part.find("{*}source") for part in parts]
    targets = [part.find("{*}target") for part in parts]
    side = codes.Side()
    source_texts = ["" if element is None else side.marked(element) for element in sources]
    side = codes.Side(known=side.tags)
    target_texts = [None if element is None else side.marked(element) for element in targets]
    if any(text and text.strip() for text in target_texts):
        pieces = [*map(_target_piece, parts, source_texts, target_texts)]
        places = [*map(_place, targets, range(1, len(parts) + 1))]
        ordered = [pieces[number] for number in sorted(range(len(parts)), key=places.__getitem__)]
    else:
        ordered = [text or "" for text in target_texts]
    return _spaced(source_texts, sources), _spaced(ordered, targets)


def _target_piece(part: _Element, source: str, target: str | None) -> str:
    """What needs no translation stands for itself; a blank between sentences may be translated by nothing."""
    if etree.QName(part).localname == "segment" and source.strip() and not (target or "").strip():
        raise NotUnderstood(_("Only a part of this text is translated."))
    return source if target is None else target


def _place(target: _Element | None, place: int) -> int:
    """A translation may have its sentences in another order than the source."""
    order = "" if target is None else target.get("order", "")
    return int(order) if re.fullmatch("[0-9]{1,9}", order) else place


def _spaced(texts: Sequence[str], elements: Sequence[_Element | None]) -> str:
    """Where a program has not kept `xml:space`, it may have broken and indented lines as it liked."""
    text = "".join(texts)
    if all(element is None or _keeps_space(element) for element in elements):
        return text
    return _COLLAPSED.sub(" ", text).strip(" ")


def _keeps_space(element: _Element) -> bool:
    family = (element, *element.iterancestors())
    return next((value for relative in family if (value := relative.get(_SPACE))), "default") == "preserve"


def _state(unit: _Element) -> str:
    """The least done of its segments; `initial` is what the standard takes an absent state for."""
    states = [segment.get("state", "") for segment in unit.iterchildren("{*}segment")]
    return min((state if state in STATES else STATES[0] for state in states), key=STATES.index, default=STATES[0])
