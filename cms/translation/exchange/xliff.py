"""Writes contents as XLIFF 2.0 and reads what translators' programs made of it.

One `<file>` for each content, one `<unit>` for each segment. What a person need not see (model, moment of the
export) is in the standard's metadata module, the greatest length in its size restriction module.
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, cast

from django.utils.translation import gettext as _
from lxml import etree

from cms.locales import BY_TAG
from cms.translation.exchange import characters, codes, moments, xliff_units
from cms.translation.exchange.files import (
    MAX_SEGMENTS,
    ExchangedContent,
    TooManySegments,
    UnreadableFile,
    languages_of,
)
from cms.translation.exchange.findings import Findings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element

    from cms.translation.exchange.files import ReadFile

_METADATA = "urn:oasis:names:tc:xliff:metadata:2.0"

#: XLIFF 2.1 kept the namespace of 2.0; 2.2 has its own and differs in nothing that is read here.
_NAMESPACES = [f"urn:oasis:names:tc:xliff:document:2.{minor}" for minor in range(3)]
_FILES = [f"{{{namespace}}}file" for namespace in _NAMESPACES]
_UNITS = [f"{{{namespace}}}unit" for namespace in _NAMESPACES]

#: Their text is text: no line breaks for better looks in there.
_LEAVES = {"source", "target", "note", "meta"}

#: More tags, or more attributes, than the greatest number of segments needs: a file made to fill the memory.
_MAX_MARKUP = 15 * MAX_SEGMENTS

_DECLARED = re.compile(rb"\A<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)")
_UUID = re.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def write(contents: Sequence[ExchangedContent]) -> bytes:
    """The contents, at least one and all in the same two languages, as one XLIFF 2.0 document in UTF-8."""
    source, target = languages_of(contents)
    prefixes = {None: codes.XLIFF, "mda": _METADATA, "slr": xliff_units.SIZE}
    root = etree.Element(
        f"{{{codes.XLIFF}}}xliff",
        {"version": "2.0", "srcLang": source, "trgLang": target},
        nsmap=cast("dict[str, str]", prefixes),
    )
    for content in contents:
        _write_content(root, content)
    _lay_out(root)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def read(data: bytes, *, name: str) -> ReadFile:
    """What an XLIFF 2 document says. Raises UnreadableFile; a single segment that makes no sense is only refused."""
    data = _checked(data, name=name)
    found = Findings(name)
    try:
        _read_elements(data, found)
    except etree.XMLSyntaxError as error:
        raise _broken(data, error, name=name) from None
    return found.read_file()


def _write_content(root: _Element, content: ExchangedContent) -> None:
    file = codes.child(root, "file", id=content.content_id, original=content.content_id, **_directions(content))
    etree.SubElement(file, f"{{{xliff_units.SIZE}}}profiles", generalProfile="xliff:codepoints")
    metadata = etree.SubElement(file, f"{{{_METADATA}}}metadata")
    group = etree.SubElement(metadata, f"{{{_METADATA}}}metaGroup", category="cms")
    facts = {"kind": content.kind, "name": content.name}
    if content.exported_at is not None:
        facts["exported-at"] = moments.written(content.exported_at)
    for fact, value in facts.items():
        etree.SubElement(group, f"{{{_METADATA}}}meta", type=fact).text = codes.holdable(value)
    xliff_units.write_notes(file, {"name": content.name})
    for segment in content.segments:
        xliff_units.write(file, segment)
    if not content.segments:
        codes.child(file, "group", id="nothing")


def _directions(content: ExchangedContent) -> dict[str, str]:
    locales = {"srcDir": content.source_locale, "trgDir": content.target_locale}
    return {side: BY_TAG[tag].direction for side, tag in locales.items() if tag in BY_TAG}


def _lay_out(element: _Element, depth: int = 0) -> None:
    """One element a line, so that a line number says which segment is meant."""
    if not len(element) or etree.QName(element).localname in _LEAVES:
        return
    element.text = "\n" + "  " * (depth + 1)
    for child in element:
        _lay_out(child, depth + 1)
        child.tail = element.text
    element[-1].tail = "\n" + "  " * depth


def _checked(data: bytes, *, name: str) -> bytes:
    """The document in UTF-8. It is read as UTF-8 whatever it declares, so that no encoding hides a DOCTYPE."""
    data = characters.utf_8(data, declared=_DECLARED, file=name)
    if b"<!DOCTYPE" in data:
        raise UnreadableFile(name, _("The file has a DOCTYPE, which XLIFF does not need. Export it again without."))
    if max(data.count(b"<"), data.count(b"=")) > _MAX_MARKUP:
        raise TooManySegments(name)
    return data


def _read_elements(data: bytes, found: Findings) -> None:
    """Reads unit by unit and forgets each, so that a large file needs little more memory than its text."""
    elements = etree.iterparse(
        BytesIO(data),
        tag=[*_FILES, *_UNITS],
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    current, content_id = None, ""
    for _event, element in elements:
        file = element if element.tag in _FILES else next(element.iterancestors(*_FILES), None)
        if file is None:
            found.refuse(_("It is in no <file>."), path=element.get("name", ""), line=element.sourceline)
            continue
        if file is not current:
            current, content_id = file, _begin(file, found)
        if element is not file:
            xliff_units.read(element, content_id, found)
            element.clear()
    _check_is_xliff_2(elements.root, name=found.file)


def _begin(file: _Element, found: Findings) -> str:
    content = _content(file)
    found.begin(content)
    return content.content_id


def _content(file: _Element) -> ExchangedContent:
    """Programs that number files anew keep `original`, others keep the id."""
    root = file.getroottree().getroot()
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


def _check_is_xliff_2(root: _Element, *, name: str) -> None:
    tag, version = etree.QName(root), root.get("version", "")
    if tag.localname == "xliff" and (":xliff:document:1" in (tag.namespace or "") or version.startswith("1")):
        raise UnreadableFile(name, _("This is XLIFF 1.2. Export the translation as XLIFF 2.0."))
    if tag.localname != "xliff" or tag.namespace not in _NAMESPACES:
        raise UnreadableFile(name, _("This is XML, but not XLIFF 2. Export the translation as XLIFF 2.0 or PO."))


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
