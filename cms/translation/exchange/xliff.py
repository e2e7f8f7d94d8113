"""Writes contents as XLIFF 2.0 and reads what translators' programs made of it.

One `<file>` for each content, one `<unit>` for each segment. What a person need not see (model, moment of the
export) is in the standard's metadata module, the greatest length in its size restriction module.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from django.utils.translation import gettext as _
from lxml import etree

from cms.locales import BY_TAG
from cms.translation.exchange import characters, codes, moments
from cms.translation.exchange.files import (
    MAX_SEGMENTS,
    STATES,
    ExchangedContent,
    ExchangedSegment,
    TooManySegments,
    UnreadableFile,
    languages_of,
)
from cms.translation.exchange.findings import Findings, NotUnderstood

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element

    from cms.translation.exchange.files import ReadFile

_METADATA = "urn:oasis:names:tc:xliff:metadata:2.0"
_SIZE = "urn:oasis:names:tc:xliff:sizerestriction:2.0"
_PREFIXES = {None: codes.XLIFF, "mda": _METADATA, "slr": _SIZE}
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

#: Ids are NMTOKENs, which have neither `/` nor `#`; a path has neither of these.
_ID_OF_PATH = str.maketrans("/#", ":·")
_PATH_OF_ID = str.maketrans(":·", "/#")

#: Their text is text: no line breaks for better looks in there.
_LEAVES = {"source", "target", "note", "meta"}

#: Category of the note that says a limit in words.
_LIMIT = "limit"

#: More tags and attributes than the greatest number of segments needs: a file made to fill the memory.
_MAX_MARKUP = 30 * MAX_SEGMENTS

_DECLARED = re.compile(rb"\A<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)")
_UUID = re.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_COLLAPSED = re.compile("[ \t\r\n]+")


def write(contents: Sequence[ExchangedContent]) -> bytes:
    """The contents, at least one and all in the same two languages, as one XLIFF 2.0 document in UTF-8."""
    source, target = languages_of(contents)
    root = etree.Element(
        _core("xliff"),
        {"version": "2.0", "srcLang": source, "trgLang": target},
        nsmap=_PREFIXES,  # type: ignore[arg-type] -- the stubs know no default namespace
    )
    for content in contents:
        _write_content(root, content)
    _lay_out(root)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def read(data: bytes, *, name: str) -> ReadFile:
    """What an XLIFF 2 document says. Raises UnreadableFile; a single segment that makes no sense is only refused."""
    root = _root(data, name=name)
    found = Findings(name)
    for file in root.iterchildren("{*}file"):
        content = _content(root, file)
        found.begin(content)
        for unit in file.iterdescendants("{*}unit"):
            _read_unit(unit, content.content_id, found)
    return found.read_file()


def _write_content(root: _Element, content: ExchangedContent) -> None:
    file = _element(root, "file", id=content.content_id, original=content.content_id, **_directions(content))
    etree.SubElement(file, f"{{{_SIZE}}}profiles", generalProfile="xliff:codepoints")
    metadata = etree.SubElement(file, f"{{{_METADATA}}}metadata")
    group = etree.SubElement(metadata, f"{{{_METADATA}}}metaGroup", category="cms")
    facts = {"kind": content.kind, "name": content.name}
    if content.exported_at is not None:
        facts["exported-at"] = moments.written(content.exported_at)
    for fact, value in facts.items():
        etree.SubElement(group, f"{{{_METADATA}}}meta", type=fact).text = codes.holdable(value)
    _write_notes(file, {"name": content.name})
    for segment in content.segments:
        _write_segment(file, segment)
    if not content.segments:
        _element(file, "group", id="nothing")


def _directions(content: ExchangedContent) -> dict[str, str]:
    locales = {"srcDir": content.source_locale, "trgDir": content.target_locale}
    return {side: BY_TAG[tag].direction for side, tag in locales.items() if tag in BY_TAG}


def _write_segment(file: _Element, segment: ExchangedSegment) -> None:
    unit = _element(file, "unit", id=segment.path.translate(_ID_OF_PATH), name=segment.path)
    unit.set(_SPACE, "preserve")
    notes = {"instructions": segment.note}
    if segment.limit is not None:
        unit.set(f"{{{_SIZE}}}sizeRestriction", str(segment.limit))
        notes[_LIMIT] = _("At most %(limit)d characters.") % {"limit": segment.limit}
    _write_notes(unit, notes)
    state = segment.state if segment.target else "initial"
    element = _element(unit, "segment", state=state)
    tags = codes.write_source(_element(element, "source"), segment.source)
    if segment.target:
        codes.write_target(_element(element, "target"), segment.target, source_tags=tags)


def _write_notes(element: _Element, text_by_category: dict[str, str]) -> None:
    said = {category: text for category, text in text_by_category.items() if text}
    if said:
        notes = _element(element, "notes")
        for category, text in said.items():
            _element(notes, "note", category=category).text = codes.holdable(text)


def _core(name: str) -> str:
    return f"{{{codes.XLIFF}}}{name}"


def _element(parent: _Element, tag: str, /, **attributes: str) -> _Element:
    return etree.SubElement(parent, _core(tag), attributes)


def _lay_out(element: _Element, depth: int = 0) -> None:
    """One element a line, so that a line number says which segment is meant."""
    if not len(element) or etree.QName(element).localname in _LEAVES:
        return
    element.text = "\n" + "  " * (depth + 1)
    for child in element:
        _lay_out(child, depth + 1)
        child.tail = element.text
    element[-1].tail = "\n" + "  " * depth


def _root(data: bytes, *, name: str) -> _Element:
    """The document element. Bytes are read as UTF-8 whatever they declare, so that no encoding hides a DOCTYPE."""
    data = characters.utf_8(data, declared=_DECLARED, file=name)
    if b"<!DOCTYPE" in data:
        raise UnreadableFile(name, _("The file has a DOCTYPE, which XLIFF does not need. Export it again without."))
    if data.count(b"<") + data.count(b"=") > _MAX_MARKUP:
        raise TooManySegments(name)
    try:
        root = etree.fromstring(data, _parser())
    except etree.XMLSyntaxError as error:
        raise _broken(data, error, name=name) from None
    _check_is_xliff_2(root, name=name)
    return root


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )


def _broken(data: bytes, error: etree.XMLSyntaxError, *, name: str) -> UnreadableFile:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return characters.not_utf_8(name)
    return UnreadableFile(
        name,
        _("The file is damaged or incomplete: its XML breaks off in line %(line)s. Export it again.")
        % {"line": error.lineno},
    )


def _check_is_xliff_2(root: _Element, *, name: str) -> None:
    tag = etree.QName(root)
    namespace, version = tag.namespace or "", root.get("version", "")
    if tag.localname == "xliff" and (":xliff:document:1" in namespace or version.startswith("1")):
        raise UnreadableFile(name, _("This is XLIFF 1.2. Export the translation as XLIFF 2.0."))
    if tag.localname != "xliff" or not namespace.startswith("urn:oasis:names:tc:xliff:document:2."):
        raise UnreadableFile(name, _("This is XML, but not XLIFF. Export the translation as XLIFF 2.0 or PO."))


def _content(root: _Element, file: _Element) -> ExchangedContent:
    """Programs that number files anew keep `original`, others keep the id."""
    names = (file.get("id", ""), file.get("original", ""))
    facts = {meta.get("type"): meta.text for meta in file.iterfind(f"{{{_METADATA}}}metadata//{{{_METADATA}}}meta")}
    return ExchangedContent(
        content_id=next((name for name in names if _UUID.fullmatch(name)), names[0]),
        kind=facts.get("kind") or "",
        name=facts.get("name") or "",
        source_locale=root.get("srcLang", ""),
        target_locale=root.get("trgLang", ""),
        exported_at=moments.read(facts.get("exported-at")),
        segments=(),
    )


def _read_unit(unit: _Element, content_id: str, found: Findings) -> None:
    path = unit.get("name") or unit.get("id", "").translate(_PATH_OF_ID)
    line = cast("int", unit.sourceline)
    try:
        source, target = _texts(unit)
    except NotUnderstood as error:
        found.refuse(str(error), path=path, line=line)
        return
    limit = unit.get(f"{{{_SIZE}}}sizeRestriction", "")
    segment = ExchangedSegment(
        path=path,
        source=source,
        target=target,
        state=_state(unit),
        note="\n".join(note.text or "" for note in unit.iterfind("{*}notes/{*}note") if note.get("category") != _LIMIT),
        limit=int(limit) if re.fullmatch("[0-9]{1,9}", limit) else None,
    )
    found.add(content_id, segment, line=line)


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
